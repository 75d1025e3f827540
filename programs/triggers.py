"""What the database itself refuses, on every path: form, stale form, admin, import, job, shell."""

from accounts.triggers import Trigger, append_only, postgres_refusal, refusal, sqlite_refusal

LEDGER_MESSAGE = "Sổ chỉ được ghi thêm: không sửa, không xóa dòng đã ghi. Hãy ghi bút toán điều chỉnh."
ENTRY_TABLES = ("programs_moneyentry", "programs_resultentry", "programs_projectevent")
APPEND_ONLY_TABLES = ("programs_posting", *ENTRY_TABLES, "programs_closure")

# Of which budget years the closings bind a row: its own; a level stands in every figure from its day on, so it is bound
# by those of any year.
ITS_YEAR = "c.budget_year = NEW.budget_year"
IS_STOCK = "EXISTS (SELECT 1 FROM programs_indicator i WHERE i.id = NEW.indicator_id AND i.kind = 'stock')"
BOUND = {"programs_resultentry": f"({ITS_YEAR} OR {IS_STOCK})"}

CLOSED = """
EXISTS (
    SELECT 1 FROM programs_closure c
    WHERE c.unit_id = NEW.unit_id AND {bound} AND NEW."on" <= c.cut_off
      AND c.state = 'closed'
      AND NOT EXISTS (
        SELECT 1 FROM programs_closure r
        WHERE r.unit_id = c.unit_id AND r.budget_year = c.budget_year AND r.cut_off = c.cut_off
          AND r.posting_id > c.posting_id AND r.state = 'reopened'))
AND NOT EXISTS (
    SELECT 1 FROM programs_posting p WHERE p.number = NEW.posting_id AND p.kind = 'late' AND p.reason <> '')
"""


# What a reversal need not repeat; every other column of its ledger it does, the measure as its exact negative.
OWN_TO_A_REVERSAL = {
    "id",
    "posting",  # it is written later
    "reverses",
    "outcome",  # an event is undone
    "document",
    "document_on",
    "signer",
    "file",
    "note",
    "illustrative",  # marks the row itself; only figures read it
}
MEASURES = {"amount", "quantity"}
STATED = {"level_stated"}  # what takes a level back states none


def mirrors(config) -> list[Trigger]:
    """A reversal is the exact negative of an original entry, alike in every column but those it has of its own."""
    ledgers = [model for model in config.get_models() if model._meta.db_table in ENTRY_TABLES]
    return [
        refusal(
            f"{model._meta.db_table}_reversal_mirrors",
            model._meta.db_table,
            "BEFORE INSERT",
            "Dòng đảo phải bằng đúng số âm của dòng gốc, cùng nội dung và ngày.",
            _not_its_mirror(model),
        )
        for model in ledgers
    ]


def _not_its_mirror(model) -> str:
    alike = " AND ".join(
        _mirrored(field) for field in model._meta.concrete_fields if field.name not in OWN_TO_A_REVERSAL
    )
    return (
        f"NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {model._meta.db_table} o "  # noqa: S608 our own names
        f"WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL AND {alike})"
    )


def _mirrored(field) -> str:
    column = f'"{field.column}"'
    if field.name in STATED:
        return f"NEW.{column} IS NULL"
    return (
        f"o.{column} = -NEW.{column}"
        if field.name in MEASURES
        else f"o.{column} IS NOT DISTINCT FROM NEW.{column}"
    )


def statements() -> list[Trigger]:
    """A stock is stated, and nothing else is; what older lines said before is left as it was."""
    table = "programs_resultentry"
    ill_stated = (
        "NEW.reverses_id IS NULL AND NEW.level_stated IS NOT NULL AND (NEW.level_stated < 0 OR NEW.quantity <> 0 "
        "OR NEW.project_id IS NOT NULL OR NEW.beneficiary_id IS NOT NULL OR NEW.activity_id IS NOT NULL "
        "OR NEW.budget_year <> {year})"
    )
    message = (
        "Mức là của cả tỉnh, không âm, không thuộc đề án, nội dung hay cơ sở nào; "
        "năm ngân sách là năm của ngày tính đến."
    )
    return [
        refusal(
            f"{table}_stock_is_stated",
            table,
            "BEFORE INSERT",
            "Chỉ tiêu tại thời điểm ghi bằng mức tính đến ngày; chỉ tiêu khác ghi bằng số lượng.",
            f"NEW.reverses_id IS NULL AND (NEW.level_stated IS NOT NULL) <> {IS_STOCK}",
        ),
        Trigger(
            f"{table}_statement_of_its_unit",
            table,
            "BEFORE INSERT",
            sqlite_refusal(message, ill_stated.format(year='CAST(substr(NEW."on", 1, 4) AS INTEGER)')),
            postgres_refusal(message, ill_stated.format(year='EXTRACT(YEAR FROM NEW."on")')),
        ),
    ]


HEAD = "(SELECT h.number FROM programs_ledgerhead h WHERE h.id = 1)"
BENEFICIARY_KEYS = ("project_id", "business_id", "unit_id", "origin_id", "level", "added_id")

TRIGGERS = (
    *(trigger for table in APPEND_ONLY_TABLES for trigger in append_only(table, LEDGER_MESSAGE)),
    *(
        refusal(
            f"{table}_period_open",
            table,
            "BEFORE INSERT",
            "Kỳ số liệu đã chốt: chỉ lãnh đạo được bổ sung sau chốt, có ghi lý do.",
            CLOSED.format(bound=BOUND.get(table, ITS_YEAR)),
        )
        for table in ENTRY_TABLES
    ),
    *statements(),
    *(
        refusal(
            f"{table}_not_into_the_past",
            table,
            "BEFORE INSERT",
            "Không ghi thêm vào bút toán cũ: mỗi lần ghi là một bút toán mới.",
            f"NEW.{column} <= {HEAD}",
        )
        for table, column in (
            ("programs_posting", "number"),
            *((table, "posting_id") for table in (*ENTRY_TABLES, "programs_closure")),
        )
    ),
    refusal(
        "programs_ledgerhead_only_grows",
        "programs_ledgerhead",
        "BEFORE UPDATE",
        "Số bút toán chỉ tăng.",
        "NEW.id <> OLD.id OR NEW.number < OLD.number OR NEW.recorded_at < OLD.recorded_at",
    ),
    refusal("programs_ledgerhead_stays", "programs_ledgerhead", "BEFORE DELETE", "Không xóa đầu sổ."),
    refusal(
        "programs_installation_for_life",
        "programs_installation",
        "BEFORE UPDATE",
        "Cơ sở dữ liệu là minh họa hay thật suốt đời.",
        "NEW.kind <> OLD.kind OR NEW.id <> OLD.id",
    ),
    refusal(
        "programs_installation_stays",
        "programs_installation",
        "BEFORE DELETE",
        "Cơ sở dữ liệu là minh họa hay thật suốt đời.",
    ),
    refusal(
        "programs_beneficiary_stays",
        "programs_beneficiary",
        "BEFORE DELETE",
        "Đơn vị thụ hưởng không bị xóa; hãy rút khỏi đề án.",
    ),
    refusal(
        "programs_beneficiary_withdrawn_once",
        "programs_beneficiary",
        "BEFORE UPDATE",
        "Đơn vị thụ hưởng chỉ được rút một lần; đề án, cơ sở và bút toán thêm không đổi.",
        " OR ".join(f"NEW.{column} <> OLD.{column}" for column in BENEFICIARY_KEYS)
        + " OR (OLD.withdrawn_id IS NOT NULL AND COALESCE(NEW.withdrawn_id, 0) <> OLD.withdrawn_id)",
    ),
    refusal(
        "programs_project_dimensions_fixed",
        "programs_project",
        "BEFORE UPDATE",
        "Đề án đã có số liệu: không đổi được tỉnh, cấp, loại và nội dung chính.",
        """(OLD.unit_id <> NEW.unit_id OR OLD.level <> NEW.level OR OLD.kind <> NEW.kind
            OR OLD.activity_id <> NEW.activity_id OR OLD.counted <> NEW.counted
            OR COALESCE(OLD.origin_unit_id, 0) <> COALESCE(NEW.origin_unit_id, 0))
        AND (EXISTS (SELECT 1 FROM programs_moneyentry m WHERE m.project_id = NEW.id)
          OR EXISTS (SELECT 1 FROM programs_resultentry q WHERE q.project_id = NEW.id)
          OR EXISTS (SELECT 1 FROM programs_projectevent e WHERE e.project_id = NEW.id))""",
    ),
)

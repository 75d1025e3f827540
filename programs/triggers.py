"""What the database itself refuses, on every path: form, stale form, admin, import, job, shell."""

from accounts.triggers import Trigger, append_only, postgres_refusal, refusal, sqlite_refusal

LEDGER_MESSAGE = "Sổ chỉ được ghi thêm: không sửa, không xóa dòng đã ghi. Hãy ghi bút toán điều chỉnh."
ENTRY_TABLES = (
    "programs_moneyentry",
    "programs_resultentry",
    "programs_projectevent",
    "programs_beneficiaryentry",
)
APPEND_ONLY_TABLES = ("programs_posting", *ENTRY_TABLES, "programs_closure")

HOLDS = """c.state = 'closed' AND NOT EXISTS (
    SELECT 1 FROM programs_closure r
    WHERE r.unit_id = c.unit_id AND r.budget_year = c.budget_year AND r.cut_off = c.cut_off
      AND r.posting_id > c.posting_id AND r.state = 'reopened')"""
# Of which budget years the closings bind a row: its own; a level stands in every figure from its day on, so it is bound
# by those of any year; so is who benefits, who counts in the years after his own and between days of any year.
ITS_YEAR = "c.budget_year = NEW.budget_year"
IS_STOCK = "EXISTS (SELECT 1 FROM programs_indicator i WHERE i.id = NEW.indicator_id AND i.kind = 'stock')"
BOUND = {
    "programs_resultentry": f"({ITS_YEAR} OR {IS_STOCK})",
    "programs_beneficiaryentry": "1 = 1",
}


def not_late(posting: str) -> str:
    return f"""NOT EXISTS (
    SELECT 1 FROM programs_posting p WHERE p.number = {posting} AND p.kind = 'late' AND p.reason <> '')"""  # noqa: S608


def closed(table: str) -> str:
    """A row of the table would fall into what is closed, without a leader's reason."""
    return f"""
EXISTS (
    SELECT 1 FROM programs_closure c
    WHERE c.unit_id = NEW.unit_id AND {BOUND.get(table, ITS_YEAR)} AND NEW."on" <= c.cut_off
      AND {HOLDS})
AND {not_late("NEW.posting_id")}
"""  # noqa: S608 our own names


def counted_in_closed(posting: str) -> str:
    """Either business benefits in what is closed, and no leader's reason is given."""
    return f"""
EXISTS (
    SELECT 1 FROM programs_beneficiaryentry e
    JOIN programs_closure c ON c.unit_id = e.unit_id AND e."on" <= c.cut_off
    WHERE e.business_id IN (NEW.business_id, NEW.same_as_id) AND {HOLDS})
AND {not_late(posting)}
"""  # noqa: S608 our own names


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
MEASURES = {"amount", "quantity", "step"}
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
NOT_BEGUN = f"COALESCE({HEAD}, 0) = 0"  # until the first act posting 0 takes what stands before it


def behind(number: str) -> str:
    """Whether a number belongs to a posting that is finished."""
    return f"{number} <= {HEAD} AND NOT ({number} = 0 AND {NOT_BEGUN})"


PERIOD_CLOSED = "Kỳ số liệu đã chốt: chỉ lãnh đạo được bổ sung sau chốt, có ghi lý do."
INTO_THE_PAST = "Không ghi thêm vào bút toán cũ: mỗi lần ghi là một bút toán mới."
BENEFICIARY_KEYS = ("project_id", "business_id", "unit_id", "origin_id", "level", "place", "added_id")
SAME_KEYS = ("id", "business_id", "same_as_id", "posting_id")
OF_ITS_BENEFICIARY = ("project_id", "business_id", "unit_id", "origin_id", "level")
LINE_OF_IT = "programs_beneficiaryentry e WHERE e.beneficiary_id = NEW.id"
STANDING_LINE = (
    f"{LINE_OF_IT} AND e.reverses_id IS NULL "  # noqa: S608 our own names
    "AND NOT EXISTS (SELECT 1 FROM programs_beneficiaryentry m WHERE m.reverses_id = e.id)"
)
# What the cache of a beneficiary has to say, as BeneficiaryQuerySet.told_at() reads it at the head.
TOLD = {
    "withdrawn_id": "SELECT CASE WHEN SUM(e.step) > 0 THEN NULL "  # noqa: S608 our own names
    f"ELSE MAX(CASE WHEN e.step < 0 THEN e.posting_id END) END FROM {LINE_OF_IT}",
    "amount": f"SELECT e.support FROM {STANDING_LINE} AND e.change IN ('joined', 'support') "  # noqa: S608 our own names
    "ORDER BY e.step, e.posting_id DESC, e.id DESC LIMIT 1",
    "accepted_on": f"SELECT e.\"on\" FROM {STANDING_LINE} AND e.change = 'accepted' "  # noqa: S608 our own names
    "ORDER BY e.posting_id DESC, e.id DESC LIMIT 1",
}
CHAIN = """
NEW.business_id = NEW.same_as_id OR EXISTS (
    SELECT 1 FROM programs_samebusiness s WHERE s.undone_posting_id IS NULL
      AND (s.business_id = NEW.same_as_id OR s.same_as_id = NEW.business_id))
"""

TRIGGERS = (
    *(trigger for table in APPEND_ONLY_TABLES for trigger in append_only(table, LEDGER_MESSAGE)),
    *(
        refusal(
            f"{table}_period_open",
            table,
            "BEFORE INSERT",
            PERIOD_CLOSED,
            closed(table),
        )
        for table in ENTRY_TABLES
    ),
    *statements(),
    *(
        refusal(
            f"{table}_not_into_the_past",
            table,
            "BEFORE INSERT",
            INTO_THE_PAST,
            refused,
        )
        for table, refused in (
            ("programs_posting", behind("NEW.number")),
            *(
                (table, f"NEW.posting_id <= {HEAD}")
                for table in (*ENTRY_TABLES, "programs_closure", "programs_samebusiness")
            ),
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
        "programs_beneficiary_keys_fixed",
        "programs_beneficiary",
        "BEFORE UPDATE",
        "Đề án, cơ sở, địa điểm và bút toán thêm của đơn vị thụ hưởng không đổi.",
        " OR ".join(f"NEW.{column} <> OLD.{column}" for column in BENEFICIARY_KEYS),
    ),
    refusal(
        "programs_beneficiary_as_its_ledger",
        "programs_beneficiary",
        "BEFORE UPDATE",
        "Đơn vị thụ hưởng ghi đúng như sổ: hãy ghi một dòng vào sổ.",
        " OR ".join(f"NEW.{column} IS DISTINCT FROM ({told})" for column, told in TOLD.items()),
    ),
    refusal(
        "programs_beneficiaryentry_of_its_beneficiary",
        "programs_beneficiaryentry",
        "BEFORE INSERT",
        "Dòng của đơn vị thụ hưởng phải cùng đề án, cơ sở, tỉnh và cấp với đơn vị đó.",
        "NEW.reverses_id IS NULL AND NOT EXISTS "  # noqa: S608 our own names
        "(SELECT 1 FROM programs_beneficiary b WHERE b.id = NEW.beneficiary_id AND "
        + " AND ".join(f"b.{column} = NEW.{column}" for column in OF_ITS_BENEFICIARY)
        + ")",
    ),
    *append_only(
        "programs_samebusiness",
        "Cơ sở ghi trùng chỉ được tách lại một lần bằng một bút toán, không sửa, không xóa.",
        "OLD.undone_posting_id IS NOT NULL OR NEW.undone_posting_id IS NULL OR "
        + " OR ".join(f"NEW.{column} <> OLD.{column}" for column in SAME_KEYS),
        later=("undone_posting_id",),
    ),
    refusal(
        "programs_samebusiness_undone_now",
        "programs_samebusiness",
        "BEFORE UPDATE",
        INTO_THE_PAST,
        f"NEW.undone_posting_id <= {HEAD}",
    ),
    refusal(
        "programs_samebusiness_one_step",
        "programs_samebusiness",
        "BEFORE INSERT",
        "Hãy chọn hai cơ sở khác nhau, không cơ sở nào đang được tính cùng một cơ sở khác.",
        CHAIN,
    ),
    refusal(
        "programs_samebusiness_period_open",
        "programs_samebusiness",
        "BEFORE INSERT",
        PERIOD_CLOSED,
        counted_in_closed("NEW.posting_id"),
    ),
    refusal(
        "programs_samebusiness_undone_in_open_period",
        "programs_samebusiness",
        "BEFORE UPDATE",
        PERIOD_CLOSED,
        counted_in_closed("NEW.undone_posting_id"),
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
          OR EXISTS (SELECT 1 FROM programs_projectevent e WHERE e.project_id = NEW.id)
          OR EXISTS (SELECT 1 FROM programs_beneficiaryentry b WHERE b.project_id = NEW.id))""",
    ),
)

"""What the database itself refuses, on every path: form, stale form, admin, import, job, shell."""

from accounts.triggers import Trigger, append_only, refusal

LEDGER_MESSAGE = "Sổ chỉ được ghi thêm: không sửa, không xóa dòng đã ghi. Hãy ghi bút toán điều chỉnh."
ENTRY_TABLES = ("programs_moneyentry", "programs_resultentry", "programs_projectevent")
APPEND_ONLY_TABLES = ("programs_posting", *ENTRY_TABLES, "programs_closure")

CLOSED = """
EXISTS (
    SELECT 1 FROM programs_closure c
    WHERE c.unit_id = NEW.unit_id AND c.budget_year = NEW.budget_year AND NEW."on" <= c.cut_off
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
        f'o."{field.column}" = -NEW."{field.column}"'
        if field.name in MEASURES
        else f'o."{field.column}" IS NOT DISTINCT FROM NEW."{field.column}"'
        for field in model._meta.concrete_fields
        if field.name not in OWN_TO_A_REVERSAL
    )
    return (
        f"NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {model._meta.db_table} o "  # noqa: S608 our own names
        f"WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL AND {alike})"
    )


HEAD = "(SELECT h.number FROM programs_ledgerhead h WHERE h.id = 1)"
NOT_BEGUN = f"COALESCE({HEAD}, 0) = 0"  # until the first act posting 0 takes what stands before it


def behind(number: str) -> str:
    """Whether a number belongs to a posting that is finished."""
    return f"{number} <= {HEAD} AND NOT ({number} = 0 AND {NOT_BEGUN})"


def nouns(config) -> list[Trigger]:
    """A noun is made and changed within a posting, and the state that the posting keeps says the same as the row."""
    return [
        trigger
        for model in config.get_models()
        if is_noun(model)
        for trigger in (
            refusal(
                f"{model._meta.db_table}_made_by_a_posting",
                model._meta.db_table,
                "BEFORE INSERT",
                NOUN_MESSAGE,
                NO_POSTING_IS_OPEN,
            ),
            refusal(
                f"{model._meta.db_table}_changed_by_a_posting",
                model._meta.db_table,
                "BEFORE UPDATE",
                NOUN_MESSAGE,
                _without_its_state(model),
            ),
            refusal(
                f"{model.history.model._meta.db_table}_not_into_the_past",
                model.history.model._meta.db_table,
                "BEFORE INSERT",
                "Không ghi thêm vào bút toán cũ: mỗi lần ghi là một bút toán mới.",
                behind("NEW.posting_id"),
            ),
        )
    ]


def is_noun(model) -> bool:
    """A table whose rows are saved by postings alone: it can tell which of its columns are words."""
    return hasattr(model, "words")


def _open(number: str) -> str:
    return f"({number} > {HEAD} OR {NOT_BEGUN})"


NO_POSTING_IS_OPEN = f"NOT EXISTS (SELECT 1 FROM programs_posting p WHERE {_open('p.number')})"  # noqa: S608


def _without_its_state(model) -> str:
    columns = [field.column for field in model.words()]
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
    alike = " AND ".join(f's."{column}" IS NOT DISTINCT FROM NEW."{column}"' for column in columns)
    return (
        f"({changed}) AND NOT EXISTS (SELECT 1 FROM {model.history.model._meta.db_table} s "  # noqa: S608 our own names
        f"WHERE s.id = NEW.id AND {_open('s.posting_id')} AND {alike})"
    )


NOUN_MESSAGE = "Đề án, cơ sở, đơn vị chỉ được ghi bằng một bút toán, để báo cáo cũ in lại đúng như đã in."
BENEFICIARY_KEYS = ("project_id", "business_id", "unit_id", "origin_id", "level", "place", "added_id")

TRIGGERS = (
    *(trigger for table in APPEND_ONLY_TABLES for trigger in append_only(table, LEDGER_MESSAGE)),
    *(
        refusal(
            f"{table}_period_open",
            table,
            "BEFORE INSERT",
            "Kỳ số liệu đã chốt: chỉ lãnh đạo được bổ sung sau chốt, có ghi lý do.",
            CLOSED,
        )
        for table in ENTRY_TABLES
    ),
    *(
        refusal(
            f"{table}_not_into_the_past",
            table,
            "BEFORE INSERT",
            "Không ghi thêm vào bút toán cũ: mỗi lần ghi là một bút toán mới.",
            refused,
        )
        for table, refused in (
            ("programs_posting", behind("NEW.number")),
            *((table, f"NEW.posting_id <= {HEAD}") for table in (*ENTRY_TABLES, "programs_closure")),
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
        "Đơn vị thụ hưởng chỉ được rút một lần; đề án, cơ sở, địa điểm và bút toán thêm không đổi.",
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

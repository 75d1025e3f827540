"""What the database itself refuses, on every path: form, stale form, admin, import, job, shell."""

from accounts.fields import KeyField
from accounts.fixed import fixed_by_use
from accounts.triggers import Trigger, append_only, postgres_refusal, refusal

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
BEGUN = f"{HEAD} > 0"  # somebody may have asked for a figure, and may ask for it again as of then

POSTED_MESSAGE = (
    "Dữ liệu tham chiếu đã có số liệu đứng trên: chỉ thêm dòng hoặc kết thúc dòng, bằng một bút toán mới."
)


def added_and_ended(config) -> list[Trigger]:
    """For the reference rows of an app that postings add and end (programs.models.PostedRow)."""
    posted = [model for model in config.get_models() if getattr(model, "by_posting", False)]
    return [trigger for model in posted for trigger in _added_and_ended(model)]


def _added_and_ended(model) -> tuple[Trigger, ...]:
    """From the first posting on a row is written by a new posting and ended by a later one; keys of search are free."""
    table = model._meta.db_table
    changed = [
        f'NEW."{field.column}" IS DISTINCT FROM OLD."{field.column}"'
        for field in model._meta.concrete_fields
        if field.name != "ended" and not isinstance(field, KeyField)
    ]
    ended_otherwise = (
        "NEW.ended_id IS DISTINCT FROM OLD.ended_id "
        f"AND (OLD.ended_id IS NOT NULL OR NEW.ended_id IS NULL OR NEW.ended_id <= {HEAD})"
    )
    wrong = f"{' OR '.join(changed)} OR ({ended_otherwise})"
    made_otherwise = f"NEW.ended_id IS NOT NULL OR NEW.added_id IS NULL OR NEW.added_id <= {HEAD}"
    return (
        refusal(
            f"{table}_by_posting", table, "BEFORE INSERT", POSTED_MESSAGE, f"{BEGUN} AND ({made_otherwise})"
        ),
        refusal(f"{table}_no_update", table, "BEFORE UPDATE", POSTED_MESSAGE, f"{BEGUN} AND ({wrong})"),
        refusal(f"{table}_no_delete", table, "BEFORE DELETE", POSTED_MESSAGE, BEGUN),
        Trigger(
            f"{table}_no_truncate",
            table,
            "BEFORE TRUNCATE",
            "",
            postgres_refusal(POSTED_MESSAGE, BEGUN),
            per="STATEMENT",
        ),
    )


# ------------------------------------------------------------------------------ the meaning of stored numbers

INDICATOR = ("programs_indicator", ("code", "kind", "scale", "feed", "formula"))  # what its numbers mean


def named(table: str, column: str, row: str = "OLD") -> str:
    """Whether a row of the table names this one."""
    return f"EXISTS (SELECT 1 FROM {table} n WHERE n.{column} = {row}.id)"  # noqa: S608 our own names


def _activity_in_use() -> str:
    """Whether projects or entries name this activity, or an item of this group."""
    names = (
        ("programs_moneyentry", "activity_id"),
        ("programs_moneyentry", "main_activity_id"),
        ("programs_resultentry", "activity_id"),
        ("programs_project", "activity_id"),
    )
    itself, item = (" OR ".join(named(*name, row) for name in names) for row in ("OLD", "i"))
    items = f"SELECT 1 FROM programs_activity i WHERE i.group_id = OLD.id AND ({item})"  # noqa: S608 our own names
    return f"{itself} OR EXISTS ({items})"


MEANING = (
    *fixed_by_use(
        *INDICATOR,
        f"{named('programs_resultentry', 'indicator_id')} OR (OLD.feed <> 'ResultEntry' AND {BEGUN})",
        "Chỉ tiêu đã có số liệu: không đổi được mã, cách cộng, số chữ số thập phân, nguồn số liệu, công thức, "
        "vì số đã ghi sẽ mang nghĩa khác. Cần khác đi thì lập chỉ tiêu mới với mã mới.",
    ),
    *fixed_by_use(
        "programs_activity",
        ("code", "group_id"),
        _activity_in_use(),
        "Nội dung đã có đề án, số liệu: không đổi được mã và nhóm nội dung, vì báo cáo cũ sẽ khác đi. "
        "Cần khác đi thì lập nội dung mới với mã mới và cho nội dung này hết hiệu lực.",
    ),
    *fixed_by_use(
        "programs_province",
        ("key", "era", "valid_from"),
        f"{BEGUN} AND ({named('programs_regionmembership', 'province_id')} "
        f"OR {' OR '.join(named(table, 'unit_id') for table in ENTRY_TABLES)})",
        "Tỉnh, thành phố đã có trong báo cáo: không đổi được khóa, thời kỳ, ngày có hiệu lực; ngày kết thúc và đơn vị "
        "kế thừa chỉ ghi được một lần. Cần khác đi thì lập đơn vị mới với khóa mới.",
        once=("valid_to", "successor_id"),
    ),
    *fixed_by_use(
        "programs_unitline",
        ("boundaries_id", "unit_id", "line_id"),
        BEGUN,
        "Dòng địa giới đã có số liệu đứng trên: không đổi, không xóa, vì báo cáo cũ sẽ khác đi. "
        "Cần cách thể hiện khác thì lập cách thể hiện địa giới mới.",
    ),
    *fixed_by_use(
        "programs_boundaries",
        ("code", "by_origin"),
        f"{BEGUN} AND {named('programs_unitline', 'boundaries_id')}",
        "Cách thể hiện địa giới đã có dòng: không đổi được mã và cách xếp theo địa bàn gốc. "
        "Cần khác đi thì lập cách thể hiện mới với mã mới.",
    ),
    *fixed_by_use(
        "programs_region",
        ("code",),
        f"{BEGUN} AND {named('programs_regionmembership', 'region_id')}",
        "Vùng đã có thành viên: không đổi được mã vùng, vì câu hỏi đã lưu gọi vùng bằng mã. "
        "Cần vùng khác thì lập vùng mới với mã mới.",
    ),
)

BENEFICIARY_KEYS = ("project_id", "business_id", "unit_id", "origin_id", "level", "added_id")

TRIGGERS = (
    *MEANING,
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

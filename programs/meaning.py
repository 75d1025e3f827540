"""What stored numbers mean is fixed by use: the triggers that hold it, on every path."""

from accounts.fields import KeyField
from accounts.fixed import fixed_by_use
from accounts.triggers import Trigger, postgres_refusal, refusal
from programs.triggers import ENTRY_TABLES, HEAD

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

"""The columns of the entries behind a figure: said once, for the screen and for Excel."""

from dataclasses import dataclass, replace

from printing.numbers import NOTHING
from printing.table import DATE, MONEY, QUANTITY, TEXT, Column
from programs.choices import Family, Level, Source, Stage
from programs.measures import SETTLED, SETTLEMENTS, disbursed_of, ground_of, total
from programs.periods import Period
from programs.readings import from_steps
from reports.figures.definitions import Rows

SOURCE_NAMES, STAGE_NAMES = dict(Source.choices), dict(Stage.choices)
LEVEL_NAMES = {level: Family(level).label for level in Level}


@dataclass(frozen=True)
class EvidenceColumn(Column):
    """A column of the rows behind a figure; `card`: what it is on a phone, title or fact; empty: only its words."""

    card: str = "fact"
    wide: bool = False


def _ground(row) -> str:
    """What thực hiện was taken from; nothing where nothing is done yet."""
    return ground_of(row).words if row["done_by_end"] or row[SETTLEMENTS] > 0 else NOTHING


def _settled(row) -> int | None:
    """Nothing where nothing is settled; a complete settlement of zero đồng is zero."""
    settled = total(row, SETTLED)
    return settled if settled or row[SETTLEMENTS] > 0 else None


PROJECT = [
    EvidenceColumn("Mã đề án", lambda row: row.project.code if row.project else NOTHING, TEXT, key="code"),
    EvidenceColumn(
        "Tên đề án",
        lambda row: row.project.name if row.project else "Ngoài đề án",
        TEXT,
        key="project",
        card="title",
        wide=True,
    ),
]
KEYED_PROJECT = [
    EvidenceColumn("Mã đề án", lambda row: row["project__code"], TEXT, key="code"),
    EvidenceColumn(
        "Tên đề án", lambda row: row["project__name"], TEXT, key="project", card="title", wide=True
    ),
]
POSTED = [
    EvidenceColumn("Bút toán", lambda row: str(row.posting_id), TEXT, key="posting"),
    EvidenceColumn("Ngày", lambda row: row.on, DATE, key="on"),
    EvidenceColumn("Tỉnh, thành phố", lambda row: row.unit.name, TEXT, key="unit", card=""),
]
ENTRIES = [
    *POSTED,
    *PROJECT,
    EvidenceColumn("Nguồn vốn", lambda row: SOURCE_NAMES[row.source], TEXT, key="source"),
    EvidenceColumn("Khoản", lambda row: STAGE_NAMES[row.stage], TEXT, key="stage"),
    EvidenceColumn("Chứng từ", lambda row: row.document, TEXT, key="document"),
    EvidenceColumn("Số tiền (đồng)", lambda row: row.amount, MONEY, key="amount"),
]
COLUMNS: dict[Rows, list[EvidenceColumn]] = {
    Rows.PLAN: ENTRIES,
    Rows.ENTRIES: ENTRIES,
    Rows.DONE: [
        EvidenceColumn("Tỉnh, thành phố", lambda row: row["unit__name"], TEXT, key="unit", card=""),
        *KEYED_PROJECT,
        EvidenceColumn("Nguồn vốn", lambda row: SOURCE_NAMES[row["source"]], TEXT, key="source"),
        EvidenceColumn("Năm ngân sách", lambda row: str(row["budget_year"]), TEXT, key="budget_year"),
        EvidenceColumn("Nội dung", lambda row: row["activity"], TEXT, key="activity"),
        EvidenceColumn("Đơn vị thụ hưởng", lambda row: row["business"] or NOTHING, TEXT, key="business"),
        EvidenceColumn("Giải ngân (đồng)", disbursed_of, MONEY, key="disbursed"),
        EvidenceColumn("Nghiệm thu (đồng)", lambda row: row[Stage.ACCEPTED], MONEY, key="accepted"),
        EvidenceColumn("Quyết toán (đồng)", _settled, MONEY, key="settled"),
        EvidenceColumn("Lấy theo", _ground, TEXT, key="basis"),
        EvidenceColumn("Thực hiện (đồng)", lambda row: row["done"], MONEY, key="done"),
    ],
    Rows.EVENTS: [
        *POSTED,
        *PROJECT,
        EvidenceColumn("Kết quả", lambda row: row.get_outcome_display(), TEXT, key="outcome"),
        EvidenceColumn("Văn bản", lambda row: row.document, TEXT, key="document"),
    ],
    Rows.PLANNED: [
        EvidenceColumn("Tỉnh, thành phố", lambda row: row["unit__name"], TEXT, key="unit", card=""),
        *KEYED_PROJECT,
        EvidenceColumn("Cấp", lambda row: LEVEL_NAMES[row["level"]], TEXT, key="level"),
        EvidenceColumn("Kế hoạch (đồng)", lambda row: row["net"], MONEY, key="net"),
    ],
    Rows.BUSINESSES: [
        EvidenceColumn("Tỉnh, thành phố", lambda row: row.unit.name, TEXT, key="unit", card=""),
        EvidenceColumn(
            "Cơ sở CNNT", lambda row: row.business.name, TEXT, key="business", card="title", wide=True
        ),
        *(replace(column, card="fact") for column in PROJECT),
    ],
    Rows.RESULTS: [
        *POSTED,
        *PROJECT,
        EvidenceColumn("Chỉ tiêu", lambda row: row.indicator.name, TEXT, key="indicator"),
        EvidenceColumn("Tài liệu", lambda row: row.document, TEXT, key="document"),
        EvidenceColumn(
            "Số lượng", lambda row: from_steps(row.measure, row.indicator.scale), QUANTITY, key="quantity"
        ),
    ],
}
LEVELS = [  # of a stock: the statement of each province and level
    *POSTED,
    EvidenceColumn("Cấp", lambda row: LEVEL_NAMES[row.level], TEXT, key="level"),
    EvidenceColumn(
        "Chỉ tiêu", lambda row: row.indicator.name, TEXT, key="indicator", card="title", wide=True
    ),
    EvidenceColumn("Tài liệu", lambda row: row.document, TEXT, key="document"),
    EvidenceColumn("Mức", lambda row: from_steps(row.measure, row.indicator.scale), QUANTITY, key="quantity"),
]
BETWEEN_DAYS = [  # thực hiện of a span, in the place of its last column
    EvidenceColumn("Đến ngày cuối (đồng)", lambda row: row["done_by_end"], MONEY, key="done_by_end"),
    EvidenceColumn("Đến trước ngày đầu (đồng)", lambda row: row["done_before"], MONEY, key="done_before"),
]


def columns_of(rows: Rows, period: Period, is_level: bool) -> list[EvidenceColumn]:
    """The columns of what stands behind a figure of this period."""
    if is_level:
        return LEVELS
    columns = COLUMNS[rows]
    if rows is not Rows.DONE or period.knows_plan:
        return columns
    return [*columns[:-1], *BETWEEN_DAYS, columns[-1]]

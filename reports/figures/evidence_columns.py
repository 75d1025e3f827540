"""The columns of the entries behind a figure: said once, for the screen and for Excel."""

from printing.numbers import NOTHING
from printing.table import DATE, MONEY, QUANTITY, TEXT, Column
from programs.choices import Family, Level, Source, Stage
from programs.measures import SETTLEMENTS, disbursed_of, ground_of
from programs.readings import from_steps
from reports.figures.definitions import Rows

SOURCE_NAMES, STAGE_NAMES = dict(Source.choices), dict(Stage.choices)
LEVEL_NAMES = {level: Family(level).label for level in Level}


def _ground(row) -> str:
    """What thực hiện was taken from; nothing where nothing is done yet."""
    ground = ground_of(row)
    return ground.words if row["done"] or row[SETTLEMENTS] > 0 else NOTHING


PROJECT = [
    Column("Mã đề án", lambda row: row.project.code if row.project else "–", TEXT, key="code"),
    Column("Tên đề án", lambda row: row.project.name if row.project else "Ngoài đề án", TEXT, key="project"),
]
KEYED_PROJECT = [
    Column("Mã đề án", lambda row: row["project__code"], TEXT, key="code"),
    Column("Tên đề án", lambda row: row["project__name"], TEXT, key="project"),
]
POSTED = [
    Column("Bút toán", lambda row: str(row.posting_id), TEXT, key="posting"),
    Column("Ngày", lambda row: row.on, DATE, key="on"),
    Column("Tỉnh, thành phố", lambda row: row.unit.name, TEXT, key="unit"),
]
ENTRIES = [
    *POSTED,
    *PROJECT,
    Column("Nguồn vốn", lambda row: SOURCE_NAMES[row.source], TEXT, key="source"),
    Column("Khoản", lambda row: STAGE_NAMES[row.stage], TEXT, key="stage"),
    Column("Chứng từ", lambda row: row.document, TEXT, key="document"),
    Column("Số tiền (đồng)", lambda row: row.amount, MONEY, key="amount"),
]
COLUMNS: dict[Rows, list[Column]] = {
    Rows.PLAN: ENTRIES,
    Rows.ENTRIES: ENTRIES,
    Rows.DONE: [
        Column("Tỉnh, thành phố", lambda row: row["unit__name"], TEXT, key="unit"),
        *KEYED_PROJECT,
        Column("Nguồn vốn", lambda row: SOURCE_NAMES[row["source"]], TEXT, key="source"),
        Column("Giải ngân (đồng)", disbursed_of, MONEY, key="disbursed"),
        Column("Nghiệm thu (đồng)", lambda row: row[Stage.ACCEPTED], MONEY, key="accepted"),
        Column(
            "Quyết toán (đồng)",
            lambda row: row[Stage.SETTLED] if row[SETTLEMENTS] > 0 else None,
            MONEY,
            key="settled",
        ),
        Column("Lấy theo", _ground, TEXT, key="basis"),
        Column("Thực hiện (đồng)", lambda row: row["done"], MONEY, key="done"),
    ],
    Rows.EVENTS: [
        *POSTED,
        *PROJECT,
        Column("Kết quả", lambda row: row.get_outcome_display(), TEXT, key="outcome"),
        Column("Văn bản", lambda row: row.document, TEXT, key="document"),
    ],
    Rows.PLANNED: [
        Column("Tỉnh, thành phố", lambda row: row["unit__name"], TEXT, key="unit"),
        *KEYED_PROJECT,
        Column("Cấp", lambda row: LEVEL_NAMES[row["level"]], TEXT, key="level"),
        Column("Kế hoạch (đồng)", lambda row: row["net"], MONEY, key="net"),
    ],
    Rows.BUSINESSES: [
        Column("Tỉnh, thành phố", lambda row: row.unit.name, TEXT, key="unit"),
        Column("Cơ sở CNNT", lambda row: row.business.name, TEXT, key="business"),
        *PROJECT,
    ],
    Rows.RESULTS: [
        *POSTED,
        *PROJECT,
        Column("Chỉ tiêu", lambda row: row.indicator.name, TEXT, key="indicator"),
        Column("Tài liệu", lambda row: row.document, TEXT, key="document"),
        Column(
            "Số lượng", lambda row: from_steps(row.quantity, row.indicator.scale), QUANTITY, key="quantity"
        ),
    ],
}

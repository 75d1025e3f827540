"""The columns of the entries behind a figure: said once, for the screen and for Excel."""

from printing.table import DATE, MONEY, QUANTITY, TEXT, Column
from programs.choices import Source, Stage
from programs.readings import from_steps

SOURCE_NAMES, STAGE_NAMES = dict(Source.choices), dict(Stage.choices)
LEVEL_NAMES = {"kcqg": "KCQG", "kcdp": "KCĐP"}


def _basis(row) -> str:
    if row["settlements"] > 0:
        return "Quyết toán"
    return (
        "Nghiệm thu" if row["accepted"] >= row["advanced"] + row["paid"] and row["accepted"] else "Giải ngân"
    )


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
COLUMNS: dict[str, list[Column]] = {
    "entries": [
        *POSTED,
        *PROJECT,
        Column("Nguồn vốn", lambda row: SOURCE_NAMES[row.source], TEXT, key="source"),
        Column("Khoản", lambda row: STAGE_NAMES[row.stage], TEXT, key="stage"),
        Column("Chứng từ", lambda row: row.document, TEXT, key="document"),
        Column("Số tiền (đồng)", lambda row: row.amount, MONEY, key="amount"),
    ],
    "done": [
        Column("Tỉnh, thành phố", lambda row: row["unit__name"], TEXT, key="unit"),
        *KEYED_PROJECT,
        Column("Nguồn vốn", lambda row: SOURCE_NAMES[row["source"]], TEXT, key="source"),
        Column("Giải ngân (đồng)", lambda row: row["advanced"] + row["paid"], MONEY, key="disbursed"),
        Column("Nghiệm thu (đồng)", lambda row: row["accepted"], MONEY, key="accepted"),
        Column(
            "Quyết toán (đồng)",
            lambda row: row["settled"] if row["settlements"] > 0 else None,
            MONEY,
            key="settled",
        ),
        Column("Lấy theo", _basis, TEXT, key="basis"),
        Column("Thực hiện (đồng)", lambda row: row["done"], MONEY, key="done"),
    ],
    "events": [
        *POSTED,
        *PROJECT,
        Column("Kết quả", lambda row: row.get_outcome_display(), TEXT, key="outcome"),
        Column("Văn bản", lambda row: row.document, TEXT, key="document"),
    ],
    "planned": [
        Column("Tỉnh, thành phố", lambda row: row["unit__name"], TEXT, key="unit"),
        *KEYED_PROJECT,
        Column("Cấp", lambda row: LEVEL_NAMES[row["level"]], TEXT, key="level"),
        Column("Kế hoạch (đồng)", lambda row: row["net"], MONEY, key="net"),
    ],
    "businesses": [
        Column("Tỉnh, thành phố", lambda row: row.unit.name, TEXT, key="unit"),
        Column("Cơ sở CNNT", lambda row: row.business.name, TEXT, key="business"),
        *PROJECT,
    ],
    "results": [
        *POSTED,
        *PROJECT,
        Column("Chỉ tiêu", lambda row: row.indicator.name, TEXT, key="indicator"),
        Column("Tài liệu", lambda row: row.document, TEXT, key="document"),
        Column(
            "Số lượng", lambda row: from_steps(row.quantity, row.indicator.scale), QUANTITY, key="quantity"
        ),
    ],
}
VALUE_COLUMN = {"entries": "amount", "done": "done", "planned": "net", "results": "quantity"}

"""Tables that the tests print: provinces with a total, and a list in groups."""

from datetime import date
from fractions import Fraction

from printing.table import (
    BY_ROW,
    COUNT,
    DATE,
    MILLION,
    MONEY,
    NOT_REPORTED,
    OWN,
    PERCENT,
    SERIAL,
    Column,
    Plus,
    Ratio,
    Share,
    Table,
    apart,
    heading,
    line,
    note,
    quotient,
    subtotal,
    total,
)

PLAN, DONE = ("Năm 2022", "Kế hoạch năm"), ("Năm 2022", "Thực hiện")


def of(key):
    return lambda item: item.get(key)


def province_columns():
    return [
        Column("STT", kind=SERIAL),
        Column("Tỉnh, thành phố", of("name"), key="name"),
        Column("KCQG", of("pq"), MONEY, PLAN, "pq"),
        Column("KCĐP", of("pd"), MONEY, PLAN, "pd"),
        Column("Tổng", Plus("pq", "pd"), MONEY, PLAN, "p"),
        Column("Tổng", of("d"), MONEY, DONE, "d"),
        Column("TH/KH (%)", Ratio("d", "p"), PERCENT, key="rate"),
        Column("So với cùng kỳ (%)", of("growth"), PERCENT, key="growth", total=OWN),
        Column("Tỷ trọng (%)", Share("d"), PERCENT, key="share"),
    ]


def province_rows():
    return [
        line({"name": "Đắk Nông", "pq": 1_500_000_000, "pd": 0, "d": 1_234_567_891, "growth": Fraction(9, 10)}, key="dn"),
        line({"name": "Lâm Đồng", "pq": 2_000_000_000, "pd": 500_000_000, "d": NOT_REPORTED}, key="ld"),
        line({"name": "Kon Tum", "pq": None, "pd": None, "d": -4_500_000}, key="kt"),
        total("TỔNG VÙNG", {"growth": Fraction(1056, 1000)}, key="region"),
        apart({"name": "CẢ NƯỚC", "pq": 35_000_000_000, "pd": 5_000_000_000, "d": 24_601_357_820}, key="country"),
        quotient("Vùng/cả nước (%)", "region", "country", key="of country"),
    ]  # fmt: skip


def provinces(**options):
    words = {
        "annex": "Phụ lục II",
        "attached": "(Kèm theo Báo cáo số 05/BC-CTĐP ngày 20 tháng 10 năm 2023)",
        "basis": ["Theo đơn vị hành chính tại thời điểm; số liệu đến bút toán số 12.345"],
        "notes": ["“–”: không phát sinh."],
        "column_numbers": True,
        "sheet": "PL II",
    }
    return Table("Kinh phí khuyến công", province_columns(), province_rows(), MILLION, **words | options)


def projects(**options):
    first, second, third = (
        {"code": f"00{number}", "name": f"Đề án {number}", "q": number * 100_000_001, "on": date(2022, 6, 5)}
        for number in (1, 2, 3)
    )
    columns = [
        Column("STT", kind=SERIAL),
        Column("Mã", of("code")),
        Column("Tên đề án", of("name"), key="name"),
        Column("Ngày", of("on"), DATE),
        Column("KCQG", of("q"), MONEY, key="q"),
    ]
    rows = [
        subtotal("NĂM 2022", 1, "A", key="A"),
        subtotal("Khuyến công quốc gia", 2, "I", key="I"),
        line(first, key=1),
        note({"name": "Hợp tác xã Đại Lộc", "q": 60_000_000}),
        line(second, key=2),
        subtotal("Khuyến công địa phương", 2, "II", key="II"),
        line(third, key=3),
        total("TỔNG CỘNG", key="all"),
    ]
    return Table("Danh mục đề án", columns, rows, MILLION, **{"sheet": "PL IV", "label": "name"} | options)


def indicators():
    """Rows of different kinds under one head, as a table of indicators has them."""
    columns = [
        Column("STT", kind=SERIAL),
        Column("Nội dung", key="name"),
        Column("ĐVT", of("unit"), key="unit", total=OWN),
        Column("KH", of("p"), BY_ROW, key="p"),
        Column("TH", of("d"), BY_ROW, key="d"),
        Column("TH/KH (%)", Ratio("d", "p"), PERCENT, key="rate"),
    ]
    money = {"unit": MILLION}
    rows = [
        heading("SỐ ĐỀ ÁN", mark="A"),
        line({"unit": "đề án", "p": 1_234, "d": 617}, label="Phê duyệt", mark="1", measure=COUNT),
        heading("KINH PHÍ", mark="B"),
        line(money | {"p": 4_000_000, "d": 1_500_000}, label="Khuyến công", mark="1", key="kc", measure=MONEY),
        line(money | {"d": 1_000_000}, label="Tạm ứng", mark="1.1", indent=1, measure=MONEY, base="kc", without={"p"}),
        line(money | {"p": 6_000_000, "d": 500_000}, label="Đối ứng", mark="2", key="own", measure=MONEY),
        total("Tổng vốn", money, of=("kc", "own"), mark="3", measure=MONEY, key="all"),
        line(
            {"unit": "%", "p": Fraction(2, 5), "d": Fraction(3, 4)},
            label="Tỷ trọng", mark="4", measure=PERCENT, without={"rate"},
        ),
    ]  # fmt: skip
    return Table("Tổng hợp kết quả", columns, rows, MILLION, label="name", sheet="PL I", unit_line=False)

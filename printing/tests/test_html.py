import html as markup
import re
from html.parser import HTMLParser

from django.template.loader import render_to_string
from hypothesis import given

from printing.html import prepared
from printing.table import MONEY, Column, Table, line
from printing.tests.samples import projects, provinces
from printing.tests.test_sums import counted, grouped_table, groups


def render(table, id="table"):
    return render_to_string("printing/table.html", {"table": prepared(table, id)})


class Rows(HTMLParser):
    """The rows of a table as lists of (tag, attributes, text)."""

    def __init__(self, text):
        super().__init__()
        self.rows, self._open = [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append([tag, dict(attributes), ""])
            self._open = self.rows[-1][-1]

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._open = None

    def handle_data(self, data):
        if self._open is not None:
            self._open[2] += data


def texts(row):
    return [text for _, _, text in row]


def test_heads_reach_over_their_columns_and_say_their_scope():
    first = Rows(render(provinces())).rows[0]

    assert [(text, attributes.get("colspan"), attributes.get("rowspan"), attributes["scope"])
            for _, attributes, text in first] == [
        ("STT", None, "3", "col"),
        ("Tỉnh, thành phố", None, "3", "col"),
        ("Năm 2022", "4", None, "colgroup"),
        ("TH/KH (%)", None, "3", "col"),
        ("So với cùng kỳ (%)", None, "3", "col"),
        ("Tỷ trọng (%)", None, "3", "col"),
    ]  # fmt: skip


def test_rows_are_written_the_vietnamese_way():
    rows = Rows(render(provinces())).rows

    assert [texts(row) for row in rows[3:]] == [
        ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        ["1", "Đắk Nông", "1.500,0", "0", "1.500,0", "1.234,567891", "82,3", "90,0", "100,4"],
        ["2", "Lâm Đồng", "2.000,0", "500,0", "2.500,0", "chưa báo cáo", "–", "–", "–"],
        ["3", "Kon Tum", "–", "–", "–", "−4,5", "–", "–", "−0,4"],
        ["", "TỔNG VÙNG", "3.500,0", "500,0", "4.000,0", "1.230,067891", "30,8", "105,6", "100,0"],
        ["", "CẢ NƯỚC", "35.000,0", "5.000,0", "40.000,0", "24.601,35782", "61,5", "–", ""],
        ["", "Vùng/cả nước (%)", "10,0", "10,0", "10,0", "5,0", "", "", ""],
    ]
    assert [tag for tag, _, _ in rows[4]] == ["td", "th", *["td"] * 7]
    assert rows[6][5][1]["class"] == "money num minus"


def test_words_of_a_total_run_to_the_first_number():
    rows = Rows(render(projects())).rows

    assert [(text, attributes.get("colspan")) for _, attributes, text in rows[1]] == [
        ("A", None), ("", None), ("NĂM 2022", "2"), ("600,000006", None),
    ]  # fmt: skip


def test_words_around_the_table_are_said():
    text = markup.unescape(render(provinces(stamp="SỐ LIỆU MINH HỌA"), id="pl2"))

    for words in (
        "Phụ lục II",
        "SỐ LIỆU MINH HỌA",
        "bút toán số 12.345",
        "ĐVT: triệu đồng",
        "không phát sinh",
    ):
        assert words in text
    assert 'aria-labelledby="pl2-words"' in text
    assert "ĐVT" not in render(provinces(unit_line=False))


def test_text_is_escaped_and_nothing_stands_inline():
    text = render(Table("<b>", [Column("Tên", lambda item: item)], [line("<script>alert(1)</script>")]))

    assert "<script>" not in text and "<b>" not in text
    assert not re.search(r"\sstyle=|\son\w+=", text)


def test_dong_need_no_decimals():
    table = Table("Bảng", [Column("Tên", str), Column("Tiền", lambda n: n, MONEY)], [1234567])

    assert texts(Rows(render(table)).rows[1]) == ["1234567", "1.234.567"]


@given(groups)
def test_printed_totals_are_the_sums_of_the_printed_rows(drawn):
    last = Rows(render(grouped_table(drawn))).rows[-1]
    expected = counted([(counted(members), False) for _, members in drawn])

    text = texts(last)[1].replace(".", "").replace(",", "").replace("−", "-")
    if isinstance(expected, int):
        whole, _, decimals = texts(last)[1].replace(".", "").replace("−", "-").partition(",")
        assert int(whole + decimals.ljust(6, "0")) == expected
    else:
        assert text == ("–" if expected is None else "chưa báo cáo")

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from printing.table import (
    COUNT,
    DATE,
    MILLION,
    MONEY,
    NOT_REPORTED,
    PERCENT,
    QUANTITY,
    TEXT,
    Column,
    Head,
    Plus,
    Ratio,
    Table,
    heading,
    heads,
    line,
    note,
    printed,
    subtotal,
    total,
)


def test_heads_say_a_group_once_and_leaves_reach_the_bottom():
    columns = [
        Column("STT"),
        Column("KCQG", group=("Năm 2022", "Kế hoạch")),
        Column("KCĐP", group=("Năm 2022", "Kế hoạch")),
        Column("So cùng kỳ", group="Năm 2022"),
        Column("KCQG", group=("Năm 2023", "Kế hoạch")),
    ]

    assert heads(columns) == [
        Head("STT", 0, 0, 3, 1, 3),
        Head("Năm 2022", 0, 1, 1, 3, 3),
        Head("Năm 2023", 0, 4, 1, 1, 3),
        Head("Kế hoạch", 1, 1, 1, 2, 3),
        Head("So cùng kỳ", 1, 3, 2, 1, 3),
        Head("Kế hoạch", 1, 4, 1, 1, 3),
        Head("KCQG", 2, 1, 1, 1, 3),
        Head("KCĐP", 2, 2, 1, 1, 3),
        Head("KCQG", 2, 4, 1, 1, 3),
    ]


def test_a_column_is_known_by_its_heads():
    assert Column("KCQG", group=("Năm 2022", "Kế hoạch")).key == "Năm 2022 / Kế hoạch / KCQG"


@pytest.mark.parametrize(
    "columns",
    [
        [Column("Tổng"), Column("Tổng")],
        [Column("a", len, MONEY), Column("b", len, COUNT), Column("c", Ratio("a", "b"), PERCENT)],
    ],
)
def test_a_table_that_would_mislead_is_refused(columns):
    with pytest.raises(ValueError):
        Table("Bảng", columns, [])


def test_rules_make_a_cell_in_every_row():
    assert Column("Tổng", Plus("a", "b"), MONEY).total == Plus("a", "b")


def test_only_what_reaches_the_bottom_is_a_leaf():
    columns = [Column("STT"), Column("KCQG", group=("Năm 2022", "Kế hoạch"))]

    assert [head.text for head in heads(columns) if head.is_leaf] == ["STT", "KCQG"]


def test_a_row_stands_at_the_table_itself_unless_it_says_otherwise():
    assert [(row.level, row.indent, row.head) for row in (line(1), total())] == [(0, 0, True)] * 2
    assert (note("a").indent, heading("Nhóm").level, subtotal("Nhóm").level) == (1, 1, 1)
    assert total().label == "TỔNG CỘNG"


def test_a_row_keeps_its_named_columns_as_sets():
    row = line(1, own=["a", "a"], without=("b",))

    assert (row.own, row.without) == (frozenset({"a"}), frozenset({"b"}))


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (1_234_500_000, MONEY, "1.234,5"),
        (1_234, COUNT, "1.234"),
        (Fraction(1, 3), PERCENT, "33,3"),
        (Decimal("12.50"), QUANTITY, "12,5"),
        (date(2023, 6, 5), DATE, "05/06/2023"),
        ("Đắk Nông", TEXT, "Đắk Nông"),
        (None, TEXT, "–"),
        (NOT_REPORTED, TEXT, "chưa báo cáo"),
        (None, DATE, "–"),
    ],
)
def test_a_cell_is_printed_by_its_kind(value, kind, words):
    assert printed(value, kind, MILLION) == words

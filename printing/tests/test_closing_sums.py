"""Subtotals that close what stands above them, cells of their own, and how far the words of a row reach."""

from fractions import Fraction

import pytest

from printing.sums import Body, divided, label_reach
from printing.table import (
    COUNT,
    EMPTY,
    PERCENT,
    SERIAL,
    Column,
    Plus,
    Ratio,
    Table,
    heading,
    line,
    subtotal,
    total,
)


def sums_of(rows):
    """Key -> the sum of a table of one number a row."""
    columns = [Column("Nội dung", str, key="name"), Column("Số", lambda n: n, COUNT, key="n")]
    body = Body(Table("Bảng", columns, [*rows, total(key="all")]))
    return {key: body.lines[at].values[1] for key, at in body.at.items()}


def test_a_subtotal_without_a_heading_closes_the_lines_and_groups_above_it_once():
    rows = [
        line(1), subtotal("Cộng trong", 2, head=False, key="inner"),
        line(2), subtotal("Cộng ngoài", 1, head=False, key="outer"),
        line(4), line(8), subtotal("Cộng nữa", 1, head=False, key="next"),
        line(16),
    ]  # fmt: skip

    assert sums_of(rows) == {"inner": 1, "outer": 3, "next": 12, "all": 31}


def test_a_subtotal_closes_its_own_heading_and_not_the_next_higher_one():
    rows = [
        heading("Một", 1), heading("Một.1", 2), line(1), subtotal("Cộng một.1", 2, head=False, key="1.1"),
        heading("Một.2", 2), line(2), subtotal("Cộng một.2", 2, head=False, key="1.2"),
        line(4), subtotal("Cộng một", 1, head=False, key="1"),
    ]  # fmt: skip

    assert sums_of(rows) == {"1.1": 1, "1.2": 2, "1": 7, "all": 7}


def test_a_cell_of_its_own_stands_where_the_row_says_so():
    """One business of both levels: a distinct count is no sum; and a cell that a row does without stays blank."""
    columns = [
        Column("Tên", lambda row: row["name"], key="name"),
        Column("A", lambda row: row["a"], COUNT, key="a"),
        Column("B", lambda row: row["b"], COUNT, key="b"),
        Column("Cộng", Plus("a", "b", own=lambda row: row["distinct"]), COUNT, key="both"),
        Column("A/B", Ratio("a", "b"), PERCENT, key="rate"),
    ]
    item = {"name": "Cơ sở", "a": 2, "b": 4, "distinct": 5}
    rows = [line(item), line(item, own={"both"}), line(item, without={"both", "rate"})]
    body = Body(Table("Bảng", columns, rows))

    assert [row.values[3] for row in body.lines] == [6, 5, EMPTY]
    assert [row.values[4] for row in body.lines] == [Fraction(1, 2), Fraction(1, 2), EMPTY]


@pytest.mark.parametrize(
    ("over", "under", "answer"),
    [(1, 2, Fraction(1, 2)), (EMPTY, 2, EMPTY), (1, EMPTY, EMPTY), (1, 0, None), (0, 2, 0), (None, 2, None)],
)
def test_a_division_is_blank_where_a_side_is_and_unknown_where_it_cannot_be_made(over, under, answer):
    assert divided(over, under) == answer


def test_words_reach_to_the_first_cell_that_says_something():
    columns = [
        Column("STT", kind=SERIAL),
        Column("Tên", lambda row: row, key="name"),
        Column("Nơi", lambda row: "xã"),
        Column("Người", lambda row: "An"),
        Column("Số", lambda row: 1, COUNT),
        Column("Ghi chú", lambda row: ""),
    ]
    table = Table("Bảng", columns, [heading("NHÓM"), line("Đề án"), total()], label="name")
    body = Body(table)

    assert [label_reach(table, row) for row in body.lines] == [5, 1, 3]
    narrow = Table("Bảng", columns[:3], [total()], label="name")
    assert [label_reach(narrow, row) for row in Body(narrow).lines] == [2]


def test_a_total_leaves_out_the_sum_that_it_does_without():
    columns = [
        Column("Tên", str, key="name"),
        Column("A", lambda n: n, COUNT, key="a"),
        Column("B", lambda n: n, COUNT, key="b"),
    ]
    body = Body(Table("Bảng", columns, [line(1), line(2), total(without={"b"})]))

    assert body.lines[-1].values[1:] == [3, EMPTY]

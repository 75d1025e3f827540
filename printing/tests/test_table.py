import pytest

from printing.table import COUNT, MONEY, PERCENT, Column, Head, Plus, Ratio, Table, heads


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

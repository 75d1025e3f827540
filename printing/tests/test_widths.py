from hypothesis import given
from hypothesis import strategies as some

from printing.excel.widths import column_widths, head_heights, lines_of
from printing.numbers import format_money
from printing.sums import Body
from printing.table import MILLION, MONEY, Column, Table, heads


@given(some.lists(some.integers(-(10**15), 10**15), min_size=1))
def test_a_money_column_is_wide_enough_for_each_of_its_numbers(amounts):
    table = Table("Bảng", [Column("Tiền", lambda n: n, MONEY)], amounts, MILLION)
    shown = [format_money(round(amount, -3), MILLION) for amount in amounts]

    assert column_widths(Body(table))[0] >= max(map(len, shown)) + 1


def test_a_head_gets_the_lines_that_its_words_need():
    columns = [Column("STT"), Column("Kinh phí khuyến công quốc gia", group="Năm 2022")]

    assert lines_of("Kinh phí khuyến công quốc gia", 10) == 4
    assert head_heights(heads(columns), [6, 11]) == [19, 64]

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from printing.excel.cells import Look, cell_of
from printing.numbers import EMPTY, NOT_REPORTED
from printing.table import COUNT, DATE, MONEY, PERCENT, QUANTITY, SERIAL, TEXT, Kind

MILLION = 10**6
KINDS = [kind for kind in Kind if kind is not Kind.BY_ROW]


@pytest.mark.parametrize(
    ("value", "kind", "divisor", "cell"),
    [
        (1_234_500_000, MONEY, MILLION, (1234.5, None)),
        (1_234_500_000, MONEY, 1, (1_234_500_000, None)),
        (0, MONEY, MILLION, (0, Look.WHOLE)),
        (0, MONEY, 1, (0, None)),
        (12, COUNT, MILLION, (12, None)),
        (Decimal("12.50"), QUANTITY, 1, (12.5, None)),
        (Decimal("12.00"), QUANTITY, 1, (12, Look.WHOLE)),
        (12, QUANTITY, 1, (12, Look.WHOLE)),
        (Fraction(823, 1000), PERCENT, 1, (82.3, None)),
        (1, PERCENT, 1, (100.0, None)),
        (Decimal("0.5"), PERCENT, 1, (50.0, None)),
        (date(1900, 3, 1), DATE, 1, (61, None)),
        ("cuối năm", DATE, 1, ("cuối năm", None)),
        (3, SERIAL, 1, (3, None)),
        ("A.1", SERIAL, 1, ("A.1", None)),
        (2023, TEXT, 1, ("2023", None)),
        ("=1+1", TEXT, 1, ("=1+1", Look.WORDS)),
        ("Cà phê\x00", TEXT, 1, ("Cà phê", None)),
    ],
)
def test_value_and_kind_make_the_cell(value, kind, divisor, cell):
    assert cell_of(value, kind, divisor) == cell


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_known_says_so_in_every_kind_of_column(kind):
    assert cell_of(None, kind) == ("–", None)
    assert cell_of(EMPTY, kind) == (None, None)
    assert cell_of(NOT_REPORTED, kind) == ("chưa báo cáo", Look.UNREPORTED)


@pytest.mark.parametrize(
    ("value", "kind"), [(1.5, MONEY), (True, COUNT), (1.5, QUANTITY), (0.1, PERCENT), ("1", MONEY)]
)
def test_number_that_is_not_exact_is_an_error(value, kind):
    with pytest.raises(TypeError, match="không phải"):
        cell_of(value, kind)

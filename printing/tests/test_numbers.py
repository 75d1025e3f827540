from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from printing.numbers import (
    BILLION,
    DONG,
    EMPTY,
    MILLION,
    NOT_REPORTED,
    format_count,
    format_date,
    format_money,
    format_percent,
    format_quantity,
)


@pytest.mark.parametrize(
    "amount, unit, words",
    [
        (1234500000, MILLION, "1.234,5"),
        (1234567891, MILLION, "1.234,567891"),
        (2000000, MILLION, "2,0"),
        (0, MILLION, "0"),
        (-500, MILLION, "−0,0005"),
        (1234567, DONG, "1.234.567"),
        (99350000000, BILLION, "99,35"),
        (None, MILLION, "–"),
        (NOT_REPORTED, MILLION, "chưa báo cáo"),
        (EMPTY, MILLION, ""),
    ],
)
def test_money_is_written_in_its_unit(amount, unit, words):
    assert format_money(amount, unit) == words


@given(some.integers(-(10**18), 10**18), some.sampled_from([DONG, MILLION, BILLION]))
def test_money_written_loses_no_dong(amount, unit):
    text = format_money(amount, unit).replace(".", "").replace(",", ".").replace("−", "-")

    assert Fraction(text) * {DONG: 1, MILLION: 10**6, BILLION: 10**9}[unit] == amount


@pytest.mark.parametrize("wrong", [1.5, True, "12", Decimal(3)])
def test_money_is_only_whole_dong(wrong):
    with pytest.raises(TypeError):
        format_money(wrong)


@pytest.mark.parametrize("wrong", [1.5, Decimal("NaN"), Decimal("Infinity")])
def test_a_quantity_is_exact_and_finite(wrong):
    with pytest.raises(TypeError, match="Cần số thập phân chính xác"):
        format_quantity(wrong)


@pytest.mark.parametrize(
    "share, words",
    [
        (Fraction(823, 1000), "82,3%"),
        (Fraction(1, 3), "33,3%"),
        (Fraction(125, 100_000), "0,1%"),
        (Fraction(5, 10_000), "0,1%"),  # 0.05 goes up
        (Fraction(-5, 10_000), "−0,1%"),
        (Fraction(12345), "1.234.500,0%"),
        (None, "–"),
    ],
)
def test_percent_has_one_decimal(share, words):
    assert format_percent(share) == words


def test_percent_takes_other_places():
    shares = [format_percent(Fraction(1, 3), places=places) for places in (0, 2)]
    assert [*shares, format_percent(Fraction(1, 3), sign=False)] == ["33%", "33,33%", "33,3"]


def test_units_of_money_are_words_of_their_own():
    assert (DONG, MILLION, BILLION) == ("đồng", "triệu đồng", "tỷ đồng")


def test_other_kinds_are_written():
    assert format_count(1234567) == "1.234.567"
    assert format_count(-5) == "−5"
    assert format_quantity(Decimal("1234.50")) == "1.234,5"
    assert format_quantity(Decimal("1E3")) == "1.000"
    assert format_quantity(Decimal("12.00")) == "12"
    assert format_date(date(2023, 6, 5)) == "05/06/2023"
    assert [format_count(None), format_quantity(NOT_REPORTED), format_date(EMPTY)] == [
        "–",
        "chưa báo cáo",
        "",
    ]

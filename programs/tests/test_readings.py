from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from printing.numbers import BILLION, DONG, MILLION, format_money
from programs.pages.fields import QuantityField
from programs.readings import from_steps, read_day, read_money, read_quantity, to_steps


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5/6/2023", date(2023, 6, 5)),
        ("05/06/2023", date(2023, 6, 5)),
        (" 5 - 6 - 2023 ", date(2023, 6, 5)),
        ("5.6.2023", date(2023, 6, 5)),
        ("2023-06-05", date(2023, 6, 5)),
        ("29/2/2024", date(2024, 2, 29)),
    ],
)
def test_day_is_read_day_first(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31/02/2023", "Không có ngày 31/02/2023: tháng 2 năm 2023 chỉ có 28 ngày."),
        ("6/13/2023", "Không có tháng 13. Ngày viết theo thứ tự ngày/tháng/năm, ví dụ 05/06/2023."),
        ("5/6/23", "Hãy viết năm đủ bốn chữ số, ví dụ 05/06/2023."),
        ("hôm qua", "Không hiểu ngày «hôm qua». Hãy viết ngày/tháng/năm, ví dụ 05/06/2023."),
        ("05/06/0203", "Năm 203 không hợp lệ. Năm phải từ 1990 đến 2100."),
    ],
)
def test_day_that_cannot_be_says_the_way_out(typed, message):
    with pytest.raises(ValidationError) as refusal:
        read_day(typed)
    assert refusal.value.messages == [message]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.234,5 triệu", 1_234_500_000),
        ("1,2 tỷ", 1_200_000_000),
        ("1,2 tỉ đồng", 1_200_000_000),
        ("1234500000", 1_234_500_000),
        ("1.234.500.000", 1_234_500_000),
        ("1.234.500.000 đồng", 1_234_500_000),
        ("1.234.500.000đ", 1_234_500_000),
        ("1 234 500 000 VNĐ", 1_234_500_000),
        ("500 nghìn", 500_000),
        ("500 ngàn đồng", 500_000),
        ("\u00a01.234\u00a0triệu \t", 1_234_000_000),
        ("350 trie\u0323\u0302u", 350_000_000),
        ("1,234567 triệu", 1_234_567),
        ("\u2212150 triệu", -150_000_000),
        ("0", 0),
    ],
)
def test_money_is_read_as_officers_write_it(typed, amount):
    assert read_money(typed) == amount


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1,234,500", "commas"),
        ("1.2 tỷ", "ambiguous"),
        ("12.34", "ambiguous"),
        ("12 34", "ambiguous"),
        ("1,5", "not_whole"),
        ("1,2345678 triệu", "not_whole"),
        ("năm trăm triệu", "invalid"),
        ("1.5E+09", "invalid"),
        ("9" * 5000, "ambiguous"),
    ],
)
def test_money_that_is_not_clear_is_asked_again(typed, code):
    with pytest.raises(ValidationError) as refusal:
        read_money(typed)
    assert refusal.value.code == code


@given(st.integers(-(10**13), 10**13), st.sampled_from([DONG, MILLION, BILLION]))
def test_money_printed_in_any_unit_is_read_back(amount, unit):
    assert read_money(f"{format_money(amount, unit)} {unit}") == amount


def test_quantity_keeps_its_scale():
    field = QuantityField(scale=2)
    assert field.clean("1.234,5") == 123_450
    assert field.prepare_value(123_450) == "1.234,5"
    with pytest.raises(ValidationError, match="tối đa 2 chữ số sau dấu phẩy"):
        field.clean("1,234")


def test_quantity_without_a_scale_is_exact():
    assert QuantityField().clean("12,50") == Decimal("12.5")
    assert to_steps(read_quantity("-0,25"), 2) == -25
    assert from_steps(-25, 2) == Decimal("-0.25")
    with pytest.raises(ValidationError, match="số nguyên"):
        to_steps(Decimal("1.5"), 0)


def test_years_are_read_from_the_first_to_the_last():
    assert [read_day(f"1/1/{year}").year for year in (1990, 2100)] == [1990, 2100]
    for year in (1989, 2101):
        with pytest.raises(ValidationError, match="không hợp lệ"):
            read_day(f"1/1/{year}")


@pytest.mark.parametrize(
    ("typed", "zeros"),
    [
        ("2 tỷ", 9),
        ("2 tỉ", 9),
        ("2 triệu", 6),
        ("2 tr", 6),
        ("2 nghìn", 3),
        ("2 ngàn", 3),
        ("2 đồng", 0),
        ("2", 0),
    ],
)
def test_each_unit_of_money_has_its_zeros(typed, zeros):
    assert read_money(typed) == 2 * 10**zeros


def test_a_quantity_at_the_limit_is_too_much():
    assert to_steps(Decimal(10**13 - 1), 0) == 10**13 - 1
    with pytest.raises(ValidationError, match="quá lớn"):
        to_steps(Decimal(10**13), 0)

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from printing.numbers import BILLION, DONG, MILLION, format_money
from programs.fields import (
    CountField,
    MoneyField,
    QuantityField,
    SlipQuestions,
    VietnameseDateField,
    from_steps,
    read_day,
    read_money,
    read_quantity,
    slip_question,
    to_steps,
)


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
        ("05/06/0203", "Năm 203 không hợp lệ. Hãy kiểm tra lại năm."),
    ],
)
def test_day_that_cannot_be_says_the_way_out(typed, message):
    with pytest.raises(ValidationError) as refusal:
        read_day(typed)
    assert refusal.value.messages == [message]


def test_date_field_writes_back_day_first():
    class Form(forms.Form):
        on = VietnameseDateField()

    assert 'value="05/06/2023"' in str(Form(initial={"on": date(2023, 6, 5)})["on"])
    assert 'value="31/02/2023"' in str(Form({"on": "31/02/2023"})["on"])


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


def test_money_field_keeps_what_was_typed_and_prints_what_is_stored():
    class Form(forms.Form):
        amount = MoneyField()

    assert 'value="1.234.500.000"' in str(Form(initial={"amount": 1_234_500_000})["amount"])
    assert 'value="1,234,500"' in str(Form({"amount": "1,234,500"})["amount"])
    assert "data-money" in str(Form()["amount"])


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("-5 triệu", "Số tiền không được âm."),
        ("10.000 tỷ", "Số tiền phải dưới 10.000 tỷ đồng. Hãy kiểm tra lại đơn vị (đồng, triệu, tỷ)."),
    ],
)
def test_money_field_refuses_what_no_entry_may_hold(typed, message):
    with pytest.raises(ValidationError) as refusal:
        MoneyField().clean(typed)
    assert refusal.value.messages == [message]


def test_money_field_takes_a_minus_where_it_is_allowed():
    assert MoneyField(allow_negative=True).clean("-5 triệu") == -5_000_000


def test_quantity_keeps_its_scale():
    field = QuantityField(scale=2)
    assert field.clean("1.234,5") == 123_450
    assert field.prepare_value(123_450) == "1.234,5"
    with pytest.raises(ValidationError, match="tối đa 2 chữ số sau dấu phẩy"):
        field.clean("1,234")


def test_count_is_whole_and_takes_dots_of_thousands():
    assert CountField().clean("1.200") == 1200
    for typed in ("1,5", "-3", "99.999.999"):
        with pytest.raises(ValidationError):
            CountField().clean(typed)


def test_quantity_without_a_scale_is_exact():
    assert QuantityField().clean("12,50") == Decimal("12.5")
    assert to_steps(read_quantity("-0,25"), 2) == -25
    assert from_steps(-25, 2) == Decimal("-0.25")
    with pytest.raises(ValidationError, match="số nguyên"):
        to_steps(Decimal("1.5"), 0)


@pytest.mark.parametrize(
    ("amount", "others"),
    [
        (300_000_000_000, [300_000_000, 250_000_000]),
        (300_000, [300_000_000]),
        (300, [300_000_000, 280_000_000]),
        (300, []),
        (5 * 10**12, []),
    ],
)
def test_slip_of_a_thousandfold_is_asked_about(amount, others):
    assert "nhầm đơn vị" in slip_question(amount, others)


@pytest.mark.parametrize(
    ("amount", "others"),
    [(300_000_000, []), (5_000_000, [300_000_000]), (900_000_000, [300_000_000]), (0, [300_000_000])],
)
def test_usual_amounts_are_not_asked_about(amount, others):
    assert slip_question(amount, others) is None


class SlipForm(SlipQuestions, forms.Form):
    amount = MoneyField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_slip_box()

    def clean(self):
        self.ask_about_slip("amount", self.cleaned_data.get("amount"), [300_000_000])


def test_slip_box_shows_only_after_the_question_and_confirms_that_amount_alone():
    asked = SlipForm({"amount": "300 tỷ"})
    assert not asked.is_valid()
    assert 'type="checkbox"' in str(asked["confirm_slip"])
    assert "checked" not in str(asked["confirm_slip"])
    assert 'value="300 tỷ"' in str(asked["amount"])
    assert SlipForm({"amount": "300 tỷ", "confirm_slip": "300000000000"}).is_valid()
    assert not SlipForm({"amount": "400 tỷ", "confirm_slip": "300000000000"}).is_valid()
    assert 'type="hidden"' in str(SlipForm()["confirm_slip"])

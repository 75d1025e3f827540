from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from programs.pages.fields import (
    CountField,
    MoneyField,
    QuantityField,
    SlipQuestions,
    VietnameseDateField,
    YearField,
    slip_question,
)
from programs.pages.forms import ScopedForm
from programs.readings import read_day


def test_date_field_writes_back_day_first():
    class Form(forms.Form):
        on = VietnameseDateField()

    assert 'value="05/06/2023"' in str(Form(initial={"on": date(2023, 6, 5)})["on"])
    assert 'value="31/02/2023"' in str(Form({"on": "31/02/2023"})["on"])


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


@pytest.mark.parametrize(
    ("field", "fits", "below", "above"),
    [
        (MoneyField(min_value=1_000_000, max_value=2_000_000), "1,5 triệu", "999.999", "2.000.001"),
        (MoneyField(allow_negative=True, min_value=-5, max_value=-1), "-3", "-6", "0"),
        (QuantityField(scale=2, min_value=Decimal("0.5"), max_value=Decimal("1.5")), "0,5", "0,49", "1,51"),
        (QuantityField(min_value=Decimal("0.5"), max_value=2), "2", "0,4", "2,1"),
        (CountField(min_value=1, max_value=300), "300", "0", "301"),
    ],
)
def test_limits_of_a_field_are_kept(field, fits, below, above):
    assert field.clean(fits) is not None
    with pytest.raises(ValidationError, match="không được nhỏ hơn"):
        field.clean(below)
    with pytest.raises(ValidationError, match="không được lớn hơn"):
        field.clean(above)


def test_limit_is_told_as_it_would_be_typed():
    with pytest.raises(ValidationError) as refusal:
        MoneyField(min_value=1_000_000).clean("5 nghìn")
    assert refusal.value.messages == ["Số tiền không được nhỏ hơn 1.000.000 đồng."]
    with pytest.raises(ValidationError) as refusal:
        QuantityField(scale=2, max_value=Decimal("1.5")).clean("2")
    assert refusal.value.messages == ["Số lượng không được lớn hơn 1,5."]


def test_count_is_whole_and_takes_dots_of_thousands():
    assert CountField().clean("1.200") == 1200
    for typed in ("1,5", "-3", "99.999.999"):
        with pytest.raises(ValidationError):
            CountField().clean(typed)


@pytest.mark.parametrize("year", ["1990", "2100"])
def test_year_is_taken_from_the_first_to_the_last_of_ours(year):
    assert YearField().clean(year) == int(year)
    assert read_day(f"01/01/{year}").year == int(year)


@pytest.mark.parametrize("year", ["1989", "2101"])
def test_year_that_is_none_of_ours_is_refused_by_form_and_day_alike(year):
    with pytest.raises(ValidationError, match="Năm phải từ 1990 đến 2100"):
        YearField().clean(year)
    with pytest.raises(ValidationError, match="Năm phải từ 1990 đến 2100"):
        read_day(f"01/01/{year}")


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


class SlipForm(SlipQuestions, ScopedForm):
    amount = MoneyField()

    def clean(self):
        self.ask_about_slip("amount", self.cleaned_data.get("amount"), [300_000_000])


def test_slip_box_shows_only_after_the_question_and_confirms_that_amount_alone(an):
    asked = SlipForm({"amount": "300 tỷ"}, user=an)
    assert not asked.is_valid()
    assert 'type="checkbox"' in str(asked["confirm_slip"])
    assert "checked" not in str(asked["confirm_slip"])
    assert 'value="300 tỷ"' in str(asked["amount"])
    assert SlipForm({"amount": "300 tỷ", "confirm_slip": "300000000000"}, user=an).is_valid()
    assert not SlipForm({"amount": "400 tỷ", "confirm_slip": "300000000000"}, user=an).is_valid()
    assert 'type="hidden"' in str(SlipForm(user=an)["confirm_slip"])

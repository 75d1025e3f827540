from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.db import models

from accounts.wording import shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        ("", "–"),
        ([], "–"),
        (True, "Có"),
        (False, "Không"),
        (0, "0"),
        (2023, "2023"),
        (Decimal("1234.5"), "1.234,5"),
        (date(2023, 6, 5), "05/06/2023"),
        (datetime(2023, 6, 5, 18, 30, tzinfo=UTC), "01:30 06/06/2023"),
        ("Đắk Nông", "Đắk Nông"),
        (["Biên tập", "Quản trị"], "Biên tập, Quản trị"),
    ],
)
def test_value_is_shown_in_words(value, words):
    assert shown(value) == words


KINDS = [("household", "Hộ kinh doanh"), ("Công ty", [("limited", "TNHH")])]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (models.CharField(choices=KINDS), "household", "Hộ kinh doanh"),
        (models.CharField(choices=KINDS), "limited", "TNHH"),
        (models.CharField(choices=KINDS), "", "–"),
        (models.IntegerField(choices=[(1, "Một")], null=True), None, "–"),
        (models.BigIntegerField(), 1_500_000_000, "1.500.000.000"),
        (models.BigIntegerField(), -1_500, "−1.500"),
        (models.PositiveSmallIntegerField(), 2023, "2023"),
        (forms.ChoiceField(choices=KINDS), "limited", "TNHH"),
        (forms.ChoiceField(choices=KINDS), "lạ", "lạ"),
    ],
)
def test_field_lends_the_words_of_its_values(field, value, words):
    assert shown(value, field) == words

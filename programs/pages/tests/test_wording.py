from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.template import Context, Template

from programs.models import Business
from programs.pages.wording import shown, shown_value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        ("", "–"),
        (True, "Có"),
        (False, "Không"),
        (0, "0"),
        (date(2023, 6, 5), "05/06/2023"),
        (datetime(2023, 6, 5, 18, 30, tzinfo=UTC), "01:30 06/06/2023"),
        ("Đắk Nông", "Đắk Nông"),
    ],
)
def test_value_is_shown_in_words(value, words):
    assert shown(value) == words


def test_value_of_a_row_is_shown_by_its_field():
    business = Business(legal_form="household", capital=1_500_000_000, workers=None)
    told = [shown_value(business, name) for name in ("legal_form", "sector", "capital", "workers")]
    assert told == ["Hộ kinh doanh", "–", "1.500.000.000", "–"]


@pytest.mark.parametrize(
    ("template", "value", "text"),
    [
        ("{{ v|money }}", -1_234_567, "−1.234.567"),
        ("{{ v|money }}", None, "–"),
        ("{{ v|trieu }}", 1_234_500_000, "1.234,5"),
        ("{{ v|number }}", 12345, "12.345"),
        ("{{ v|date_vi }}", date(2023, 6, 5), "05/06/2023"),
        ("{{ v|date_vi }}", datetime(2023, 6, 5, 18, 30, tzinfo=UTC), "06/06/2023"),
        ("{{ v|percent }}", Fraction(823, 1000), "82,3%"),
        ("{{ v|percent:400 }}", 100, "25,0%"),
        ("{{ v|percent:0 }}", 100, "–"),
        ("{{ v|words }}", True, "Có"),
        ("{{ v|words }}", "<b>", "&lt;b&gt;"),
    ],
)
def test_template_filters_write_vietnamese(template, value, text):
    assert Template("{% load vietnamese %}" + template).render(Context({"v": value})) == text

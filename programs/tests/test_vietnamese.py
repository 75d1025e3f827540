"""The filters of the templates."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.template import Context, Template


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

"""Values of a row as words on a page: choices by their labels, days, yes and no, amounts in đồng."""

from datetime import date, datetime

from django.db import models
from django.utils import timezone

from printing.numbers import NOTHING, format_count, format_date


def shown_value(row, name) -> str:
    """The field `name` of `row` as words."""
    field = row._meta.get_field(name)
    value = getattr(row, name)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value)) or NOTHING
    return shown(value, grouped=isinstance(field, models.BigIntegerField))


def shown(value, *, grouped=False) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int) and grouped:
        return format_count(value)
    return str(value)

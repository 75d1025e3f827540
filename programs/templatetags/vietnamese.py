"""Numbers, money, days and percentages in templates: "–" for nothing, a true minus, never a bare Python value."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils import timezone

from accounts.wording import shown
from printing.numbers import (
    MILLION,
    NOTHING,
    format_count,
    format_date,
    format_money,
    format_percent,
    format_quantity,
)

register = template.Library()


@register.filter
def number(value):
    """1234567 -> 1.234.567; a Decimal keeps its decimals."""
    if value is None or value == "":
        return NOTHING
    return format_quantity(value) if isinstance(value, Decimal) else format_count(value)


@register.filter
def money(value):
    """Whole đồng: 1.234.567 (the unit is said beside it or in the head)."""
    return NOTHING if value == "" else format_money(value)


@register.filter
def trieu(value):
    """Whole đồng in triệu đồng, to the last đồng: 1.234,5"""
    return NOTHING if value == "" else format_money(value, MILLION)


@register.filter
def date_vi(value: date | None):
    """dd/mm/yyyy; a moment is told as the day it was in Vietnam."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return NOTHING if value == "" else format_date(value)


@register.filter
def moment_vi(value: datetime | None):
    return shown(value)


@register.filter
def percent(value: Fraction | None, of=None):
    """A share of one as 82,3%; `part|percent:whole` divides, "–" where there is no whole."""
    if of is not None:
        value = Fraction(value or 0, of) if of else None
    return NOTHING if value == "" else format_percent(value)


@register.filter
def words(value):
    return shown(value)

"""Values as words, the same on every page: choices by their labels, days, yes and no, grouped amounts."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.formats import number_format

NOTHING = "–"


def shown(value, field=None) -> str:
    """A value as a person reads it. `field`, of a model or a form, lends the labels of its choices and says what it is.

    Of whole numbers only amounts are grouped (a BigIntegerField): a year is no amount.
    """
    labels = labels_of(field)
    if isinstance(value, str | int | None) and value in labels:
        return str(labels[value]) or NOTHING
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, Decimal) or (isinstance(value, int) and isinstance(field, models.BigIntegerField)):
        return number_format(value, force_grouping=True).replace("-", "−")
    if isinstance(value, list | tuple | models.QuerySet):
        return ", ".join(shown(item) for item in value) or NOTHING
    return str(value)


def wait_in_words(wait: timedelta) -> str:
    """How long until one may try again; a time of the day would be read as such a length."""
    seconds = ceil(wait.total_seconds())
    return f"{ceil(seconds / 60)} phút" if seconds > 60 else f"{seconds} giây"


def labels_of(field) -> dict:
    """Value -> label of a field with a closed list of choices; of any other field nothing."""
    if isinstance(field, models.Field):
        return dict(field.flatchoices)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return dict(_flat(field.choices))
    return {}


def _flat(choices):
    for value, label in choices:
        yield from label if isinstance(label, list | tuple) else [(value, label)]

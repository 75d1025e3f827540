"""Validity in time: from a day to a day, both included; an open end is None."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from programs.periods import FIRST_YEAR, LAST_YEAR

OF_ALLOWED_YEARS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


def ends_after_start(name):
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        name=name,
        violation_error_message="Ngày hết hiệu lực phải không trước ngày có hiệu lực.",
    )


def overlapping(row, same):
    """Other rows, that stand, with the same values of the fields `same` whose validity meets that of `row`."""
    rows = type(row)._default_manager.all()
    rows = rows.standing() if hasattr(rows, "standing") else rows
    columns = [row._meta.get_field(name).attname for name in same]  # a row that is being typed may lack some
    rivals = rows.filter(**{column: getattr(row, column) for column in columns}).exclude(pk=row.pk)
    if row.valid_to:
        rivals = rivals.filter(valid_from__lte=row.valid_to)
    return rivals.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=row.valid_from))


def refuse_overlap(row, same):
    """A row that a posting has ended stands in nobody's way."""
    ended = getattr(row, "ended_id", None)
    if row.valid_from and not ended and overlapping(row, same).exists():
        raise ValidationError("Khoảng thời gian hiệu lực trùng với một dòng đã có.", code="overlap")

"""A database is a demo or real for life."""

from django.core.exceptions import ValidationError

from programs.choices import DatabaseKind
from programs.models import Installation


def settle_database_kind(illustrative):
    """The first rows decide for life whether a database is a demo or real."""
    kind = DatabaseKind.DEMO if illustrative else DatabaseKind.REAL
    row, _ = Installation.objects.get_or_create(pk=1, defaults={"kind": kind})
    if illustrative and row.kind == DatabaseKind.REAL:
        raise ValidationError("Cơ sở dữ liệu này chứa số liệu thật: không nạp dữ liệu minh họa.", code="real")

"""A database is a demo or real for life; a real one takes what people write, and nothing else."""

from django.core.exceptions import ValidationError

from programs.access import CommandWriter
from programs.choices import DatabaseKind
from programs.models import Installation


def settle_database_kind(by, *, illustrative: bool) -> None:
    """The first rows of the ledgers decide for life whether a database is a demo or real; what ships decides nothing."""
    if isinstance(by, CommandWriter) and not by.in_demo_alone and not illustrative:
        return
    demo = illustrative or isinstance(by, CommandWriter)
    kind = DatabaseKind.DEMO if demo else DatabaseKind.REAL
    row, _ = Installation.objects.get_or_create(pk=1, defaults={"kind": kind})
    if demo and row.kind == DatabaseKind.REAL:
        raise ValidationError("Cơ sở dữ liệu này chứa số liệu thật: không nạp dữ liệu minh họa.", code="real")

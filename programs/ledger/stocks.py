"""Stocks (collaborators in place, clusters in use …) are typed as the level reached and stored as the change.

So the value on a day is a sum like any other. A level typed for a day in the past, or put right later, must not move
the levels that were stated for later days: the change is taken back on the day of the next statement.
"""

from django.core.exceptions import ValidationError
from django.db.models import Sum

from programs.choices import IndicatorKind
from programs.models import ResultEntry


def is_stock(entry) -> bool:
    return entry.indicator.kind == IndicatorKind.STOCK


def _alike(entry):
    return ResultEntry.objects.filter(indicator=entry.indicator, kind=entry.kind, level=entry.level)


def balance(entry) -> int:
    """The level on the entry's day, of its province and everything that was merged into it."""
    rows = _alike(entry).filter(unit_id__in=entry.unit.lineage_ids(), on__lte=entry.on)
    return rows.aggregate(total=Sum("quantity"))["total"] or 0


def chain(unit) -> list[int]:
    """The province and its successors: where a later statement includes this one."""
    ids = []
    while unit:
        ids.append(unit.pk)
        unit = unit.successor
    return ids


def next_statement(entry, besides=None):
    """The first statement of the level after the entry's day that still stands."""
    later = _alike(entry).filter(
        unit_id__in=chain(entry.unit), on__gt=entry.on, reverses__isnull=True, reversed_by__isnull=True
    )
    return later.exclude(pk=besides and besides.pk).order_by("on", "pk").first()


def giving_back(entry, change, besides=None) -> list[ResultEntry]:
    """What takes `change` back on the day of the next statement, so that later levels stay as they were stated."""
    following = next_statement(entry, besides)
    if not change or following is None:
        return []
    return [
        ResultEntry(
            unit=following.unit,
            origin_id=following.origin_id,
            project_id=following.project_id,
            level=following.level,
            activity_id=following.activity_id,
            indicator=following.indicator,
            kind=following.kind,
            budget_year=following.budget_year,
            on=following.on,
            quantity=-change,
            note=f"Giữ nguyên số đã báo cáo ngày {following.on:%d/%m/%Y}",
        )
    ]


def reach(entry, level, instead_of=None) -> list[ResultEntry]:
    """Set the entry's quantity so that the level is reached on its day; the lines to post for it.

    `instead_of` is the line that the same act takes back.
    """
    present = balance(entry)
    if instead_of and instead_of.on <= entry.on and instead_of.unit_id in entry.unit.lineage_ids():
        present -= instead_of.quantity
    entry.quantity = level - present
    if entry.quantity == 0:
        raise ValidationError(
            {"quantity": "Số này bằng số đang ghi trong sổ; không có thay đổi."}, code="same"
        )
    return [entry, *giving_back(entry, entry.quantity, instead_of)]

"""Writes of money and results, and their corrections: keyword-only, `by=` who, whole or not at all."""

from django.core.exceptions import ValidationError
from django.db import transaction

from programs.access import Scope
from programs.choices import PostingKind
from programs.ledger import stocks
from programs.ledger.posting import lock_head, post, reversal_of
from programs.models import ResultEntry


def refuse_stranger(by, unit_id):
    if not Scope.of(by).can_edit(unit_id):
        raise ValidationError("Anh/chị không có quyền ghi số liệu của tỉnh này.", code="scope")


def posting_kind(kind, reason):
    """A leader's reason makes a posting one of «bổ sung sau chốt»."""
    return PostingKind.LATE if reason else kind


def add_money(*, entry, by, reason=""):
    refuse_stranger(by, entry.project.unit_id)
    post(by=by, kind=posting_kind(PostingKind.ENTRY, reason), reason=reason, entries=[entry])
    return entry


@transaction.atomic
def correct(*, entry, by, reason, replacement=None, late=False, level_reached=None):
    """Take an entry back, once, and put another in its place; both in one posting with the reason.

    A stock's replacement is given as the level reached; without one its level falls back to the one before.
    """
    refuse_stranger(by, entry.unit_id)
    if not reason.strip():
        raise ValidationError({"reason": "Hãy ghi lý do điều chỉnh."}, code="reason")
    if entry.reverses_id:
        raise ValidationError("Đây là dòng đảo; không đảo thêm lần nữa.", code="reversal")
    lock_head()  # two people correcting the same line take turns
    if type(entry).objects.filter(reverses=entry).exists():
        raise ValidationError("Dòng này đã được điều chỉnh trước đó.", code="reversed")
    entries = [reversal_of(entry)]
    if isinstance(entry, ResultEntry) and stocks.is_stock(entry):
        entries += stocks.giving_back(entry, -entry.quantity)
    if replacement and level_reached is not None:
        entries += stocks.reach(replacement, level_reached, instead_of=entry)
    elif replacement:
        entries.append(replacement)
    kind = PostingKind.LATE if late else PostingKind.CORRECTION
    return post(by=by, kind=kind, reason=reason, entries=entries)


@transaction.atomic
def add_result(*, entry, by, reason="", level_reached=None):
    """Add a quantity; a stock is given as the level reached and stored as the change against the balance."""
    refuse_stranger(by, entry.project.unit_id if entry.project_id else entry.unit_id)
    entries = [entry]
    if stocks.is_stock(entry) and level_reached is not None:
        if entry.project_id:
            entry.unit = entry.project.unit
            entry.level = entry.project.level
        lock_head()
        entries = stocks.reach(entry, level_reached)
    post(by=by, kind=posting_kind(PostingKind.ENTRY, reason), reason=reason, entries=entries)
    return entry

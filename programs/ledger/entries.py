"""Writes of money and results, and their corrections: keyword-only, `by=` who, whole or not at all."""

from django.core.exceptions import ValidationError
from django.db import transaction

from programs.choices import PostingKind
from programs.ledger import stocks
from programs.ledger.dimensions import reversal_of, take_dimensions
from programs.ledger.posting import lock_head, post
from programs.models import ResultEntry


def posting_kind(kind, reason):
    """A leader's reason makes a posting one of «bổ sung sau chốt»."""
    return PostingKind.LATE if reason else kind


def add_money(*, entry, by, reason=""):
    post(by=by, kind=posting_kind(PostingKind.ENTRY, reason), reason=reason, entries=[entry])
    return entry


@transaction.atomic
def correct(*, entry, by, reason, replacement=None, late=False, level_reached=None):
    """Take an entry back, once, and put another in its place; both in one posting with the reason.

    A stock's replacement is given as the level reached; without one its level falls back to the one before.
    """
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
    entries = [entry]
    if stocks.is_stock(entry) and level_reached is not None:
        lock_head()
        take_dimensions([entry])
        entries = stocks.reach(entry, level_reached)
    post(by=by, kind=posting_kind(PostingKind.ENTRY, reason), reason=reason, entries=entries)
    return entry

"""Writes of money and results, and their corrections: keyword-only, `by=` who, whole or not at all."""

from django.core.exceptions import ValidationError

from programs.choices import PostingKind
from programs.ledger.dimensions import reversal_of
from programs.ledger.lines import LedgerLine
from programs.ledger.posting import post


def posting_kind(kind, reason):
    """A leader's reason makes a posting one of «bổ sung sau chốt»."""
    return PostingKind.LATE if reason else kind


def add_money(*, entry, by, reason=""):
    post(by=by, kind=posting_kind(PostingKind.ENTRY, reason), reason=reason, entries=[entry])
    return entry


def correct(*, entry, by, reason, replacement=None, late=False):
    """Take an entry back, once, and put another in its place; both in one posting with the reason."""
    if LedgerLine(entry).is_change:
        words = "Dòng này là số bù của cách ghi cũ, không tính vào số liệu nào. Hãy điều chỉnh dòng ghi mức."
        raise ValidationError(words, code="change")
    entries = [reversal_of(entry), *([replacement] if replacement else [])]
    kind = PostingKind.LATE if late else PostingKind.CORRECTION
    return post(by=by, kind=kind, reason=reason, entries=entries)


def add_result(*, entry, by, reason=""):
    """Add a quantity, or the level of a stock: see programs.ledger.stocks."""
    post(by=by, kind=posting_kind(PostingKind.ENTRY, reason), reason=reason, entries=[entry])
    return entry

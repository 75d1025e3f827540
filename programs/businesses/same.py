"""Two records of one establishment are counted as one from a posting on, and again as two from another."""

from programs.choices import PostingKind
from programs.ledger.posting import post
from programs.models import SameBusiness


def count_as_one(*, business, same_as, by, reason, late=False) -> SameBusiness:
    """From now on `business` is counted as `same_as`; a leader's reason (`late`) where that touches what is closed."""
    row = SameBusiness(business=business, same_as=same_as)
    post(by=by, kind=_kind(late), reason=reason, same=[row])
    return row


def count_apart(*, row, by, reason, late=False) -> SameBusiness:
    """From now on both are counted again; what was counted as of earlier postings stays."""
    post(by=by, kind=_kind(late), reason=reason, apart=[row])
    row.refresh_from_db(fields=["undone_posting"])
    return row


def _kind(late: bool) -> str:
    return PostingKind.LATE if late else PostingKind.BUSINESS

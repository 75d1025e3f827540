"""Closing the books of a province together with its figures: what they came to is stored in the same transaction."""

from collections.abc import Sequence

from django.db import transaction

from programs.choices import ClosureState
from programs.ledger.closing import set_closure
from programs.models import Closure, Posting
from reports.closing.values import listed, worked_out
from reports.models import ClosedBooks, ClosedFigure


@transaction.atomic
def set_books(*, unit, budget_year, cut_off, state, by, reason="") -> Posting:
    """Close or reopen a budget year up to a day, for a province and everything merged into it.

    What is closed is stored too, whole or not at all. Raises ValidationError as every posting does.
    """
    posting = set_closure(
        unit=unit, budget_year=budget_year, cut_off=cut_off, state=state, by=by, reason=reason
    )
    if state == ClosureState.CLOSED:
        store(list(posting.closures.all()))
    return posting


def store(closures: Sequence[Closure], later: bool = False) -> None:
    """Store the figures of closings that have none, each as of its own posting. Seven queries for any number."""
    values = worked_out([(closure, closure.posting_id) for closure in closures], listed())
    books = ClosedBooks.objects.bulk_create(ClosedBooks(closure=row, later=later) for row in closures)
    ClosedFigure.objects.bulk_create(
        ClosedFigure(books=kept, code=code, kind=kind, level=level, value=value, scale=scale)
        for kept, found in zip(books, values, strict=True)
        for (code, kind, level), (value, scale) in found.items()
    )


def closings():
    """Every closing, with the stored figures where it has them, in the order of postings."""
    rows = Closure.objects.filter(state=ClosureState.CLOSED)
    return rows.select_related("unit", "books", "posting__recorded_by").order_by(
        "posting_id", "unit__sort_key", "pk"
    )

"""Closing and reopening the books of a province."""

from django.db import transaction

from programs.choices import ClosureState, PostingKind
from programs.ledger.closed import Closed
from programs.ledger.posting import lock_head, post
from programs.ledger.rules import KIND_OF_CLOSURE
from programs.models import Closure


@transaction.atomic
def set_closure(*, unit, budget_year, cut_off, state, by, reason=""):
    """Close a budget year up to a day, for a province and everything merged into it; or reopen those of them closed.

    Called by the action that stores the figures too (reports.closing.books.set_books), and by no other.
    """
    lineage = unit.lineage_ids()
    if state == ClosureState.REOPENED:
        lock_head()
        closed = Closed.read(lineage)
        lineage = {pk for pk in lineage if closed.holds(pk, budget_year, cut_off)} or {unit.pk}
    closures = [
        Closure(unit_id=pk, budget_year=budget_year, cut_off=cut_off, state=state) for pk in sorted(lineage)
    ]
    kind = KIND_OF_CLOSURE.get(state, PostingKind.CLOSING)
    return post(by=by, kind=kind, reason=reason, closures=closures)

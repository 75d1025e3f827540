"""Closing and reopening the books of a province."""

from programs.choices import PostingKind
from programs.ledger.posting import post
from programs.ledger.rules import KIND_OF_CLOSURE
from programs.models import Closure


def set_closure(*, unit, budget_year, cut_off, state, by, reason=""):
    """Close or reopen a budget year up to a day, for a province and everything merged into it."""
    closures = [
        Closure(unit_id=pk, budget_year=budget_year, cut_off=cut_off, state=state)
        for pk in sorted(unit.lineage_ids())
    ]
    kind = KIND_OF_CLOSURE.get(state, PostingKind.CLOSING)
    return post(by=by, kind=kind, reason=reason, closures=closures)

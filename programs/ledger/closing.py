"""Closing and reopening the books of a province."""

from django.core.exceptions import ValidationError

from programs.access import Scope
from programs.choices import ClosureState, PostingKind
from programs.ledger.posting import post
from programs.models import Closure


def set_closure(*, unit, budget_year, cut_off, state, by, reason=""):
    """Close or reopen a budget year up to a day, for a province and everything merged into it."""
    if not Scope.of(by).closes_books:
        raise ValidationError(
            "Chỉ lãnh đạo cơ quan quản lý trung ương được chốt, mở lại số liệu.", code="scope"
        )
    if state == ClosureState.REOPENED and not reason.strip():
        raise ValidationError({"reason": "Mở lại số liệu phải ghi lý do."}, code="reason")
    closures = [
        Closure(unit_id=pk, budget_year=budget_year, cut_off=cut_off, state=state)
        for pk in sorted(unit.lineage_ids())
    ]
    kind = PostingKind.CLOSING if state == ClosureState.CLOSED else PostingKind.REOPENING
    return post(by=by, kind=kind, reason=reason, closures=closures)

"""Until which day the books of a province are closed, and until when a budget year is open."""

from datetime import date

from programs.choices import ClosureState
from programs.models import Closure


def effective_closures(unit_ids) -> dict[tuple[int, int], date]:
    """(unit, budget year) -> the latest day that is closed now."""
    closed: dict[tuple[int, int, date], str] = {}
    for row in Closure.objects.filter(unit_id__in=unit_ids).order_by("posting_id"):
        closed[row.unit_id, row.budget_year, row.cut_off] = row.state
    answer: dict[tuple[int, int], date] = {}
    for (unit, year, cut_off), state in closed.items():
        if state == ClosureState.CLOSED:
            answer[unit, year] = max(cut_off, answer.get((unit, year), cut_off))
    return answer


def closing_day(closing_dates, level, budget_year) -> date | None:
    """The last day on which this budget year may be entered without a leader's reason; None if no rule."""
    for row in closing_dates:
        last = date(budget_year + 1, row.month, row.day)
        if row.level == level and row.valid_from <= last and (row.valid_to is None or last <= row.valid_to):
            return last
    return None

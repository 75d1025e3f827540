"""Until which day the books of a province are closed."""

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

"""Until which day the books of a province are closed, and what that refuses."""

from datetime import date

from django.core.exceptions import ValidationError

from programs.choices import ClosureState, PostingKind
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


def refuse_closed(acts):
    """Refuse, with the reason, what falls into a closed period. The database's trigger refuses it on other paths."""
    rows = [entry for act in acts if act.kind != PostingKind.LATE for entry in act.entries]
    if not rows:
        return
    closed = effective_closures({row.unit_id for row in rows})
    for row in rows:
        cut_off = closed.get((row.unit_id, row.budget_year))
        if cut_off and row.on <= cut_off:
            raise ValidationError(
                {
                    "on": f"Số liệu năm ngân sách {row.budget_year} của {row.unit.name} đã chốt đến hết ngày "
                    f"{cut_off:%d/%m/%Y}. Lãnh đạo đơn vị có thể bổ sung sau chốt, có ghi lý do."
                },
                code="closed",
            )

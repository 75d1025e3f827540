"""Stocks, by property: any order of statements, withdrawals and moves against what a person remembers."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.choices import ResultKind
from programs.ledger.asof import head
from programs.ledger.dimensions import reversal_of
from programs.models import Boundaries, ResultEntry
from programs.periods import BudgetPeriod
from reports.figures.tests.test_levels import told
from reports.figures.tests.test_properties import in_passing

pytestmark = pytest.mark.django_db

UNITS = ["P63-67", "P63-68", "P34-68", "P63-01", "P34-01"]
HEIRS = {"P63-67": "P34-68", "P63-68": "P34-68", "P63-01": "P34-01"}
OLD_DAYS = [date(2024, 3, 31), date(2024, 12, 31), date(2025, 6, 30)]
NEW_DAYS = [date(2025, 7, 1), date(2025, 12, 31), date(2026, 3, 31)]
ENDS = [date(2024, 6, 30), date(2024, 12, 31), date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30)]
STEP = st.fixed_dictionaries(
    {
        "way": st.sampled_from(["state", "state", "withdraw", "move"]),
        "which": st.integers(0, 20),
        "unit": st.sampled_from(UNITS),
        "kind": st.sampled_from(ResultKind.values),
        "day": st.integers(0, 2),
        "level": st.integers(0, 50),
    }
)


@dataclass
class Said:
    """A statement as a person remembers it."""

    row: ResultEntry
    unit: str
    kind: str
    on: date
    level: int
    posting: int
    withdrawn: int | None = None

    def stands(self, end, posting):
        return (
            self.on <= end
            and self.posting <= posting
            and (self.withdrawn is None or self.withdrawn > posting)
        )


def remembered(said, end, posting, kind):
    """{unit: level}: the last word of each unit, unless its successor has spoken."""
    last = {}
    for one in sorted(said, key=lambda one: (one.on, one.posting)):
        if one.kind == kind and one.stands(end, posting):
            last[one.unit] = one.level
    return {unit: level for unit, level in last.items() if HEIRS.get(unit) not in last}


def play(steps, state, write):
    said: list[Said] = []
    for step in steps:
        standing = [one for one in said if one.withdrawn is None]
        if step["way"] != "state" and not standing:
            continue
        one = standing[step["which"] % len(standing)] if step["way"] != "state" else None
        if one:
            if step["way"] == "withdraw":
                write(reversal_of(one.row))
            one.withdrawn = head() + (step["way"] == "move")
            if step["way"] == "withdraw":
                continue
        unit, kind = (one.unit, one.kind) if one else (step["unit"], step["kind"])
        on = (NEW_DAYS if unit.startswith("P34") else OLD_DAYS)[step["day"]]
        row = state(step["level"], on, unit, instead_of=one and one.row, kind=kind)
        said.append(Said(row, unit, kind, on, step["level"], head()))
    return said


@settings(
    max_examples=settings.default.max_examples // 4,  # each asks the database
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(STEP, min_size=2, max_size=9),
    end=st.sampled_from(ENDS),
    kind=st.sampled_from(ResultKind.values),
)
def test_any_order_of_statements_withdrawals_and_moves_is_what_a_person_remembers(
    steps, end, kind, state, write
):
    def check():
        start = head()
        said = play(steps, state, write)
        period = BudgetPeriod(end.year, end)
        lines = {
            drawing: dict(Boundaries.objects.get(code=drawing).lines.values_list("unit__key", "line__key"))
            for drawing in ("then", "34")
        }
        for posting in {start + 1, (start + head()) // 2, head()} - {start, 0}:
            expected = remembered(said, end, posting, kind)
            for drawing, line_of in lines.items():
                on_lines = {}
                for unit, level in expected.items():
                    on_lines[line_of[unit]] = on_lines.get(line_of[unit], 0) + level
                assert told(period, drawing, posting, kind) == on_lines, (drawing, posting)

    in_passing(check)

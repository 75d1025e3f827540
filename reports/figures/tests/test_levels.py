"""Stocks in figures: the last statement of each unit, whatever was written in which order."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection

from accounts.lifting import lifted
from programs.choices import Level, ResultKind
from programs.ledger.asof import head
from programs.ledger.dimensions import reversal_of
from programs.models import Province, Region, ResultEntry
from programs.periods import BudgetPeriod, Span
from reports.conftest import asked_of
from reports.figures.aggregates import figures
from reports.figures.evidence import find_figure
from reports.question.asked import ask

pytestmark = pytest.mark.django_db

CODE = "IX.3"
YEAR_END = date(2023, 12, 31)


def told(period, boundaries="then", posting=None, kind=ResultKind.ACTUAL, level=None):
    """What a report of the whole country prints: {line: level}, without lines that print nothing."""
    answer = figures(ask(period=period, boundaries=boundaries, posting=posting).query())
    keys, found = dict(Province.objects.values_list("pk", "key")), Counter()
    for key, part in answer.lines.items():  # a line may stand in two regions
        if any(code == CODE and of == kind for code, _, of in part.results):
            found[keys[key.line]] += part.result(CODE, kind, level)
    return dict(found)


def months(year, number):
    return BudgetPeriod.of_months(year, number)


@pytest.fixture
def three(state):
    """10 in March, 20 in December, and later 15 in June."""
    march = state(10, date(2023, 3, 31))
    december = state(20, YEAR_END)
    return march, december, state(15, date(2023, 6, 30))


def by_months(*numbers, posting=None):
    return [told(months(2023, number), posting=posting).get("P63-67") for number in numbers]


def test_the_last_statement_by_its_day_is_printed_however_late_others_were_written(three):
    assert by_months(2, 3, 6, 11, 12) == [None, 10, 15, 15, 20]


def test_withdrawn_statement_leaves_the_one_before_it(three, write):
    before = head()
    write(reversal_of(three[1]))

    assert by_months(3, 6, 12) == [10, 15, 15]
    assert by_months(3, 6, 12, posting=before) == [10, 15, 20]


def test_statement_moved_to_another_day_holds_from_that_day(three, state):
    state(20, date(2023, 11, 15), instead_of=three[1])

    assert by_months(10, 11, 12) == [15, 20, 20]


def test_of_one_day_the_later_posting_holds(state):
    state(7, YEAR_END)
    state(5, YEAR_END)

    assert told(BudgetPeriod(2023)) == {"P63-67": 5}


def test_plan_and_levels_of_the_programme_are_kept_apart(state):
    state(7, YEAR_END)
    state(30, YEAR_END, kind=ResultKind.PLAN)
    state(4, YEAR_END, level=Level.KCQG)

    assert told(BudgetPeriod(2023)) == {"P63-67": 11}
    assert told(BudgetPeriod(2023), level=Level.KCQG) == {"P63-67": 4}
    assert told(BudgetPeriod(2023), kind=ResultKind.PLAN) == {"P63-67": 30}


def test_a_level_between_two_days_is_that_of_the_last(state):
    state(7, date(2022, 5, 5))

    assert told(Span(date(2023, 2, 1), date(2023, 3, 1))) == {"P63-67": 7}


@pytest.mark.parametrize(("year", "reported"), [(2022, True), (2023, False)])
@pytest.mark.parametrize("level", [0, 7])
def test_a_level_is_reported_in_the_year_of_its_day_and_holds_afterwards(state, level, year, reported):
    state(7, date(2022, 5, 5))
    state(level, date(2022, 12, 31))
    (line,) = figures(ask(period=BudgetPeriod(year)).query()).lines.values()

    assert (line.result(CODE, ResultKind.ACTUAL), line.has_entries) == (level, reported)


# ------------------------------------------------------------------------------------------------------- mergers


@pytest.fixture
def before_merger(state):
    state(31, date(2024, 12, 31), "P63-67")
    state(40, date(2024, 12, 31), "P63-68")


THE_TWO = {"P63-67": 31, "P63-68": 40}


@pytest.mark.parametrize(
    ("boundaries", "until_then", "from_then_on"),
    [
        ("then", THE_TWO, {"P34-68": 40}),
        ("63", THE_TWO, {"P34-68": 40}),
        ("34", {"P34-68": 71}, {"P34-68": 40}),
    ],
)
def test_a_successors_statement_ends_those_of_its_predecessors(
    before_merger, state, boundaries, until_then, from_then_on
):
    state(40, date(2025, 12, 31), "P34-68")

    assert told(months(2025, 11), boundaries) == until_then
    assert told(BudgetPeriod(2025), boundaries) == from_then_on


def test_a_successors_statement_withdrawn_brings_theirs_back(before_merger, state, write):
    write(reversal_of(state(40, date(2025, 12, 31), "P34-68")))

    assert told(BudgetPeriod(2025), "34") == {"P34-68": 71}


def test_a_plan_of_the_successor_ends_no_level_reached(before_merger, state):
    state(90, date(2025, 12, 31), "P34-68", kind=ResultKind.PLAN)

    assert told(BudgetPeriod(2025), "34") == {"P34-68": 71}


def test_naming_a_successor_later_leaves_the_levels_of_days_on_which_both_lived(state, root):
    """A merger to come: what the heir stated before it does not end what the other stated."""
    state(5, YEAR_END.replace(year=2025), "P34-52")
    state(100, YEAR_END.replace(year=2025), "P34-68")
    number, end = head(), BudgetPeriod(2025)
    before = told(end), told(end, posting=number)
    merged = Province.objects.get(key="P34-52")
    merged.successor, merged.valid_to = Province.objects.get(key="P34-68"), date(2026, 11, 1)
    merged.full_clean()
    merged.save()

    assert (told(end), told(end, posting=number)) == before
    assert sum(told(end).values()) == 105


def test_what_a_merged_unit_states_late_for_its_own_days_leaves_the_successors(state):
    state(170, date(2025, 12, 31), "P34-68")
    state(80, date(2024, 12, 31), "P63-67")

    assert told(BudgetPeriod(2024)) == {"P63-67": 80}
    assert told(BudgetPeriod(2025)) == {"P34-68": 170}


def test_a_successor_outside_of_the_region_ends_what_lies_in_it(state):
    """Bình Thuận was in another region than the province that it was merged into."""
    state(12, date(2024, 12, 31), "P63-60")
    state(50, date(2026, 1, 15), "P34-68")
    period, day = BudgetPeriod(2026, date(2026, 6, 30)), date(2023, 9, 30)

    by_region = {
        code: figures(ask(period=period, region=code, region_on=day).query()).total.result(
            CODE, ResultKind.ACTUAL
        )
        for code in Region.objects.values_list("code", flat=True)
    }
    assert sum(by_region.values()) == 50


def test_only_the_sum_of_predecessors_is_marked(before_merger, state):
    def marks(period, boundaries):
        return figures(asked_of(period, boundaries=boundaries).query()).total.inherited

    state(40, date(2025, 12, 31), "P34-68")

    assert marks(months(2025, 11), "34") == {CODE}
    assert marks(months(2025, 11), "then") == marks(BudgetPeriod(2025), "34") == set()


# -------------------------------------------------------------------------------------------- behind the figure


def test_behind_a_level_stands_one_statement_a_unit(before_merger, state, write):
    state(30, date(2024, 6, 30), "P63-67")
    write(reversal_of(state(99, date(2025, 3, 1), "P63-67")))
    figure = find_figure(CODE, asked_of(months(2025, 11), boundaries="34").query(), None)

    assert [(row.unit.key, row.measure) for row in figure.rows()] == [("P63-67", 31), ("P63-68", 40)]
    assert figure.summed(figure.rows()) == {"rows": 2, "total": 71}
    assert figure.has_inherited(figure.answer()) and figure.value() == 71


def test_what_older_lines_say_counts_by_their_day(state):
    """A line of the time before its budget year was that of its day."""
    old = state(10, date(2023, 12, 15))
    with lifted(connection, "Dòng của cách ghi cũ", tables=["programs_resultentry"]):
        ResultEntry.objects.filter(pk=old.pk).update(budget_year=2024, quantity=10)

    assert told(BudgetPeriod(2023)) == {"P63-67": 10}
    assert told(months(2023, 11)) == {}

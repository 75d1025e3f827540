"""A step counts by its own row, at the posting asked: what is taken back takes nothing else with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.choices import Happening, Outcome
from programs.ledger.asof import head
from programs.ledger.dimensions import reversal_of
from programs.models import ProjectEvent
from programs.periods import BudgetPeriod, Span
from reports.conftest import YEAR, asked_of
from reports.figures.aggregates import figures
from reports.figures.evidence import find_figure
from reports.figures.tests.test_properties import LENIENT, in_passing

pytestmark = pytest.mark.django_db

OUTCOMES = (Outcome.DONE, Outcome.RETURNED, Outcome.REFUSED)


def approval(project, outcome, on=date(2023, 5, 5), year=2023):
    return ProjectEvent(
        project=project, happening=Happening.APPROVED, outcome=outcome, budget_year=year, on=on
    )


def undoing(event):
    mirror = reversal_of(event)
    mirror.outcome = Outcome.UNDONE
    return mirror


def counted(posting=None, period=YEAR) -> int:
    """F.1 as the report tells it, and as the steps behind it add up."""
    query = asked_of(period, posting=posting or head()).query()
    behind = find_figure("F.1", query, None)
    number = figures(query).total.count_of(Happening.APPROVED)
    assert behind.summed(behind.rows())["total"] == number
    return number


def test_a_returned_step_that_is_undone_leaves_the_approval_that_stands(make_project, write):
    project = make_project()
    returned = approval(project, Outcome.RETURNED)
    write(returned)
    write(approval(project, Outcome.DONE))
    assert counted() == 1
    write(undoing(returned))

    assert counted() == 1


def test_an_undone_approval_still_counts_as_of_before(make_project, write):
    done = approval(make_project(), Outcome.DONE)
    number = write(done).number
    write(undoing(done))

    assert (counted(number), counted()) == (1, 0)


def test_one_of_two_approvals_taken_back_leaves_the_project_approved(make_project, write):
    project = make_project()
    first = approval(project, Outcome.DONE)
    write(first, approval(project, Outcome.DONE, on=date(2023, 11, 1)))
    write(undoing(first))

    assert counted() == 1
    assert counted(period=BudgetPeriod.of_months(2023, 9)) == 0
    assert counted(period=Span(date(2023, 10, 1), date(2023, 12, 31))) == 1


def test_a_mirror_is_no_step_even_where_its_outcome_says_so(make_project, write):
    returned = approval(make_project(), Outcome.RETURNED)
    write(returned)
    mirror = reversal_of(returned)
    mirror.outcome = Outcome.DONE
    write(mirror)

    assert counted() == 0


@LENIENT
@given(
    acts=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(OUTCOMES), st.booleans()), min_size=1, max_size=6
    )
)
def test_at_every_posting_those_projects_count_of_which_an_approval_stands(acts, make_project, write):
    projects = [make_project() for _ in range(3)]

    def check():
        expected, standing = {}, []
        for place, outcome, undo_one in acts:
            event = approval(projects[place], outcome)
            standing.append(event)
            written = [write(event).number]
            expected[written[-1]] = {row.project_id for row in standing if row.outcome == Outcome.DONE}
            if undo_one:
                taken_back = standing.pop(0)
                number = write(undoing(taken_back)).number
                expected[number] = {row.project_id for row in standing if row.outcome == Outcome.DONE}
        assert {number: counted(number) for number in expected} == {
            number: len(projects) for number, projects in expected.items()
        }

    in_passing(check)

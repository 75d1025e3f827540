"""Counts from the ledgers, by example: projects, events, businesses."""

from datetime import date

import pytest

from programs.choices import BeneficiaryChange, Happening, Outcome, ProjectKind, Source, Stage
from programs.ledger.asof import head
from programs.ledger.dimensions import reversal_of
from programs.models import ProjectEvent
from programs.periods import Span
from programs.projects.beneficiaries import line_of
from reports.conftest import asked_of, by_province, money
from reports.figures.aggregates import figures, money_figures
from reports.figures.figures import LineFigures

pytestmark = pytest.mark.django_db


def test_a_span_knows_no_plan(make_project, plan):
    plan(make_project())
    answer = money_figures(asked_of(Span(date(2023, 1, 1), date(2023, 12, 31))).query()).total
    assert (answer.tally.kcdp.plan, answer.project_count()) == (0, 0)


def test_off_project_money_is_in_the_total_and_in_no_count(make_project, plan):
    plan(make_project(kind=ProjectKind.OFF_PROJECT, counted=False, activity="IX.d"), 40)
    plan(make_project(), 60)
    answer = money_figures(asked_of().query()).total
    assert (answer.tally.kcdp.plan, answer.tally.off_project.plan, answer.project_count()) == (100, 40, 1)


def test_projects_with_nothing_left_of_their_plan_are_not_counted(make_project, write):
    first, second = make_project(), make_project()
    write(money(first, Stage.ASSIGNED, 50), money(second, Stage.ASSIGNED, 50))
    write(money(second, Stage.ASSIGNED, -50, on=date(2023, 6, 1)))
    assert money_figures(asked_of().query()).total.project_count() == 1


def test_events_count_projects_once_and_not_when_undone(make_project, write):
    project, other = make_project(), make_project()

    def event(of, **values):
        return ProjectEvent(
            project=of, happening=Happening.ADJUSTED, budget_year=2023, on=date(2023, 5, 5), **values
        )

    first = event(project)
    undone = event(other)
    write(first, event(project), undone)
    mirror = reversal_of(undone)
    mirror.outcome = Outcome.UNDONE
    write(mirror)
    assert figures(asked_of().query()).total.count_of(Happening.ADJUSTED) == 1


def test_businesses_are_distinct_in_a_line_and_again_in_the_total(make_project, plan, make_beneficiary):
    here, there = make_project(), make_project(unit="P63-68")
    for project in (here, there):
        make_beneficiary(project, "Công ty Chung", unit="P63-67")
        plan(project)
    make_beneficiary(here, "Công ty Riêng")
    answer = figures(asked_of().query())
    in_lines = by_province(answer)
    assert in_lines["P63-67"].businesses(in_lines["P63-67"].planned_businesses) == 2
    assert in_lines["P63-68"].businesses(in_lines["P63-68"].planned_businesses) == 1
    assert answer.total.businesses(answer.total.planned_businesses) == 2


def test_a_withdrawn_business_is_still_counted_as_of_before(make_project, plan, make_beneficiary, write):
    project = make_project()
    plan(project)
    beneficiary = make_beneficiary(project)
    before = head()
    write(line_of(beneficiary, BeneficiaryChange.WITHDRAWN, on=date(2023, 5, 1), budget_year=2023))

    def planned(posting):
        total = figures(asked_of(posting=posting).query()).total
        return total.businesses(total.planned_businesses)

    assert (planned(before), planned(head())) == (1, 0)


def test_illustrative_rows_mark_their_line_and_the_total_and_no_other_line(make_project, plan):
    plan(make_project("P63-67"), illustrative=True)
    plan(make_project("P63-68"))
    answer = figures(asked_of().query())
    marks = {unit: line.illustrative for unit, line in by_province(answer).items()}
    assert (answer.total.illustrative, marks) == (True, {"P63-67": True, "P63-68": False})


@pytest.mark.parametrize(
    ("stage", "source", "served"),
    [
        (Stage.ADVANCED, Source.KCQG, 1),
        (Stage.PAID, Source.KCDP_PROVINCE, 1),
        (Stage.ACCEPTED, Source.KCDP_DISTRICT, 1),
        (Stage.SETTLED, Source.KCDP_PROVINCE, 1),
        (Stage.ASSIGNED, Source.KCDP_PROVINCE, 0),
        (Stage.CONTRACTED, Source.KCDP_PROVINCE, 0),
        (Stage.ACCEPTED, Source.OWN, 0),
    ],
)
def test_a_business_is_served_once_any_promotion_money_is_paid_accepted_or_settled(
    make_project, make_beneficiary, write, stage, source, served
):
    project = make_project()
    make_beneficiary(project)
    write(money(project, stage, 5, source=source))
    total = figures(asked_of().query()).total

    assert total.businesses(total.served_businesses) == served


def test_own_capital_outside_any_project_is_no_cost_of_management(make_project, write):
    project = make_project(kind=ProjectKind.OFF_PROJECT, counted=False, activity="IX.d")
    write(money(project, Stage.PAID, 40), money(project, Stage.ACCEPTED, 7, source=Source.OWN))
    tally = figures(asked_of().query()).total.tally

    assert (tally.off_project.done, tally.own.done) == (40, 7)


@pytest.mark.parametrize("flag", ["has_money", "has_entries", "illustrative"])
def test_a_total_holds_what_any_of_its_lines_holds(flag):
    with_it, without = LineFigures(**{flag: True}), LineFigures()

    assert [
        getattr(one + two, flag) for one, two in ((with_it, without), (without, with_it), (without, without))
    ] == [
        True,
        True,
        False,
    ]

"""Figures of several: years, activities, kinds of money, businesses, real lines beside illustrative ones."""

from datetime import date

import pytest
from django.core.management import call_command

from programs.choices import ProjectKind, ResultKind, Source, Stage
from programs.models import Indicator, Province, ResultEntry
from programs.periods import BudgetPeriod
from reports.conftest import by_province, money
from reports.figures.aggregates import (
    figures,
    holds_illustrative_money,
    money_by_activity,
    money_by_project,
    money_figures,
)
from reports.question.asked import ask

pytestmark = pytest.mark.django_db

YEAR = BudgetPeriod(2023)
TWO_YEARS = BudgetPeriod(2023, first_year=2022)


def query(period=YEAR):
    return ask(period=period, region="MTTN").query()


# --- years and activities --------------------------------------------------------------------------------------------


def test_over_several_years_a_project_with_carried_money_alone_is_not_planned(make_project, write):
    """What was carried into a year was given in the year before: a plan of both years holds it once."""
    carried, assigned = make_project(), make_project()
    write(
        money(carried, Stage.CARRIED, 30, carried_from=2022),
        money(assigned, Stage.ASSIGNED, 70, year=2022, on=date(2022, 5, 4)),
    )

    counted = [money_figures(query(period)).total.project_count() for period in (YEAR, TWO_YEARS)]
    assert counted == [1, 1]
    write(money(carried, Stage.ASSIGNED, 30, year=2022, on=date(2022, 5, 4)))
    assert money_figures(query(TWO_YEARS)).total.project_count() == 2


def test_two_years_in_one_are_the_years_added(make_project, write):
    project = make_project()
    write(
        money(project, Stage.PAID, 40, year=2022, on=date(2022, 8, 1)),
        money(project, Stage.ACCEPTED, 50, year=2022, on=date(2022, 9, 1)),
        money(project, Stage.PAID, 60),
        money(project, Stage.ACCEPTED, 20),
    )

    done = [
        money_figures(query(period)).total.tally.kcdp.done for period in (BudgetPeriod(2022), YEAR, TWO_YEARS)
    ]
    assert done == [50, 60, 110]


def test_done_of_a_flagship_is_judged_by_activity(make_project, write):
    """One activity was paid, another accepted and not yet paid: both are done."""
    project = make_project(kind=ProjectKind.FLAGSHIP, activity="III.a")
    training = make_project(activity="I.a").activity
    write(money(project, Stage.PAID, 60), money(project, Stage.ACCEPTED, 30, activity=training))

    by_activity = money_by_activity([query()])[0]
    done = {activity: tally.kcdp.done for (activity, _), tally in by_activity.items()}

    assert done == {project.activity_id: 60, training.pk: 30}
    assert money_by_project([query()])[0][project.pk].kcdp.done == 90


# --- money outside projects, businesses ------------------------------------------------------------------------------


def test_money_outside_projects_is_a_part_of_promotion_money_alone(make_project, write):
    project = make_project(kind=ProjectKind.OFF_PROJECT, counted=False, activity="IX.d")
    write(
        money(project, Stage.ASSIGNED, 40),
        money(project, Stage.ASSIGNED, 7, source=Source.KCQG),
        money(project, Stage.ASSIGNED, 500, source=Source.OWN),
        money(project, Stage.ASSIGNED, 900, source=Source.OTHER),
    )

    tally = money_figures(query()).total.tally
    assert (tally.off_project.plan, tally.promotion.plan, tally.everything.plan) == (47, 47, 1447)


@pytest.mark.parametrize("stage", [Stage.ADVANCED, Stage.PAID, Stage.ACCEPTED, Stage.SETTLED])
def test_a_business_is_served_once_any_money_is_disbursed_accepted_or_settled(
    make_project, make_beneficiary, write, stage
):
    project, planned_only = make_project(), make_project()
    make_beneficiary(project, "Cơ sở Một")
    make_beneficiary(planned_only, "Cơ sở Hai")
    write(money(project, stage, 10), money(planned_only, Stage.ASSIGNED, 10))

    total = figures(query()).total
    assert total.businesses(total.served_businesses) == 1
    assert total.businesses(total.planned_businesses) == 1


# --- the mark of illustrative figures --------------------------------------------------------------------------------


def quantity(unit, quantity=5):
    return ResultEntry(
        unit=unit, level="kcdp", indicator=Indicator.objects.get(code="III.4"), kind=ResultKind.ACTUAL,
        budget_year=2023, on=date(2023, 6, 5), quantity=quantity,
    )  # fmt: skip


def marks(answer):
    """Whether each line, by its key, and the total are marked."""
    lines = {unit: line.illustrative for unit, line in by_province(answer).items()}
    return lines | {"total": answer.total.illustrative}


def test_real_figures_carry_no_mark(make_project, write, capsys):
    project = make_project()
    write(money(project, Stage.ASSIGNED, 100), money(project, Stage.PAID, 40), quantity(project.unit))
    marked: set[int] = set()
    money_by_project([query()], marked)

    assert marks(figures(query())) == {"P63-67": False, "total": False}
    assert marks(money_figures(query())) == {"P63-67": False, "total": False}
    assert (marked, holds_illustrative_money([query()])) == (set(), False)
    call_command("figures", region="MTTN", year=2023, json=True)
    assert '"illustrative": false' in capsys.readouterr().out


def test_an_illustrative_line_marks_itself_and_the_total_but_no_real_line(make_project, write):
    shown, real = make_project("P63-67"), make_project("P63-68")
    write(money(shown, Stage.ASSIGNED, 100), illustrative=True)
    write(money(real, Stage.ASSIGNED, 100))
    marked: set[int] = set()
    money_by_project([query()], marked)

    assert marks(figures(query())) == {"P63-67": True, "P63-68": False, "total": True}
    assert (marked, holds_illustrative_money([query()])) == ({shown.pk}, True)


def test_results_too_mark_their_line_alone(make_project, write):
    shown, real = (Province.objects.get(key=key) for key in ("P63-67", "P63-68"))
    write(quantity(shown), illustrative=True)
    write(quantity(real))

    assert marks(figures(query())) == {"P63-67": True, "P63-68": False, "total": True}

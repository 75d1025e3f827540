"""Money from the ledgers, by example; whatever was written holds in test_properties."""

from datetime import date

import pytest

from programs.choices import Level, ProjectKind, Source, Stage
from programs.ledger.dimensions import reversal_of
from programs.models import Province
from programs.periods import BudgetPeriod, Span
from reports.conftest import YEAR, asked_of, by_province, money
from reports.figures.aggregates import figures, money_by_activity, money_by_project, money_figures
from reports.figures.evidence import find_figure
from reports.figures.facts import projects_by_activity
from reports.figures.figures import Tally
from reports.question.asked import ask

pytestmark = pytest.mark.django_db

NINE_MONTHS = BudgetPeriod.of_months(2023, 9)


def total(period=YEAR, **options) -> Tally:
    return money_figures(asked_of(period, **options).query()).total.tally


def test_done_is_the_larger_of_accepted_and_disbursed(make_project, write):
    project = make_project()
    write(
        money(project, Stage.ADVANCED, 30), money(project, Stage.PAID, 20), money(project, Stage.ACCEPTED, 80)
    )
    assert total().kcdp.done == 80
    write(money(project, Stage.PAID, 45))
    assert (total().kcdp.done, total().kcdp.disbursed) == (95, 95)


def test_done_is_the_settlement_where_one_stands_even_of_zero(make_project, write):
    project = make_project()
    write(money(project, Stage.PAID, 50))
    settlement = money(project, Stage.SETTLED, 0)
    write(settlement)
    assert total().kcdp.done == 0
    write(reversal_of(settlement))
    assert total().kcdp.done == 50


def test_done_is_judged_per_source(make_project, write):
    project = make_project()
    write(
        money(project, Stage.PAID, 50),
        money(project, Stage.SETTLED, 40),
        money(project, Stage.PAID, 30, source=Source.KCQG),
    )
    assert (total().kcdp.done, total().kcqg.done, total().promotion.done) == (40, 30, 70)


def test_the_plan_of_several_years_takes_in_what_was_carried_in_from_before_them(
    make_project, make_beneficiary, write
):
    project = make_project()
    make_beneficiary(project)
    write(
        money(project, Stage.CARRIED, 60, carried_from=2022),
        money(project, Stage.PAID, 40),
        money(project, Stage.CARRIED, 20, carried_from=2023, year=2024, on=date(2024, 1, 9)),
        money(project, Stage.PAID, 20, year=2024, on=date(2024, 2, 9)),
    )
    found = {}
    for first, last in ((2023, 2023), (2024, 2024), (2023, 2024), (2022, 2024)):
        query = asked_of(BudgetPeriod(last, first_year=first)).query()
        total = figures(query).total
        values = [total.tally.kcdp.plan, total.tally.kcdp.done, total.project_count()]
        found[first, last] = [*values, total.businesses(total.planned_businesses)]
        for code in ("F.7", "F.29", "projects", "planned_businesses"):
            figure = find_figure(code, query, None)
            assert figure.value() == figure.summed(figure.rows())["total"], (first, last, code)

    assert found == {
        (2023, 2023): [60, 40, 1, 1],
        (2024, 2024): [20, 20, 1, 1],
        (2023, 2024): [60, 60, 1, 1],
        (2022, 2024): [0, 60, 0, 0],
    }


def test_carried_money_belongs_to_the_plan_of_one_year_only(make_project, write):
    project = make_project()
    write(
        money(project, Stage.ASSIGNED, 70),
        money(project, Stage.CARRIED, 30, carried_from=2022),
        money(project, Stage.ASSIGNED, 60, year=2022, on=date(2022, 3, 1)),
    )
    assert (total().kcdp.plan, total().kcdp.of(Stage.CARRIED)) == (100, 30)
    assert total(BudgetPeriod(2023, first_year=2022)).kcdp.plan == 130


def test_own_capital_is_confirmed_never_disbursed(make_project, write):
    project = make_project()
    write(
        money(project, Stage.ASSIGNED, 200, source=Source.OWN),
        money(project, Stage.ACCEPTED, 150, source=Source.OWN),
        money(project, Stage.PAID, 50),
    )
    tally = total()
    assert (tally.own.plan, tally.own.done, tally.promotion.done, tally.everything.done) == (
        200,
        150,
        50,
        200,
    )


def test_a_part_of_a_year_stops_at_the_cut_off_and_a_year_does_not(make_project, write):
    project = make_project()
    write(
        money(project, Stage.PAID, 10, on=date(2023, 9, 30)),
        money(project, Stage.PAID, 5, on=date(2023, 10, 1)),
        money(project, Stage.PAID, 3, on=date(2024, 1, 20)),
    )
    assert total(NINE_MONTHS).kcdp.of(Stage.PAID) == 10
    assert total().kcdp.of(Stage.PAID) == 18
    assert total(Span(date(2023, 10, 1), date(2024, 12, 31))).kcdp.of(Stage.PAID) == 8


def test_a_flagship_counts_once_in_its_main_group_and_its_money_by_activity(make_project, write):
    project = make_project(kind=ProjectKind.FLAGSHIP, activity="III.a")
    training = make_project(activity="I.a").activity
    write(
        money(project, Stage.ASSIGNED, 70),
        money(project, Stage.ASSIGNED, 30, activity=training),
        money(project, Stage.PAID, 60),
        money(project, Stage.ACCEPTED, 25, activity=training),
        money(project, Stage.ACCEPTED, 65),
    )
    query = asked_of().query()
    by_activity = money_by_activity([query])[0]
    assert by_activity[project.activity_id, False].kcdp.done == 65
    assert by_activity[training.pk, False].kcdp.done == 25
    assert projects_by_activity([query])[0] == {(project.activity_id, Level.KCDP): 1}
    assert money_by_project([query])[0][project.pk].kcdp.done == 90


def test_bare_project_born_after_the_merger_shows_under_its_origin(make_project, write):
    origin = Province.objects.get(key="P63-60")
    project = make_project(unit="P34-68", year=2026, origin_unit=origin)
    write(money(project, Stage.ASSIGNED, 10, year=2026, on=date(2026, 3, 1)))
    period = BudgetPeriod(2026)

    def line(boundaries):
        return list(by_province(money_figures(ask(period=period, boundaries=boundaries).query())))

    assert (line("then"), line("34"), line("63")) == (["P34-68"], ["P34-68"], ["P63-60"])


@pytest.mark.parametrize("projects", [1, 3])
def test_figures_ask_three_queries(projects, make_project, plan, django_assert_num_queries):
    for _ in range(projects):
        plan(make_project())
    query = asked_of().query()
    with django_assert_num_queries(3):
        figures(query)

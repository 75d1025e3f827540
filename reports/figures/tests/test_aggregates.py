"""Figures from the ledgers: by example, and by properties that hold whatever was written."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.choices import Happening, Level, Outcome, ProjectKind, ResultKind, Source, Stage
from programs.ledger.asof import head
from programs.ledger.posting import reversal_of
from programs.models import Boundaries, Indicator, MoneyEntry, ProjectEvent, Province, Region, ResultEntry
from programs.periods import BudgetPeriod, Span
from reports.conftest import money
from reports.figures.aggregates import (
    figures,
    money_by_activity,
    money_by_project,
    money_figures,
    projects_by_activity,
)
from reports.figures.figures import Figures, Tally
from reports.question.asked import ask

pytestmark = pytest.mark.django_db

YEAR = BudgetPeriod(2023)
NINE_MONTHS = BudgetPeriod.of_months(2023, 9)


def asked(period=YEAR, **options):
    return ask(period=period, **{"region": "MTTN"} | options)


def total(period=YEAR, **options) -> Tally:
    return money_figures(asked(period, **options).question()).total.tally


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


def test_carried_money_belongs_to_the_plan_of_one_year_only(make_project, write):
    project = make_project()
    write(
        money(project, Stage.ASSIGNED, 70),
        money(project, Stage.CARRIED, 30, carried_from=2022),
        money(project, Stage.ASSIGNED, 60, year=2022, on=date(2022, 3, 1)),
    )
    assert (total().kcdp.plan, total().kcdp.carried) == (100, 30)
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
    assert total(NINE_MONTHS).kcdp.paid == 10
    assert total().kcdp.paid == 18
    assert total(Span(date(2023, 10, 1), date(2024, 12, 31))).kcdp.paid == 8


def test_a_span_knows_no_plan(make_project, plan):
    plan(make_project())
    answer = money_figures(asked(Span(date(2023, 1, 1), date(2023, 12, 31))).question()).total
    assert (answer.tally.kcdp.plan, answer.project_count()) == (0, 0)


def test_off_project_money_is_in_the_total_and_in_no_count(make_project, plan):
    plan(make_project(kind=ProjectKind.OFF_PROJECT, counted=False, activity="IX.d"), 40)
    plan(make_project(), 60)
    answer = money_figures(asked().question()).total
    assert (answer.tally.kcdp.plan, answer.tally.off_project.plan, answer.project_count()) == (100, 40, 1)


def test_projects_with_nothing_left_of_their_plan_are_not_counted(make_project, write):
    first, second = make_project(), make_project()
    write(money(first, Stage.ASSIGNED, 50), money(second, Stage.ASSIGNED, 50))
    write(money(second, Stage.ASSIGNED, -50, on=date(2023, 6, 1)))
    assert money_figures(asked().question()).total.project_count() == 1


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
    question = asked().question()
    by_activity = money_by_activity([question])[0]
    assert by_activity[project.activity_id, False].kcdp.done == 65
    assert by_activity[training.pk, False].kcdp.done == 25
    assert projects_by_activity([question])[0] == {(project.activity_id, Level.KCDP): 1}
    assert money_by_project([question])[0][project.pk].kcdp.done == 90


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
    assert figures(asked().question()).total.count_of(Happening.ADJUSTED) == 1


def test_businesses_are_distinct_in_a_line_and_again_in_the_total(make_project, plan, make_beneficiary):
    here, there = make_project(), make_project(unit="P63-68")
    for project in (here, there):
        make_beneficiary(project, "Công ty Chung", unit="P63-67")
        plan(project)
    make_beneficiary(here, "Công ty Riêng")
    answer = figures(asked().question())
    in_lines = {Province.objects.get(pk=pk).key: line for pk, line in answer.lines.items()}
    assert in_lines["P63-67"].businesses(in_lines["P63-67"].planned_businesses) == 2
    assert in_lines["P63-68"].businesses(in_lines["P63-68"].planned_businesses) == 1
    assert answer.total.businesses(answer.total.planned_businesses) == 2


def test_a_withdrawn_business_is_still_counted_as_of_before(make_project, plan, make_beneficiary, write):
    project = make_project()
    plan(project)
    beneficiary = make_beneficiary(project)
    before = head()
    beneficiary.withdrawn = write()
    beneficiary.save()

    def planned(posting):
        total = figures(asked(posting=posting).question()).total
        return total.businesses(total.planned_businesses)

    assert (planned(before), planned(head())) == (1, 0)


def test_a_stock_is_the_sum_of_its_changes_up_to_the_end(write, reference):
    unit = Province.objects.get(key="P63-67")
    collaborators = Indicator.objects.get(code="IX.3")

    def change(year, quantity):
        return ResultEntry(
            unit=unit, indicator=collaborators, kind=ResultKind.ACTUAL, level=Level.KCDP,
            budget_year=year, on=date(year, 2, 1), quantity=quantity,
        )  # fmt: skip

    write(change(2021, 50), change(2023, -8), change(2024, 3))
    assert figures(asked().question()).total.result("IX.3", ResultKind.ACTUAL) == 42


def test_bare_project_born_after_the_merger_shows_under_its_origin(make_project, write):
    origin = Province.objects.get(key="P63-60")
    project = make_project(unit="P34-68", year=2026, origin_unit=origin)
    write(money(project, Stage.ASSIGNED, 10, year=2026, on=date(2026, 3, 1)))
    period = BudgetPeriod(2026)

    def line(boundaries):
        found = money_figures(ask(period=period, boundaries=boundaries).question()).lines
        return [Province.objects.get(pk=pk).key for pk in found]

    assert (line("then"), line("34"), line("63")) == (["P34-68"], ["P34-68"], ["P63-60"])


def test_illustrative_rows_mark_their_line_and_the_total(make_project, plan):
    plan(make_project())
    assert figures(asked().question()).total.illustrative is True


@pytest.mark.parametrize("projects", [1, 3])
def test_figures_ask_three_queries(projects, make_project, plan, django_assert_num_queries):
    for _ in range(projects):
        plan(make_project())
    question = asked().question()
    with django_assert_num_queries(3):
        figures(question)


# ------------------------------------------------------------------------------------------------------- properties

UNITS = ["P63-67", "P63-68", "P63-60", "P63-48", "P63-01", "P34-68", "P34-01", "P34-38"]
ENTRY = st.fixed_dictionaries(
    {
        "project": st.integers(0, 7),
        "stage": st.sampled_from([s for s in Stage if s != Stage.CARRIED]),
        "source": st.sampled_from([Source.KCQG, Source.KCDP_PROVINCE, Source.KCDP_DISTRICT]),
        "amount": st.integers(-(10**9), 10**9).filter(bool),
        "year": st.sampled_from([2022, 2023]),
        "month": st.integers(1, 12),
    }
)
LENIENT = settings(
    max_examples=settings.default.max_examples // 4,  # each asks the database
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def projects(make_project):
    return [make_project(unit=unit, origin_unit=None) for unit in UNITS]


def entries_of(rows, projects):
    return [
        money(
            projects[row["project"]], row["stage"], row["amount"], source=row["source"],
            year=row["year"], on=date(row["year"], row["month"], 10),
        )
        for row in rows
    ]  # fmt: skip


class Undone(Exception):
    pass


def in_passing(check):
    """Run a check inside a transaction that is rolled back: each example starts from the same ledgers."""
    try:
        with transaction.atomic():
            check()
            raise Undone
    except Undone:
        pass


@LENIENT
@given(rows=st.lists(ENTRY, min_size=1, max_size=12), months=st.sampled_from([3, 9, 12]))
def test_three_drawings_and_all_regions_add_up_to_the_country(rows, months, projects, write):
    def check():
        write(*entries_of(rows, projects))
        period = BudgetPeriod.of_months(2023, months)
        country = [
            money_figures(ask(period=period, boundaries=drawing).question()).total
            for drawing in Boundaries.objects.values_list("code", flat=True)
        ]
        regions = sum(
            (
                money_figures(ask(period=period, region=code).question()).total.tally
                for code in Region.objects.values_list("code", flat=True)
            ),
            Tally(),
        )
        activities = sum(money_by_activity([ask(period=period).question()])[0].values(), Tally())
        by_project = sum(money_by_project([ask(period=period).question()])[0].values(), Tally())
        assert len(country) == 3
        assert country[0].tally == country[1].tally == country[2].tally == regions == activities == by_project
        assert country[0].projects == country[1].projects == country[2].projects

    in_passing(check)


@LENIENT
@given(rows=st.lists(ENTRY, min_size=1, max_size=10))
def test_reversing_everything_leaves_zero(rows, projects, write):
    def check():
        entries = entries_of(rows, projects)
        write(*entries)
        write(*[reversal_of(entry) for entry in MoneyEntry.objects.all()])
        answer = money_figures(ask(period=YEAR).question()).total
        assert (answer.tally, answer.project_count()) == (Tally(), 0)

    in_passing(check)


@LENIENT
@given(batches=st.lists(st.lists(ENTRY, min_size=1, max_size=4), min_size=1, max_size=5))
def test_as_of_replays_what_was_seen_then(batches, projects, write):
    def check():
        seen: dict[int, Figures] = {}
        for rows in batches:
            number = write(*entries_of(rows, projects)).number
            seen[number] = money_figures(ask(period=YEAR, region="MTTN").question())
        for number, then in seen.items():
            assert money_figures(ask(period=YEAR, region="MTTN", posting=number).question()) == then

    in_passing(check)


def test_figures_command_prints_whole_dong_and_says_its_basis(make_project, plan, capsys):
    plan(make_project(), 1_234_567)
    call_command("figures", region="MTTN", year=2023, json=True)
    by_year = capsys.readouterr().out
    call_command("figures", "--region", "MTTN", "--from", "2023-01-01", "--to", "2023-09-30", "--json")
    by_date = capsys.readouterr().out
    assert '"F.7": 1234567' in by_year and '"basis": "budget"' in by_year
    assert '"F.7": null' in by_date and '"basis": "date"' in by_date

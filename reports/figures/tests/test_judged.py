"""Thực hiện by example: settled part by part, judged by beneficiary, between two days; and what stands behind it."""

from datetime import date

import pytest

from programs.choices import ProjectKind, Source, Stage
from programs.ledger.dimensions import reversal_of
from programs.periods import BudgetPeriod, Span
from reports.conftest import YEAR, asked_of, money
from reports.figures.aggregates import money_by_activity, money_by_project, money_figures
from reports.figures.definitions import Rows
from reports.figures.evidence import find_figure
from reports.figures.evidence_columns import columns_of

pytestmark = pytest.mark.django_db

FEBRUARY, AUGUST = date(2023, 2, 10), date(2023, 8, 20)


def done(period=YEAR, **options) -> int:
    """As every way of asking tells it, which have to agree."""
    query = asked_of(period, **options).query()
    figure = find_figure("F.8", query, None)
    ways = {
        "lines": money_figures(query).total.tally.kcdp.done,
        "projects": sum(tally.kcdp.done for tally in money_by_project([query])[0].values()),
        "activities": sum(tally.kcdp.done for tally in money_by_activity([query])[0].values()),
        "behind": figure.summed(figure.rows())["total"],
    }
    assert len(set(ways.values())) == 1, ways
    return ways["lines"]


def behind(period=YEAR, *keys):
    columns = {column.key: column for column in columns_of(Rows.DONE, period, is_level=False)}
    rows = find_figure("F.8", asked_of(period).query(), None).rows()
    return [tuple(str(columns[key].value(row)) for key in keys) for row in rows]


@pytest.fixture
def group(make_project, make_beneficiary):
    project = make_project(kind=ProjectKind.GROUP)
    return project, *(make_beneficiary(project, f"Cơ sở {name}") for name in "ABC")


# --- settled part by part --------------------------------------------------------------------------------------------


def test_a_partial_settlement_does_not_lower_what_is_done_and_the_complete_one_decides(make_project, write):
    project = make_project()
    write(money(project, Stage.PAID, 900))
    assert done() == 900
    write(money(project, Stage.PARTLY_SETTLED, 300))
    assert done() == 900
    write(money(project, Stage.SETTLED, 500))
    assert done() == 800


def test_settled_parts_count_once_they_are_more_than_what_was_accepted_and_disbursed(make_project, write):
    project = make_project()
    write(money(project, Stage.ACCEPTED, 250), money(project, Stage.PARTLY_SETTLED, 300))

    assert done() == 300
    assert behind(YEAR, "basis", "settled") == [("Quyết toán một phần", "300")]


def test_a_settlement_is_complete_up_to_the_cut_off_and_the_posting_asked(make_project, write):
    project = make_project()
    write(money(project, Stage.PAID, 900))
    settlement = money(project, Stage.SETTLED, 850, on=date(2023, 11, 1))
    settled = write(settlement).number
    write(reversal_of(settlement))

    assert done(BudgetPeriod.of_months(2023, 10)) == 900
    assert done(BudgetPeriod.of_months(2023, 11)) == done() == 900
    assert done(posting=settled) == 850
    assert done(BudgetPeriod.of_months(2023, 10), posting=settled) == 900


def test_own_capital_is_settled_part_by_part_too(make_project, write):
    project = make_project()
    write(
        money(project, Stage.ACCEPTED, 90, source=Source.OWN),
        money(project, Stage.PARTLY_SETTLED, 40, source=Source.OWN),
    )
    assert money_figures(asked_of().query()).total.tally.own.done == 90


# --- by beneficiary --------------------------------------------------------------------------------------------------


def test_each_beneficiary_is_judged_by_itself_where_every_entry_names_one(group, write):
    project, a, b, c = group
    write(
        money(project, Stage.ASSIGNED, 1000),  # before the advance nobody needs to be named
        money(project, Stage.ADVANCED, 260, beneficiary=a),
        money(project, Stage.SETTLED, 250, beneficiary=a),
        money(project, Stage.ACCEPTED, 300, beneficiary=b),
        money(project, Stage.PAID, 100, beneficiary=b),
        money(project, Stage.ADVANCED, 150, beneficiary=c),
    )

    assert done() == 700
    assert behind(YEAR, "business", "basis", "done") == [
        ("Cơ sở A", "Quyết toán", "250"),
        ("Cơ sở B", "Nghiệm thu", "300"),
        ("Cơ sở C", "Giải ngân", "150"),
    ]


def test_one_entry_without_a_name_makes_it_one_whole_until_it_is_put_right(
    make_project, make_beneficiary, write
):
    project = make_project()
    a, b = make_beneficiary(project, "Cơ sở A"), make_beneficiary(project, "Cơ sở B")
    nameless = money(project, Stage.PAID, 100)
    write(
        money(project, Stage.SETTLED, 250, beneficiary=a),
        money(project, Stage.ACCEPTED, 300, beneficiary=b),
        nameless,
    )
    assert done() == 250  # the settlement of one completes the whole
    assert behind(YEAR, "business", "done") == [("–", "250")]

    then = write(reversal_of(nameless), money(project, Stage.PAID, 100, beneficiary=b)).number

    assert done() == 550
    assert done(posting=then - 1) == 250


def test_names_are_looked_for_in_each_source_and_year_by_itself(group, write, make_project):
    project, a, b, _ = group
    write(
        money(project, Stage.SETTLED, 250, beneficiary=a),
        money(project, Stage.ACCEPTED, 300, beneficiary=b),
        money(
            project, Stage.ACCEPTED, 900, source=Source.OWN
        ),  # nobody is named, as a group need not of own capital
    )
    tally = money_figures(asked_of().query()).total.tally
    assert (tally.kcdp.done, tally.own.done) == (550, 900)


def test_a_flagship_is_judged_by_activity(make_project, write):
    project = make_project(kind=ProjectKind.FLAGSHIP, activity="III.a")
    training = make_project(activity="I.a").activity
    write(
        money(project, Stage.PAID, 60),
        money(project, Stage.SETTLED, 50),
        money(project, Stage.ACCEPTED, 25, activity=training),
        money(project, Stage.PARTLY_SETTLED, 20, activity=training),
    )

    assert done() == 75
    assert behind(YEAR, "activity", "basis", "done") == [
        ("I.a", "Nghiệm thu", "25"),
        ("III.a", "Quyết toán", "50"),
    ]


# --- between two days ------------------------------------------------------------------------------------------------


@pytest.fixture
def advanced_then_accepted(make_project, write):
    project = make_project()
    write(
        money(project, Stage.ADVANCED, 500, on=FEBRUARY),
        money(project, Stage.ACCEPTED, 900, on=AUGUST),
        money(project, Stage.PAID, 7, on=date(2022, 5, 1), year=2022),
    )
    return project


@pytest.mark.parametrize(
    ("start", "end", "amount"),
    [
        (date(2023, 2, 1), date(2023, 2, 28), 500),
        (date(2023, 8, 1), date(2023, 8, 31), 400),
        (date(2023, 1, 1), date(2023, 12, 31), 900),
        (date(2022, 1, 1), date(2023, 12, 31), 907),
        (FEBRUARY, FEBRUARY, 500),
        (date(2023, 2, 11), date(2023, 8, 19), 0),
        (date(2023, 2, 11), AUGUST, 400),
        (AUGUST, date(2024, 12, 31), 400),
    ],
)
def test_done_between_two_days_is_what_it_came_to_less_what_it_was_before(
    advanced_then_accepted, start, end, amount
):
    assert done(Span(start, end)) == amount


def test_behind_a_span_stand_what_was_done_by_its_end_and_before_it(advanced_then_accepted):
    august = Span(date(2023, 8, 1), date(2023, 8, 31))

    assert behind(august, "budget_year", "basis", "done_by_end", "done_before", "done") == [
        ("2023", "Nghiệm thu", "900", "500", "400")
    ]
    assert [column.key for column in columns_of(Rows.DONE, YEAR, is_level=False)][-2:] == ["basis", "done"]


def test_a_settlement_within_a_span_may_lower_it(make_project, write):
    project = make_project()
    write(money(project, Stage.PAID, 900, on=FEBRUARY), money(project, Stage.SETTLED, 850, on=AUGUST))

    assert done(Span(date(2023, 3, 1), date(2023, 12, 31))) == -50


def test_an_entry_without_a_name_within_a_span_is_explained_by_its_rows(
    make_project, make_beneficiary, write
):
    project = make_project()
    a, b = make_beneficiary(project, "Cơ sở A"), make_beneficiary(project, "Cơ sở B")
    write(
        money(project, Stage.SETTLED, 250, beneficiary=a, on=FEBRUARY),
        money(project, Stage.ACCEPTED, 300, beneficiary=b, on=FEBRUARY),
        money(project, Stage.PAID, 10, on=AUGUST),
    )
    later = Span(date(2023, 3, 1), date(2023, 12, 31))

    assert done(later) == -300
    assert sorted(behind(later, "business", "done_by_end", "done_before", "done")) == [
        ("Cơ sở A", "0", "250", "-250"),
        ("Cơ sở B", "0", "300", "-300"),
        ("–", "250", "0", "250"),
    ]


def test_a_span_holds_the_entries_within_it_alone(make_project, write):
    project = make_project()
    write(money(make_project("P63-48"), Stage.PAID, 3, on=FEBRUARY), illustrative=True)
    write(money(project, Stage.ADVANCED, 500, on=FEBRUARY), money(project, Stage.ACCEPTED, 900, on=AUGUST))
    asked = asked_of(Span(date(2023, 8, 1), date(2023, 8, 31)))
    answer = money_figures(asked.query())

    assert {key.line: found.has_entries for key, found in answer.lines.items()} == {project.unit_id: True}
    assert (answer.total.tally.kcdp.of(Stage.ADVANCED), answer.total.tally.kcdp.of(Stage.ACCEPTED)) == (
        0,
        900,
    )
    assert (answer.total.tally.kcdp.plan, answer.total.illustrative) == (0, False)

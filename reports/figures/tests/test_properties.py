"""Properties of figures that hold whatever was written."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.choices import Source, Stage
from programs.ledger.dimensions import reversal_of
from programs.models import Boundaries, MoneyEntry, Region
from programs.periods import BudgetPeriod
from reports.conftest import money
from reports.figures.aggregates import money_by_activity, money_by_project, money_figures
from reports.figures.figures import Figures, Tally
from reports.question.asked import ask

pytestmark = pytest.mark.django_db

BOTH_ERAS = BudgetPeriod(2025)
UNITS = ["P63-67", "P63-68", "P63-60", "P63-48", "P63-01", "P34-68", "P34-01", "P34-38"]
ENTRY = st.fixed_dictionaries(
    {
        "project": st.integers(0, 7),
        "stage": st.sampled_from([s for s in Stage if s != Stage.CARRIED]),
        "source": st.sampled_from([Source.KCQG, Source.KCDP_PROVINCE, Source.KCDP_REVOLVING]),
        "amount": st.integers(-(10**9), 10**9).filter(bool),
        "year": st.sampled_from([2024, 2025]),
        "month": st.integers(1, 12),
    }
)
LENIENT = settings(
    max_examples=settings.default.max_examples // 4,  # each asks the database
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def projects(make_project, begin):
    """Of provinces of both eras; those of the older one had begun before it ended."""
    return [begin(make_project(unit=unit, origin_unit=None)) for unit in UNITS]


def entries_of(rows, projects):
    """Of provinces of both eras; nothing is dated before its province was born."""
    made = []
    for row in rows:
        project = projects[row["project"]]
        on = max(date(row["year"], row["month"], 10), project.unit.valid_from)
        made.append(money(project, row["stage"], row["amount"], source=row["source"], year=on.year, on=on))
    return made


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
        period = BudgetPeriod.of_months(2025, months)
        country = [
            money_figures(ask(period=period, boundaries=drawing).query()).total
            for drawing in Boundaries.objects.values_list("code", flat=True)
        ]
        regions = sum(
            (
                money_figures(ask(period=period, region=code).query()).total.tally
                for code in Region.objects.values_list("code", flat=True)
            ),
            Tally(),
        )
        activities = sum(money_by_activity([ask(period=period).query()])[0].values(), Tally())
        by_project = sum(money_by_project([ask(period=period).query()])[0].values(), Tally())
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
        answer = money_figures(ask(period=BOTH_ERAS).query()).total
        assert (answer.tally, answer.project_count()) == (Tally(), 0)

    in_passing(check)


@LENIENT
@given(batches=st.lists(st.lists(ENTRY, min_size=1, max_size=4), min_size=1, max_size=5))
def test_as_of_replays_what_was_seen_then(batches, projects, write):
    def check():
        seen: dict[int, Figures] = {}
        for rows in batches:
            number = write(*entries_of(rows, projects)).number
            seen[number] = money_figures(ask(period=BOTH_ERAS, region="MTTN").query())
        for number, then in seen.items():
            assert money_figures(ask(period=BOTH_ERAS, region="MTTN", posting=number).query()) == then

    in_passing(check)

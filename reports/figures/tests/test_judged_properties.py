"""Properties of thực hiện that hold whatever was written: spans add up, partial settlements never lower it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.choices import ProjectKind, Source, Stage
from programs.ledger.dimensions import reversal_of
from programs.measures import JUDGED
from programs.models import MoneyEntry
from programs.periods import BudgetPeriod, Span
from reports.conftest import asked_of, money
from reports.figures.aggregates import money_by_activity, money_by_project, money_figures
from reports.figures.evidence import find_figure
from reports.figures.figures import Tally
from reports.figures.tests.test_properties import LENIENT, in_passing

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2022, 1, 1), date(2023, 12, 31)
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda days: FIRST + timedelta(days))
ENTRY = st.fixed_dictionaries(
    {
        "project": st.integers(0, 2),
        "named": st.sampled_from([0, 1, None]),
        "training": st.booleans(),
        "stage": st.sampled_from([Stage.ASSIGNED, *JUDGED]),
        "source": st.sampled_from([Source.KCDP_PROVINCE, Source.KCDP_REVOLVING]),
        "amount": st.integers(-20, 100).filter(bool),
        "year": st.sampled_from([2022, 2023]),
        "on": DAYS,
        "taken_back": st.booleans(),
    }
)
CODES = ("F.8", "F.11", "F.17")


@pytest.fixture
def projects(make_project, make_beneficiary):
    """An ordinary project, a flagship and a group, each with the beneficiaries it may name."""
    kinds = (ProjectKind.SINGLE, ProjectKind.FLAGSHIP, ProjectKind.GROUP)
    made = [make_project(kind=kind, activity="III.a") for kind in kinds]
    return [(project, [make_beneficiary(project, f"Cơ sở {n}") for n in range(2)]) for project in made]


@pytest.fixture
def training(make_project):
    return make_project(activity="I.a").activity


def written(rows, projects, training, write):
    """Entries by the rules of the way in, some of them taken back at once."""
    entries = []
    for row in rows:
        project, beneficiaries = projects[row["project"]]
        named = row["named"]
        if project.kind == ProjectKind.GROUP and named is None:
            named = 0
        entry = money(
            project,
            row["stage"],
            row["amount"],
            source=row["source"],
            year=row["year"],
            on=row["on"],
            activity=training if row["training"] and project.kind == ProjectKind.FLAGSHIP else None,
            beneficiary=None if named is None else beneficiaries[named],
        )
        entries.append(entry)
    write(*entries)
    mirrors = [reversal_of(entry) for entry, row in zip(entries, rows, strict=True) if row["taken_back"]]
    if mirrors:
        write(*mirrors)


def agreed(period) -> Tally:
    """The money of a period, on which every way of asking agrees; the rows behind add up to it."""
    query = asked_of(period).query()
    total = money_figures(query).total.tally
    assert total == sum(money_by_project([query])[0].values(), Tally())
    assert total == sum(money_by_activity([query])[0].values(), Tally())
    for code in CODES:
        figure = find_figure(code, query, None)
        rows = figure.rows()
        found = sum(row["done"] for row in rows)
        assert figure.value() == found == figure.summed(rows)["total"], code
    return total


@LENIENT
@given(rows=st.lists(ENTRY, min_size=1, max_size=10), cuts=st.sets(DAYS, max_size=3))
def test_spans_that_follow_each_other_add_up_to_the_span_over_all(rows, cuts, projects, training, write):
    def check():
        written(rows, projects, training, write)
        ends = [*sorted(cuts - {LAST}), LAST]
        starts = [FIRST, *(end + timedelta(days=1) for end in ends[:-1])]
        parts = [agreed(Span(start, end)) for start, end in zip(starts, ends, strict=True)]
        years = [money_figures(asked_of(BudgetPeriod(year)).query()).total.tally for year in (2022, 2023)]

        assert sum(parts, Tally()) == agreed(Span(FIRST, LAST))
        assert sum(part.kcdp.done for part in parts) == sum(year.kcdp.done for year in years)

    in_passing(check)


@LENIENT
@given(
    rows=st.lists(ENTRY, max_size=8),
    project=st.integers(0, 2),
    named=st.integers(0, 1),
    amount=st.integers(0, 200),
    on=DAYS,
)
def test_a_partial_settlement_never_lowers_what_is_done(
    rows, project, named, amount, on, projects, training, write
):
    def check():
        if rows:
            written(rows, projects, training, write)
        before = agreed(BudgetPeriod(2023)).kcdp.done
        of, beneficiaries = projects[project]
        write(money(of, Stage.PARTLY_SETTLED, amount, on=on, beneficiary=beneficiaries[named]))

        assert agreed(BudgetPeriod(2023)).kcdp.done >= before
        assert MoneyEntry.objects.filter(stage=Stage.PARTLY_SETTLED).exists()

    in_passing(check)

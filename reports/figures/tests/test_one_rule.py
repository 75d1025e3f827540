"""Plan and thực hiện reckoned again, entry by entry in plain Python, beside everything that tells them.

Lists, pages, figures, evidence and annexes each ask the ledgers in their own way; a rule that differed in one of them
would differ from what is reckoned here.
"""

from collections import defaultdict
from datetime import date

import pytest

from printing.sums import Body
from programs.choices import ProjectKind, Source, Stage
from programs.ledger.dimensions import reversal_of
from programs.models import Activity, MoneyEntry, Project
from programs.periods import BudgetPeriod
from programs.projects.story import ProjectStory
from reports.annexes.workbook import annex
from reports.conftest import YEAR, asked_of, money
from reports.figures.aggregates import figures, money_by_activity, money_by_project
from reports.figures.evidence import find_figure
from reports.figures.figures import Tally
from reports.review import Review

pytestmark = pytest.mark.django_db

PUBLIC = (Source.KCQG, Source.KCDP_PROVINCE, Source.KCDP_REVOLVING, Source.KCDP_DISTRICT, Source.KCDP_COMMUNE)
PERIODS = [YEAR, BudgetPeriod.of_months(2023, 9), BudgetPeriod(2023, first_year=2022)]


@pytest.fixture
def ledger(make_project, make_beneficiary, write):
    """Projects where every rule decides: carried money, a plan taken back, zero settlements, ties, minuses, parts.

    The third is a flagship, the fifth a group.
    """
    first, second, fourth = (make_project(unit) for unit in ("P63-67", "P63-68", "P63-48"))
    third = make_project(kind=ProjectKind.FLAGSHIP)
    fifth = make_project("P63-68", kind=ProjectKind.GROUP)
    a, b, c = (make_beneficiary(fifth, name) for name in ("Cơ sở A", "Cơ sở B", "Cơ sở C"))
    taken_back = money(fourth, Stage.ASSIGNED, 900)
    settlement = money(second, Stage.SETTLED, 3)
    training = Activity.objects.get(code="I.a")
    write(
        money(first, Stage.ASSIGNED, 100),
        money(first, Stage.CARRIED, 40, carried_from=2022),
        money(first, Stage.ASSIGNED, 60, year=2022, on=date(2022, 3, 1)),
        money(first, Stage.ADVANCED, 31),
        money(first, Stage.PAID, 50),
        money(first, Stage.ACCEPTED, 80),
        money(first, Stage.PAID, 25, on=date(2023, 12, 1)),
        money(first, Stage.ASSIGNED, 500, source=Source.OWN),
        money(second, Stage.CARRIED, 70, carried_from=2022, source=Source.KCQG),
        money(second, Stage.ACCEPTED, 20, source=Source.KCQG),
        money(second, Stage.PAID, 20, source=Source.KCQG),
        money(second, Stage.PAID, 8, source=Source.KCDP_DISTRICT),
        money(second, Stage.PAID, 9),
        settlement,
        money(third, Stage.ASSIGNED, 10),
        money(third, Stage.PAID, 9),
        money(third, Stage.SETTLED, 0),
        money(third, Stage.ACCEPTED, 4, activity=training),  # not settled yet, as the main activity is
        money(third, Stage.PAID, 7, year=2022, on=date(2022, 5, 1)),
        taken_back,
        money(fourth, Stage.PAID, -5),
        money(fifth, Stage.ADVANCED, 260, beneficiary=a),
        money(fifth, Stage.SETTLED, 250, beneficiary=a, on=date(2023, 8, 1)),
        money(fifth, Stage.ACCEPTED, 300, beneficiary=b),
        money(fifth, Stage.PARTLY_SETTLED, 280, beneficiary=b, on=date(2023, 11, 1)),
        money(fifth, Stage.ADVANCED, 150, beneficiary=c),
        money(fifth, Stage.ACCEPTED, 900, source=Source.OWN),
        money(first, Stage.PARTLY_SETTLED, 107, on=date(2023, 12, 2)),
    )
    write(reversal_of(taken_back), reversal_of(settlement))
    return [first, second, third, fourth, fifth]


def entries_of(period, **conditions):
    rows = MoneyEntry.objects.filter(source__in=PUBLIC, **conditions)
    years = range(period.first_year or period.year, period.year + 1)
    return [row for row in rows if row.budget_year in years and (not period.until or row.on <= period.until)]


def plan_of(rows, first_year) -> int:
    return sum(
        row.amount
        for row in rows
        if row.stage == "assigned" or (row.stage == "carried" and row.carried_from < first_year)
    )


FROM_ADVANCE_TO_SETTLEMENT = ("advanced", "paid", "accepted", "part_settled", "settled")


def done_of(rows) -> int:
    together, parts = defaultdict(list), defaultdict(list)
    for row in rows:
        if row.stage in FROM_ADVANCE_TO_SETTLEMENT:
            together[row.project_id, row.source, row.budget_year, row.activity_id].append(row)
    for key, group in together.items():
        taken_back = {row.reverses_id for row in group if row.reverses_id}
        standing = [row for row in group if row.reverses_id is None and row.pk not in taken_back]
        apart = all(row.beneficiary_id for row in standing)
        for row in standing:
            parts[key, row.beneficiary_id if apart else None].append(row)
    return sum(done_of_part(part) for part in parts.values())


def done_of_part(standing) -> int:
    sums = defaultdict(int)
    for row in standing:
        sums[row.stage] += row.amount
    settled = sums["part_settled"] + sums["settled"]
    if any(row.stage == "settled" for row in standing):
        return settled
    return max(settled, sums["accepted"], sums["advanced"] + sums["paid"])


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.title)
def test_figures_by_line_project_and_activity_and_their_evidence_follow_the_rules(ledger, period):
    query = asked_of(period).query()
    first_year = period.start.year
    expected = plan_of(entries_of(period), first_year), done_of(entries_of(period))
    tallies = {
        "lines": figures(query).total.tally,
        "projects": sum(money_by_project([query])[0].values(), Tally()),
        "activities": sum(money_by_activity([query])[0].values(), Tally()),
    }
    behind = [find_figure(code, query, None) for code in ("F.16", "F.11")]

    assert {
        way: (found.promotion.plan, found.promotion.done) for way, found in tallies.items()
    } == dict.fromkeys(tallies, expected)
    assert tuple(figure.summed(figure.rows())["total"] for figure in behind) == expected
    by_project = money_by_project([query])[0]
    for project in ledger:
        rows = entries_of(period, project=project)
        found = by_project.get(project.pk, Tally()).promotion
        assert (found.plan, found.done) == (plan_of(rows, first_year), done_of(rows)), project.code


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.title)
def test_projects_and_businesses_are_planned_by_the_same_plan(ledger, make_beneficiary, period):
    for project in ledger[:4]:
        make_beneficiary(project, f"Cơ sở {project.code}")
    planned = {
        project.pk
        for project in ledger
        if plan_of(entries_of(period, project=project), period.start.year) > 0
    }
    query = asked_of(period).query()
    total = figures(query).total
    behind = {
        code: {
            row["project_id"] if isinstance(row, dict) else row.project_id
            for row in find_figure(code, query, None).rows()
        }
        for code in ("projects", "planned_businesses")
    }

    assert behind == {"projects": planned, "planned_businesses": planned}
    assert (total.project_count(), total.businesses(total.planned_businesses)) == (len(planned), len(planned))


@pytest.mark.parametrize("year", [None, 2022, 2023])
def test_the_list_of_projects_tells_the_plan_of_the_year_or_of_all_years(ledger, year):
    of_list = MoneyEntry.objects.planned_and_disbursed(year, by="project_id")
    for project in ledger:
        rows = list(MoneyEntry.objects.filter(project=project, source__in=PUBLIC))
        first_year = year or min(row.budget_year for row in rows)
        rows = [row for row in rows if year in (None, row.budget_year)]
        paid = sum(row.amount for row in rows if row.stage in ("advanced", "paid"))
        row = of_list.get(project.pk, {})

        assert (row.get("planned") or 0, row.get("disbursed") or 0) == (plan_of(rows, first_year), paid)


def test_the_page_of_a_project_tells_the_plan_of_its_years(ledger):
    plans = [ProjectStory(Project.objects.get(pk=project.pk), date(2023, 10, 1)).plan for project in ledger]

    assert plans[0] == 160  # of two years: giao alone, as what was carried had been given in the first
    assert plans[1] == 70  # what was carried into it from before
    assert plans[2:] == [10, 0, 0]


def test_the_annexes_print_the_plan_and_what_was_done(ledger):
    review = Review(asked_of(BudgetPeriod.of_months(2023, 9)))
    rows = entries_of(review.main)
    expected = plan_of(rows, 2023), done_of(rows)

    def cells(number, row, *columns):
        table = annex(review, number)
        body = Body(table)
        values = next(line.values for line in body.lines if line.values[table.label_at] == row)
        return tuple(sum(values[table.index[key]] for key in keys) for keys in columns)

    assert cells("1", "Kinh phí khuyến công", ["plan12"], ["done12"]) == expected
    assert cells("2", "TỔNG VÙNG", ["plan12"], ["done12"]) == expected
    assert cells("3", "TỔNG CỘNG", ["plan1kc"], ["done1kc"]) == expected
    assert cells("4", "9 THÁNG ĐẦU NĂM 2023", ["kcqg", "kcdp"], ["done"]) == expected

"""Counts: projects to which something happened, planned projects, businesses in the plan and businesses served.

A fact says whom: whoever is counted is counted once, on each line and again in the total.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from programs.choices import FAMILY_OF_SOURCE
from programs.periods import BudgetPeriod
from reports.tests.oracle.asked import Fact, Place, Question, standing
from reports.tests.oracle.money import PROMOTION, SERVED, is_plan
from reports.tests.oracle.rows import Benefit, Ledgers, Money

EVERY_YEAR = 9999
DONE = "done"  # the outcome of a step that happened; others were returned, refused


def facts(question: Question, ledgers: Ledgers) -> Iterator[Fact]:
    yield from events(question, ledgers)
    yield from served_businesses(question, ledgers)
    if question.period.knows_plan:
        yield from planned(question, ledgers)


def events(question: Question, ledgers: Ledgers) -> Iterator[Fact]:
    """A step counts if its own row stands; what takes back another outcome takes nothing away."""
    for row in standing(question.held(ledgers.events), ledgers.events, question.posting):
        if row.outcome == DONE and not row.off_project:
            yield Place(row.unit_id, row.origin_id), ("event", row.happening, row.level), row.project_id


def planned(question: Question, ledgers: Ledgers) -> Iterator[Fact]:
    """Projects whose promotion plan of the years asked for is above zero, and their businesses."""
    plans, known = defaultdict(int), {}
    for row in question.held(ledgers.money):
        if of_promotion(row) and is_plan(row, question) and not row.off_project:
            plans[row.project_id] += row.amount
            known[row.project_id] = row
    for project, plan in plans.items():
        if plan > 0:
            row = known[project]
            yield Place(row.unit_id, row.origin_id), ("projects", row.level), project
            for benefit in standing_benefits(project, question, question.years[-1], ledgers):
                yield told(benefit, "planned businesses", question, ledgers)


def served_businesses(question: Question, ledgers: Ledgers) -> Iterator[Fact]:
    """Of each project and year: all who stand there where money names nobody, else those of them whom it names.

    Several years are each of them: whoever was served in one was served. Between two days all years are one.
    """
    by_year = isinstance(question.period, BudgetPeriod)
    served = defaultdict(lambda: defaultdict(int))
    for row in question.held(ledgers.money):
        if of_promotion(row) and row.stage in SERVED and not row.off_project:
            served[row.project_id, row.budget_year if by_year else EVERY_YEAR][row.beneficiary_id] += (
                row.amount
            )
    for (project, year), amounts in served.items():
        for benefit in standing_benefits(project, question, year, ledgers):
            if amounts[None] > 0 or amounts[benefit.beneficiary_id] > 0:
                yield told(benefit, "served businesses", question, ledgers)


def of_promotion(row: Money) -> bool:
    return FAMILY_OF_SOURCE[row.source] in PROMOTION


def standing_benefits(project: int, question: Question, year: int, ledgers: Ledgers) -> list[Benefit]:
    """Those who stand in a project, as far as rows up to that budget year and the last day asked for know."""
    last = last_day(question)
    steps, rows = defaultdict(int), {}
    for row in question.known(ledgers.benefits):
        if row.project_id == project and row.budget_year <= year and row.on <= last:
            steps[row.beneficiary_id] += row.step
            rows[row.beneficiary_id] = row
    return [row for beneficiary, row in rows.items() if steps[beneficiary] > 0]


def last_day(question: Question) -> date:
    """A whole budget year has none: what is dated in January after it still belongs to it."""
    period = question.period
    return (period.until or date.max) if isinstance(period, BudgetPeriod) else period.end


def told(benefit: Benefit, name: str, question: Question, ledgers: Ledgers) -> Fact:
    place = Place(benefit.unit_id, benefit.origin_id)
    return place, (name, benefit.level), one_of(benefit.business_id, question, ledgers)


def one_of(business: int, question: Question, ledgers: Ledgers) -> int:
    """The business of which this one was said to be another record."""
    for row in said(ledgers, question.posting):
        if row.business_id == business:
            return row.same_as_id
    return business


def said(ledgers: Ledgers, posting: int) -> Iterable:
    """That two are one, written by this posting and not taken back by it."""
    for row in ledgers.same:
        if row.posting_id <= posting and not (row.undone_posting_id and row.undone_posting_id <= posting):
            yield row

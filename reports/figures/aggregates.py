"""From the ledgers to figures: what every report asks, by a fixed number of queries; and its money.

Which rows count is said with the ledgers' own querysets (units, period, as-of); one outer statement of plain SQL adds
them up, because "thực hiện" is judged per project, source and budget year before it is added.
"""

from collections.abc import Sequence

from django.db.models import Count, F, Q

from programs.choices import FAMILY_OF_SOURCE, Stage
from programs.measures import DECIDING, PROMOTION, done_sql, judged_sums, plan_of
from programs.models import MoneyEntry
from reports.figures.businesses import add_businesses
from reports.figures.facts import add_facts
from reports.figures.figures import Figures, Money, Tally
from reports.figures.query import Query
from reports.figures.statements import fetch, sql_of, union


def figures(query: Query) -> Figures:
    """Everything a report line shows, by line: money, projects, events, results, stocks, businesses. Three queries."""
    return figures_for([query])[0]


def figures_for(queries: Sequence[Query]) -> list[Figures]:
    """The answers to several queries (a period and those it is compared with) by the same three queries."""
    answers = [Figures() for _ in queries]
    _add_money(answers, queries)
    add_facts(answers, queries, results=True)
    add_businesses(answers, queries)
    return answers


def money_figures(query: Query) -> Figures:
    """Money and planned projects alone, by line. Two queries."""
    return money_figures_for([query])[0]


def money_figures_for(queries: Sequence[Query]) -> list[Figures]:
    answers = [Figures() for _ in queries]
    _add_money(answers, queries)
    add_facts(answers, queries, results=False)
    return answers


def _add_money(answers: list[Figures], queries: Sequence[Query]) -> None:
    for row in _money_rows(queries, by=None):
        line = answers[row[0]].line(row[1])
        line.tally = line.tally + _tally(queries[row[0]], row)
        line.has_entries = line.has_money = True
        line.illustrative = line.illustrative or row[-1] > 0


def _money_rows(queries: Sequence[Query], by: str | None) -> list[tuple]:
    """(query, key, source, off_project, a sum each stage …, done, illustrative rows), added over projects.

    `by` names the key's column; None is the line. One query.
    """
    branches = []
    for query in queries:
        rows = query.rows(MoneyEntry)
        rows = rows.annotate(line=F(by)) if by else query.on_lines(rows)
        columns = ("line", "project_id", "source", "budget_year", "off_project")
        shown = Count("amount", filter=Q(illustrative=True))
        branches.append(sql_of(rows.values(*columns).annotate(**judged_sums(), shown=shown).order_by()))
    if by == "activity_id":  # a group is a part of what is judged
        over = "OVER (PARTITION BY project_id, source, budget_year)"
        judged = [f"SUM({name}) {over} AS {name}_all" for name in DECIDING]
        inner, params = union(branches, ", ".join(["*", *judged]))
        done = done_sql(deciding="{}_all")
    else:  # a group is one project, source and year: what is judged is the group itself
        inner, params = union(branches)
        done = done_sql()
    sums = ", ".join(f"SUM({stage.value})" for stage in Stage)
    statement = (
        f"SELECT q, line, source, off_project, {sums}, SUM({done}), SUM(shown) "  # noqa: S608 names of our own only
        f"FROM ({inner}) j GROUP BY q, line, source, off_project"
    )
    return fetch(statement, params)


def _tally(query: Query, row) -> Tally:
    _, _, source, off_project, *amounts, done, _ = row
    sums = dict(zip(Stage, map(int, amounts), strict=True))
    plan = plan_of(sums, query.one_year) if query.period.knows_plan else 0
    money = Money(plan, int(done), tuple(sums.values()))
    family = FAMILY_OF_SOURCE[source]
    parts = {family.value: money}
    if off_project and family in PROMOTION:
        parts["off_project"] = money
    return Tally(**parts)


def holds_illustrative_money(queries: Sequence[Query]) -> bool:
    """Whether any row of money of these queries is illustrative: the report then carries the mark. One query."""
    held = MoneyEntry.objects.none()
    for query in queries:
        held = held | query.rows(MoneyEntry).filter(illustrative=True)
    return held.exists()


def money_by_activity(queries: Sequence[Query]) -> list[dict[tuple[int, bool], Tally]]:
    """For each query: (activity id, off project?) -> money. One query."""
    answers: list[dict[tuple[int, bool], Tally]] = [{} for _ in queries]
    for row in _money_rows(queries, by="activity_id"):
        found, key = answers[row[0]], (row[1], bool(row[3]))
        found[key] = found.get(key, Tally()) + _tally(queries[row[0]], row)
    return answers


def money_by_project(
    queries: Sequence[Query], illustrative: set[int] | None = None
) -> list[dict[int, Tally]]:
    """For each query: project id -> money. `illustrative` takes the ids that hold such rows. One query."""
    answers: list[dict[int, Tally]] = [{} for _ in queries]
    for row in _money_rows(queries, by="project_id"):
        found = answers[row[0]]
        found[row[1]] = found.get(row[1], Tally()) + _tally(queries[row[0]], row)
        if illustrative is not None and row[-1] > 0:
            illustrative.add(row[1])
    return answers

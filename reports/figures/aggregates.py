"""From the ledgers to figures: what every report asks, by a fixed number of queries; and its money."""

from collections.abc import Sequence

from programs.choices import FAMILY_OF_SOURCE, Family
from programs.measures import PROMOTION
from programs.models import MoneyEntry
from reports.figures.businesses import add_businesses
from reports.figures.facts import add_facts
from reports.figures.figures import Figures, Money, Tally
from reports.figures.judged import money_rows
from reports.figures.query import LINE, Query


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
    for row in money_rows(queries, LINE):
        unit, drawn = row[1]
        line = answers[row[0]].line(queries[row[0]].key(unit, drawn))
        line.units.add(drawn)
        line.tally = line.tally + _tally(queries[row[0]], row)
        line.has_entries = line.has_money = True
        line.illustrative = line.illustrative or row[-1] > 0


def _tally(query: Query, row) -> Tally:
    _, _, source, level, off_project, *sums, plan, done, _ = row
    money = Money(int(plan) if query.period.knows_plan else 0, int(done), tuple(map(int, sums)))
    family = FAMILY_OF_SOURCE[source]
    parts = {family.value: money}
    if family == Family.OWN:
        parts[f"own_{level}"] = money
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
    for row in money_rows(queries, ("activity_id",)):
        [activity] = row[1]
        found, key = answers[row[0]], (activity, bool(row[4]))
        found[key] = found.get(key, Tally()) + _tally(queries[row[0]], row)
    return answers


def money_by_project(
    queries: Sequence[Query], illustrative: set[int] | None = None
) -> list[dict[int, Tally]]:
    """For each query: project id -> money. `illustrative` takes the ids that hold such rows. One query."""
    answers: list[dict[int, Tally]] = [{} for _ in queries]
    for row in money_rows(queries, ("project_id",)):
        [project], found = row[1], answers[row[0]]
        found[project] = found.get(project, Tally()) + _tally(queries[row[0]], row)
        if illustrative is not None and row[-1] > 0:
            illustrative.add(project)
    return answers

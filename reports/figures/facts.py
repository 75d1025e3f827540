"""Counts and quantities: planned projects, events, results and stocks; each by line."""

from collections.abc import Iterator, Sequence

from django.db.models import Count, F, Q, QuerySet, Sum, Value

from programs.choices import IndicatorKind, Outcome
from programs.measures import planned
from programs.models import MoneyEntry, ProjectEvent, ResultEntry
from reports.figures.figures import Figures
from reports.figures.query import LINE, Query
from reports.figures.statements import fetch, sql_of, union

PROJECT = "project"  # the kind of fact that counts planned projects


def planned_projects(query: Query) -> QuerySet:
    """One row a project whose net plan of promotion money is above zero in the period."""
    return (
        query.rows(MoneyEntry)
        .of_promotion()
        .filter(planned(query.first_year), off_project=False)
        .values("project_id")
        .annotate(net=Sum("amount"))
        .filter(net__gt=0)
        .order_by()
    )


def step_stands(posting: int) -> Q:
    """A step counts by its own row: done, and not taken back by the posting asked."""
    return Q(outcome=Outcome.DONE) & ProjectEvent.objects.stood_at(posting)


def add_facts(answers: list[Figures], queries: Sequence[Query], results: bool) -> None:
    """Planned projects, and with `results` events, flows and levels: counted or summed by line. One query."""
    branches, asked = [], []
    for position, query in enumerate(queries):
        for rows in _facts(query, results):
            branches.append(sql_of(rows.order_by()))
            asked.append(position)
    if not branches:
        return
    inner, params = union(branches, "unit_id, drawn, level, what, kind, n, shown, reported, stated")
    statement = (
        "SELECT q, unit_id, drawn, level, what, kind, SUM(n), SUM(shown), SUM(reported), SUM(stated) "  # noqa: S608
        f"FROM ({inner}) f GROUP BY q, unit_id, drawn, level, what, kind"
    )
    for branch, unit, drawn, level, what, kind, n, shown, reported, stated in fetch(statement, params):
        query = queries[asked[branch]]
        found = answers[asked[branch]].line(query.key(unit, drawn))
        if what == PROJECT:
            found.projects[level] += int(n)
        elif kind:
            found.results[what, level, kind] += int(n)
            found.has_entries = found.has_entries or reported > 0
            found.illustrative = found.illustrative or shown > 0
            if stated and query.merges(unit, drawn):
                found.inherited.add(what)
        else:
            found.events[what, level] += int(n)


def _facts(query: Query, results: bool) -> Iterator[QuerySet]:
    """Querysets of alike columns: LINE, level, what, kind, n, and how many of its rows are illustrative, reported by
    people in the period, and statements of a level.
    """
    each = {"n": Value(1), "kind": Value(""), "shown": Value(0), "reported": Value(0), "stated": Value(0)}
    if query.period.knows_plan:
        projects = query.drawn(planned_projects(query)).values(*LINE, "level", "project_id", "net")
        yield projects.annotate(what=Value(PROJECT), **each)
    if not results:
        return
    steps = query.rows(ProjectEvent).filter(step_stands(query.posting), off_project=False)
    steps = query.drawn(steps).values(*LINE, "level", "happening", "project_id").distinct()
    yield steps.annotate(what=F("happening"), **each)
    flows = query.rows(ResultEntry).exclude(indicator__kind=IndicatorKind.STOCK)
    yield _results(query, flows, "quantity").annotate(reported=Value(1), stated=Value(0))
    levels = _results(query, query.levels(), "level_stated")
    # A level of years ago still holds, but nobody has reported it now.
    reported = Count("on", filter=Q(on__gte=query.period.start))
    yield levels.annotate(reported=reported, stated=Value(1))


def _results(query: Query, rows: QuerySet, measure: str) -> QuerySet:
    rows = query.drawn(rows).annotate(what=F("indicator__code"))
    shown = Count("on", filter=Q(illustrative=True))
    return rows.values(*LINE, "level", "what", "kind").annotate(n=Sum(measure), shown=shown)


def projects_by_activity(queries: Sequence[Query]) -> list[dict[tuple[int, str], int]]:
    """For each query: (main activity id, level) -> planned projects, each counted once. One query."""
    answers: list[dict[tuple[int, str], int]] = [{} for _ in queries]
    branches = [
        sql_of(planned_projects(query).values("main_activity_id", "level", "project_id", "net"))
        for query in queries
    ]
    inner, params = union(branches)
    statement = (
        f"SELECT q, main_activity_id, level, COUNT(*) FROM ({inner}) g GROUP BY q, main_activity_id, level"  # noqa: S608
    )
    for position, activity, level, n in fetch(statement, params):
        answers[position][activity, level] = n
    return answers

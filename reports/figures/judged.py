"""Thực hiện: entries of money judged part by part, then added; for what every report asks and for what stands behind.

Which rows count is said with the ledgers' own querysets (units, period, as-of). Plain SQL stands around them, because
what is judged has to be grouped before it is added. The rules themselves are those of programs.measures.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet

from programs.choices import Stage
from programs.measures import JUDGED, NAMELESS, SETTLEMENTS, done_sql, judged_sql, judged_sums, plan_sum
from programs.models import MoneyEntry
from reports.figures.query import Query
from reports.figures.statements import fetch, sql_of, union

# A project's money of one source in one budget year. Only a flagship has several activities, which are judged apart.
TOGETHER = ("project_id", "level", "source", "budget_year", "activity_id", "off_project")
ADDED = (*(stage.value for stage in Stage), "plan")
SIGNS = (1, -1)  # a period is its last cut-off, less the one before its first day


def _parts(rows: QuerySet, first_year: int, *keys: str) -> QuerySet:
    """One row for each beneficiary, or none, of what may have to be judged together."""
    shown = Count("amount", filter=Q(illustrative=True))
    rows = rows.values(*dict.fromkeys((*keys, *TOGETHER)), "beneficiary_id")
    return rows.annotate(
        **judged_sums(), plan=plan_sum(first_year), held=Count("amount"), shown=shown
    ).order_by()


def money_rows(queries: Sequence[Query], by: tuple[str, ...]) -> list[tuple]:
    """(query, key, source, level, off_project, a sum each of ADDED, done, illustrative rows). One query.

    `by` names the columns whose values make the key: LINE, or one. Only of keys that hold an entry within the period.
    """
    branches, marks = [], []
    for position, query in enumerate(queries):
        for sign, rows in zip(SIGNS, query.cut_offs(MoneyEntry), strict=False):
            branches.append(sql_of(_parts(query.drawn(rows), query.first_year, *by)))
            marks.append(f"{position} AS q, {sign} AS sign")
    inner, params = union(branches, marks=marks)
    groups = ", ".join(dict.fromkeys(["q", "sign", *by, *TOGETHER]))
    sums = ", ".join(f"SUM({name}) AS {name}" for name in (*ADDED, "shown", "held"))
    judged = f"SELECT {groups}, {sums}, {judged_sql()} AS done FROM ({inner}) p GROUP BY {groups}"  # noqa: S608
    # Multiplied only where a query is a difference: it costs as much as adding.
    signed = "SUM({})" if len(branches) == len(queries) else "SUM(sign * {})"
    totals, keys = ", ".join(signed.format(name) for name in (*ADDED, "done", "shown")), ", ".join(by)
    statement = (
        f"SELECT q, {keys}, source, level, off_project, {totals} FROM ({judged}) j "  # noqa: S608 names of our own only
        f"GROUP BY q, {keys}, source, level, off_project HAVING {signed.format('held')} > 0"
    )
    after = 1 + len(by)
    return [(row[0], row[1:after], *row[after:]) for row in fetch(statement, params)]


# --- what stands behind ----------------------------------------------------------------------------------------------

SHOWN = (*(stage.value for stage in JUDGED), SETTLEMENTS)
SUMMED = (*SHOWN, "done_by_end", "done_before", "done")


class JudgedParts:
    """The rows behind thực hiện, one a part that was judged by itself; read when they are asked for, as of a queryset.

    Each tells what its entries came to at the end of the period (`done_by_end`; by stage too), at the end of the day
    before a Span (`done_before`), and what of it the period shows (`done`). `business`: whose part it is, where the
    project was not judged as a whole.
    """

    def __init__(self, cut_offs: Sequence[QuerySet]):
        branches = [sql_of(_parts(rows.filter(stage__in=JUDGED), 0)) for rows in cut_offs]
        inner, params = union(branches, marks=[f"{sign} AS sign" for sign in SIGNS[: len(branches)]])
        self.statement, self.params = f"({_difference(inner)}) d", params

    @cached_property
    def summed(self) -> dict[str, int]:
        """How many rows, and what they come to. One query."""
        [(rows, total)] = fetch(f"SELECT COUNT(*), COALESCE(SUM(done), 0) FROM {self.statement}", self.params)  # noqa: S608
        return {"rows": rows, "total": int(total)}

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._read(""))

    def __getitem__(self, page: slice) -> list[dict[str, Any]]:
        return self._read(f" LIMIT {page.stop - page.start} OFFSET {page.start}")

    def _read(self, limit: str) -> list[dict[str, Any]]:
        columns = {
            "project_id": "d.project_id",
            "business_id": "b.id",
            "project__code": "p.code",
            "project__name": "p.name",
            "unit__name": "u.name",
            "activity": "a.code",
            "business": "b.name",
            "source": "d.source",
            "budget_year": "d.budget_year",
            **{name: f"d.{name}" for name in SUMMED},
        }
        statement = (
            f"SELECT {', '.join(columns.values())} FROM {self.statement} "  # noqa: S608 names of our own only
            "JOIN programs_project p ON p.id = d.project_id JOIN programs_province u ON u.id = p.unit_id "
            "JOIN programs_activity a ON a.id = d.activity_id "
            "LEFT JOIN programs_beneficiary n ON n.id = d.named LEFT JOIN programs_business b ON b.id = n.business_id "
            f"ORDER BY p.code, d.source, d.budget_year, a.code, d.named{limit}"
        )
        summed = len(columns) - len(SUMMED)  # what PostgreSQL adds up twice comes as a decimal
        return [
            dict(zip(columns, (*row[:summed], *map(int, row[summed:])), strict=True))
            for row in fetch(statement, self.params)
        ]


def _difference(inner: str) -> str:
    """Of rows by beneficiary at each cut-off: the parts, as judged at the end and before the beginning."""
    groups = ", ".join(TOGETHER)
    together = f"PARTITION BY sign, {groups}"
    part = "CASE WHEN nameless_together > 0 THEN NULL ELSE beneficiary_id END"
    names = ", ".join(f"SUM({name}) AS {name}" for name in SHOWN)
    at_end = ", ".join(f"SUM(CASE WHEN sign > 0 THEN {name} ELSE 0 END) AS {name}" for name in SHOWN)
    return f"""
        SELECT {groups}, named, {at_end}, SUM(sign * done) AS done,
               SUM(CASE WHEN sign > 0 THEN done ELSE 0 END) AS done_by_end,
               SUM(CASE WHEN sign < 0 THEN done ELSE 0 END) AS done_before
        FROM (SELECT sign, {groups}, {part} AS named, {names}, SUM(held) AS held, {done_sql("SUM({})")} AS done
              FROM (SELECT t.*, SUM({NAMELESS}) OVER ({together}) AS nameless_together FROM ({inner}) t) w
              GROUP BY sign, {groups}, {part}) j
        GROUP BY {groups}, named HAVING SUM(sign * held) <> 0 OR SUM(sign * done) <> 0
    """  # noqa: S608 names of our own only

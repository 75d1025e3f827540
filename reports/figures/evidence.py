"""Behind a figure: the ledger entries that add up to it.

The entries are asked with the very rows of the figure's query (units, period, as-of, line), so that their sum is
the figure. A ratio shows the two figures that it divides.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from printing.numbers import DONG
from printing.table import MONEY, QUANTITY, printed
from programs.choices import IndicatorKind, ResultKind
from programs.ledger.words import at_posting, few_rows_at, word_at
from programs.measures import done_expression, judged_sums, plan_stages, served_condition
from programs.models import (
    Beneficiary,
    Business,
    Indicator,
    MoneyEntry,
    Project,
    ProjectEvent,
    ResultEntry,
)
from programs.readings import from_steps
from reports.figures.aggregates import figures, money_figures
from reports.figures.catalogue import CATALOGUE
from reports.figures.definitions import Definition, Rows, Value
from reports.figures.facts import changes_of_stocks, money_of_projects, planned_projects, stands
from reports.figures.figures import LineFigures
from reports.figures.indicators import definition_of
from reports.figures.query import Query

MONEY_ALONE = (
    Rows.PLAN,
    Rows.ENTRIES,
    Rows.DONE,
    Rows.PLANNED,
    Rows.RATIO,
)  # answered without results and events
KEYS_OF_PROJECT = ("project_id", "project__code", "project__name", "unit__name")


@dataclass(frozen=True)
class Figure:
    """One code asked of one query, on one line of it or in total."""

    definition: Definition
    query: Query
    line: int | None
    indicator: Indicator | None = None
    parts: tuple["Figure", ...] = ()  # of a ratio: what it divides

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def name(self) -> str:
        return self.indicator.name if self.indicator else self.definition.name

    @property
    def unit(self) -> str:
        if self.definition.kind is MONEY:
            return DONG
        return self.definition.unit or self.indicator.unit_of_measure

    def shown(self, value: Value) -> str:
        """In words, in the figure's unit."""
        value = self.definition.stated(value)
        if isinstance(value, Fraction):
            value = round(Decimal(value.numerator) / value.denominator, 2)
        kind = self.definition.kind
        return printed(value, QUANTITY if self.definition.rows is Rows.RATIO else kind, DONG)

    def answer(self) -> LineFigures:
        """The line's figures as every report works them out; not by adding the entries below."""
        ask = money_figures if self.definition.rows in MONEY_ALONE else figures
        answer = ask(self.query)
        return answer.total if self.line is None else answer.line(self.line)

    def value(self) -> Value:
        return self.read(self.answer())

    def read(self, found: LineFigures) -> Value:
        return self.definition.value(found, self.query.period.knows_plan)

    # The rows behind

    def on_line(self, rows: QuerySet) -> QuerySet:
        rows = self.query.on_lines(rows)
        return rows if self.line is None else rows.filter(line=self.line)

    def rows(self) -> QuerySet:
        """The entries (or what is counted), in a steady order; each carries what its columns show."""
        return BEHIND[self.definition.rows](self)

    def told(self, rows: QuerySet) -> list:
        """The rows read, in the words of the figure's posting."""
        posting = self.query.posting
        return at_posting(posting, lambda: list(rows), lambda: _in_words_of(posting, list(rows)))

    def summed(self, rows: QuerySet) -> dict[str, Any]:
        """How many rows, and what they come to. One query."""
        if self.definition.rows is Rows.EVENTS:
            return _stand(rows)
        each = "project_id" if self.definition.rows in (Rows.DONE, Rows.PLANNED) else "pk"
        found = rows.order_by().aggregate(rows=Count(each), total=SUMS[self.definition.rows])
        if self.definition.rows is Rows.RESULTS and self.indicator.scale:
            found["total"] = from_steps(found["total"], self.indicator.scale)
        return found


def _money(figure: Figure) -> QuerySet:
    definition = figure.definition
    rows = figure.on_line(figure.query.rows(MoneyEntry)).filter(source__in=definition.sources)
    return rows.filter(off_project=True) if definition.off_project else rows


def _entries(figure: Figure) -> QuerySet:
    rows = _money(figure).filter(stage__in=figure.definition.stages)
    return rows.select_related("project", "unit", "posting").order_by("posting_id", "pk")


def _plan(figure: Figure) -> QuerySet:
    rows = _money(figure).filter(stage__in=plan_stages(figure.query.one_year))
    return rows.select_related("project", "unit", "posting").order_by("posting_id", "pk")


def _done(figure: Figure) -> QuerySet:
    """One row a project, source and budget year: what was taken, and from which ground."""
    rows = _money(figure).values(*KEYS_OF_PROJECT, "source", "budget_year").annotate(**judged_sums())
    return rows.annotate(done=done_expression()).order_by("project__code", "source", "budget_year")


def _events(figure: Figure) -> QuerySet:
    rows = figure.query.rows(ProjectEvent).filter(happening=figure.definition.happening, off_project=False)
    rows = figure.on_line(rows).select_related("project", "unit", "posting")
    return rows.order_by("project__code", "posting_id", "pk")


def _stand(rows: QuerySet) -> dict[str, int]:
    """Events: the projects of which more were done than undone. One query."""
    by_project = rows.order_by().values("project_id").annotate(n=Count("pk"), stands=stands())
    return by_project.aggregate(rows=Sum("n", default=0), total=Count("project_id", filter=Q(stands__gt=0)))


def _planned(figure: Figure) -> QuerySet:
    rows = figure.on_line(planned_projects(figure.query))
    if figure.definition.level:
        rows = rows.filter(level=figure.definition.level)
    return rows.values(*KEYS_OF_PROJECT, "level", "net").order_by("project__code")


def _businesses(figure: Figure) -> QuerySet:
    query = figure.query
    counted = Q(planned__gt=0) if figure.definition.of_plan else served_condition()
    projects = money_of_projects(query).filter(counted).values("project_id")
    rows = Beneficiary.objects.known_at(query.posting).filter(unit_id__in=query.unit_ids)
    rows = figure.on_line(rows.filter(project_id__in=projects))
    rows = rows.annotate(called=word_at(Business, query.posting, "business_id", "sort_key"))
    return rows.select_related("business", "project", "unit").order_by("called", "project__code", "pk")


def _results(figure: Figure) -> QuerySet:
    is_stock = figure.indicator.kind == IndicatorKind.STOCK
    rows = changes_of_stocks(figure.query) if is_stock else figure.query.rows(ResultEntry)
    rows = rows.filter(indicator__code__in=figure.definition.adds, kind=ResultKind.ACTUAL)
    rows = figure.on_line(rows).select_related("project", "unit", "posting", "indicator")
    return rows.order_by("posting_id", "pk")


BEHIND = {
    Rows.PLAN: _plan,
    Rows.ENTRIES: _entries,
    Rows.DONE: _done,
    Rows.EVENTS: _events,
    Rows.PLANNED: _planned,
    Rows.BUSINESSES: _businesses,
    Rows.RESULTS: _results,
}
SUMS = {
    Rows.PLAN: Sum("amount", default=0),
    Rows.ENTRIES: Sum("amount", default=0),
    Rows.DONE: Sum("done", default=0),
    Rows.PLANNED: Count("project_id"),
    Rows.BUSINESSES: Count("business", distinct=True),
    Rows.RESULTS: Sum("quantity", default=0),
}


def _in_words_of(posting: int, rows: list) -> list:
    """Projects and businesses as they were called at the posting; one query each."""
    keyed = bool(rows) and isinstance(rows[0], dict)
    named = {row["project_id"] if keyed else row.project_id for row in rows} - {None}
    projects = few_rows_at(Project, posting, named, "code", "name")
    if keyed:
        for row in rows:
            project = projects[row["project_id"]]
            row |= {"project__code": project.code, "project__name": project.name}
        return rows
    named = {row.business_id for row in rows if isinstance(row, Beneficiary)}
    businesses = few_rows_at(Business, posting, named, "name")
    for row in rows:
        row.project = projects.get(row.project_id)
        if isinstance(row, Beneficiary):
            row.business = businesses[row.business_id]
    return rows


def find_figure(code: str, query: Query, line: int | None) -> Figure:
    """An unknown code, or one that nothing feeds: 404. One query, also for a ratio with the figures that it divides."""
    made = CATALOGUE.get(code)
    codes = [code, *(term.code for term in made.terms)] if made else [code]
    indicators = {row.code: row for row in Indicator.objects.filter(code__in=codes)}
    indicator = indicators.get(code)
    if made is None and indicator is not None:
        made = definition_of(indicator)
    if made is None or made.read is None or not (indicator or made.name):
        raise Http404("Không có chỉ tiêu này.")
    parts = tuple(Figure(term, query, line, indicators.get(term.code)) for term in made.terms)
    return Figure(made, query, line, indicator, parts)

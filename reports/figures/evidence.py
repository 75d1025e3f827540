"""Behind a figure: the ledger entries that add up to it.

The entries are asked with the very rows of the figure's query (units, period, as-of, line), so that their sum is
the figure. A ratio shows the two figures that it divides.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.http import Http404

from printing.numbers import DONG
from printing.table import MONEY, QUANTITY, printed
from programs.choices import IndicatorKind, ResultKind
from programs.ledger.words import at_posting, few_rows_at, word_at
from programs.measures import planned
from programs.models import (
    Beneficiary,
    Business,
    Indicator,
    MoneyEntry,
    Project,
    ProjectEvent,
    ResultEntry,
    SameBusiness,
)
from programs.readings import from_steps
from reports.figures.aggregates import figures, money_figures
from reports.figures.businesses import counted_beneficiaries
from reports.figures.catalogue import CATALOGUE
from reports.figures.definitions import Definition, Rows, Value
from reports.figures.facts import planned_projects, step_stands
from reports.figures.figures import LineFigures
from reports.figures.indicators import definition_of
from reports.figures.judged import JudgedParts
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
    """One code asked of one query: in total, in a region's block of it, on a line, or on a line's part in a region."""

    definition: Definition
    query: Query
    line: int | None
    indicator: Indicator | None = None
    parts: tuple["Figure", ...] = ()  # of a ratio: what it divides
    region: int | None = None

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

    @property
    def is_level(self) -> bool:
        """Whether it adds up what stocks have reached, not what happened in the period."""
        return self.indicator is not None and self.indicator.kind == IndicatorKind.STOCK

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
        return ask(self.query).part(self.region, self.line)

    def value(self) -> Value:
        return self.read(self.answer())

    def read(self, found: LineFigures) -> Value:
        return self.definition.value(found, self.query.period.knows_plan)

    def has_inherited(self, found: LineFigures) -> bool:
        """Whether a stock, or a part of it, is what units said before they were merged into the line."""
        return not found.inherited.isdisjoint(self.definition.adds)

    # The rows behind

    def on_line(self, rows: QuerySet) -> QuerySet:
        return self.query.at(rows, self.region, self.line)

    def rows(self) -> QuerySet | JudgedParts:
        """The entries (or what is counted), in a steady order; each carries what its columns show."""
        return BEHIND[self.definition.rows](self)

    def told(self, rows: QuerySet) -> list:
        """The rows read, in the words of the figure's posting."""
        posting = self.query.posting
        return at_posting(posting, lambda: list(rows), lambda: _in_words_of(posting, list(rows)))

    def summed(self, rows: QuerySet | JudgedParts) -> dict[str, Any]:
        """How many rows, and what they come to. One query."""
        if isinstance(rows, JudgedParts):
            return rows.summed
        if self.definition.rows is Rows.EVENTS:
            total = Count("project", distinct=True, filter=step_stands(self.query.posting))
            return rows.order_by().aggregate(rows=Count("pk"), total=total)
        each = "project_id" if self.definition.rows is Rows.PLANNED else "pk"
        found = rows.order_by().aggregate(rows=Count(each), total=SUMS[self.definition.rows])
        if self.definition.rows is Rows.RESULTS and self.indicator.scale:
            found["total"] = from_steps(found["total"], self.indicator.scale)
        return found


def _money(figure: Figure, rows: QuerySet) -> QuerySet:
    definition = figure.definition
    rows = figure.on_line(rows).filter(source__in=definition.sources)
    return rows.filter(off_project=True) if definition.off_project else rows


def _entries(figure: Figure) -> QuerySet:
    rows = _money(figure, figure.query.rows(MoneyEntry))
    if figure.definition.rows is Rows.PLAN:
        rows = rows.filter(planned(figure.query.first_year))
    if figure.definition.stages:
        rows = rows.filter(stage__in=figure.definition.stages)
    return rows.select_related("project", "unit", "posting").order_by("posting_id", "pk")


def _done(figure: Figure) -> JudgedParts:
    return JudgedParts([_money(figure, rows) for rows in figure.query.cut_offs(MoneyEntry)])


def _events(figure: Figure) -> QuerySet:
    rows = figure.query.rows(ProjectEvent).filter(happening=figure.definition.happening, off_project=False)
    rows = figure.on_line(rows).select_related("project", "unit", "posting")
    return rows.order_by("project__code", "posting_id", "pk")


def _planned(figure: Figure) -> QuerySet:
    rows = figure.on_line(planned_projects(figure.query))
    if figure.definition.level:
        rows = rows.filter(level=figure.definition.level)
    return rows.values(*KEYS_OF_PROJECT, "level", "net").order_by("project__code")


def _businesses(figure: Figure) -> QuerySet:
    query = figure.query
    counted = RawSQL(*counted_beneficiaries(query, figure.definition.of_plan))  # noqa: S611 our own statement
    same = SameBusiness.objects.known_at(query.posting).filter(business=OuterRef("business"))
    rows = figure.on_line(Beneficiary.objects.filter(pk__in=counted))
    counts_as = Coalesce(
        Subquery(same.values("same_as_id")), F("business_id"), output_field=BigIntegerField()
    )
    called = word_at(Business, query.posting, "business_id", "sort_key")
    rows = rows.annotate(counts_as=counts_as, called=called)
    return rows.select_related("business", "project", "unit").order_by("called", "project__code", "pk")


def _results(figure: Figure) -> QuerySet:
    """Of a stock one row a unit and level: its statement."""
    rows = figure.query.levels() if figure.is_level else figure.query.rows(ResultEntry)
    rows = rows.annotate(measure=F("level_stated" if figure.is_level else "quantity"))
    rows = rows.filter(indicator__code__in=figure.definition.adds, kind=ResultKind.ACTUAL)
    rows = figure.on_line(rows).select_related("project", "unit", "posting", "indicator")
    return rows.order_by("posting_id", "pk")


BEHIND = {
    Rows.PLAN: _entries,
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
    Rows.PLANNED: Count("project_id"),
    Rows.BUSINESSES: Count("counts_as", distinct=True),
    Rows.RESULTS: Sum("measure", default=0),
}


def _in_words_of(posting: int, rows: list) -> list:
    """Projects and businesses as they were called at the posting; one query each."""
    if rows and isinstance(rows[0], dict):
        return _keyed_in_words_of(posting, rows)
    named = {row.project_id for row in rows} - {None}
    projects = few_rows_at(Project, posting, named, "code", "name")
    named = {row.business_id for row in rows if isinstance(row, Beneficiary)}
    businesses = few_rows_at(Business, posting, named, "name")
    for row in rows:
        row.project = projects.get(row.project_id)
        if isinstance(row, Beneficiary):
            row.business = businesses[row.business_id]
    return rows


def _keyed_in_words_of(posting: int, rows: list[dict]) -> list[dict]:
    projects = few_rows_at(Project, posting, {row["project_id"] for row in rows}, "code", "name")
    firms = {row.get("business_id") for row in rows} - {None}
    businesses = few_rows_at(Business, posting, firms, "name") if firms else {}
    for row in rows:
        project = projects[row["project_id"]]
        row |= {"project__code": project.code, "project__name": project.name}
        if row.get("business_id"):
            row["business"] = businesses[row["business_id"]].name
    return rows


def find_figure(code: str, query: Query, line: int | None = None, region: int | None = None) -> Figure:
    """An unknown code, or one that nothing feeds: 404. One query, also for a ratio with the figures that it divides."""
    made = CATALOGUE.get(code)
    codes = [code, *(term.code for term in made.terms)] if made else [code]
    indicators = {row.code: row for row in Indicator.objects.filter(code__in=codes)}
    indicator = indicators.get(code)
    if made is None and indicator is not None:
        made = definition_of(indicator)
    if made is None or made.read is None or not (indicator or made.name):
        raise Http404("Không có chỉ tiêu này.")
    parts = tuple(Figure(term, query, line, indicators.get(term.code), region=region) for term in made.terms)
    return Figure(made, query, line, indicator, parts, region)

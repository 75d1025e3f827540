"""What a province's figures came to, written as whole numbers: every figure of the catalogue and what people type."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from printing.numbers import DONG
from printing.table import MONEY
from programs.choices import Family, Level, ResultKind
from programs.measures import PROMOTION_SOURCES, sources_of
from programs.models import Boundaries, Closure, Indicator
from programs.periods import BudgetPeriod
from reports.figures.aggregates import figures_for
from reports.figures.catalogue import CATALOGUE
from reports.figures.definitions import Definition, Rows
from reports.figures.figures import LineFigures
from reports.figures.indicators import definition_of, quantity, typed_codes
from reports.figures.query import Query
from reports.question.asked import DEFAULT_BOUNDARIES

Key = tuple[str, str, str]  # code, kind of an indicator's quantities ("" elsewhere), level ("" both)
Amount = tuple[int, int]  # whole steps, scale: steps of 10^-scale
Values = dict[Key, Amount]  # what is not there is nought, or nothing to divide by
DIGITS_OF_RATIOS = 4
BY_LEVEL = (PROMOTION_SOURCES, sources_of(Family.OWN))  # own capital by the level of its project
COUNTED = frozenset({Rows.EVENTS, Rows.PLANNED, Rows.BUSINESSES})


@dataclass(frozen=True)
class Listed:
    """A figure of the list: what it is called, and what it is worked out from."""

    definition: Definition
    indicator: Indicator | None = None
    kind: str = ""

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def name(self) -> str:
        name = self.indicator.name if self.indicator else self.definition.name
        return f"{name} – {ResultKind(self.kind).label.lower()}" if self.kind else name

    @property
    def unit(self) -> str:
        if self.definition.kind is MONEY:
            return DONG
        return self.definition.unit or (self.indicator.unit_of_measure if self.indicator else "")

    @property
    def levels(self) -> tuple[Level | None, ...]:
        """KCQG and KCĐP too, where the figure is of both."""
        return (None, Level.KCQG, Level.KCDP) if has_levels(self.definition) else (None,)

    def amount(self, line: LineFigures, level: Level | None) -> Amount:
        if self.kind:
            scale = self.indicator.scale
            return int(quantity(line, self.indicator, self.kind, level) * 10**scale), scale
        value = self.definition.stated(self.definition.value(line, level=level))
        if isinstance(value, Fraction):
            return round(value * 10**DIGITS_OF_RATIOS), DIGITS_OF_RATIOS
        return int(value or 0), 0


def has_levels(definition: Definition) -> bool:
    """Whether a figure has a part of KCQG and one of KCĐP: it is not of one of them, nor of other capital."""
    if definition.terms:
        return all(has_levels(term) for term in definition.terms)
    if definition.rows in COUNTED:
        return not definition.level
    return definition.rows is Rows.RESULTS or (definition.sources in BY_LEVEL and not definition.off_project)


def listed() -> list[Listed]:
    """Every figure that can be read off a line: those of the catalogue, then what people type. One query."""
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    worked_out = [
        Listed(definition, indicators.get(definition.code))
        for definition in CATALOGUE.values()
        if definition.read
    ]
    typed = [
        Listed(definition_of(indicator), indicator, kind)
        for indicator in indicators.values()
        if indicator.code not in CATALOGUE and typed_codes(indicator)
        for kind in (ResultKind.PLAN, ResultKind.ACTUAL)
    ]
    return worked_out + typed


def values_of(line: LineFigures, figures: Iterable[Listed]) -> Values:
    """What is not nought, by figure and level."""
    return dict(_each_value(line, figures))


def _each_value(line: LineFigures, figures: Iterable[Listed]) -> Iterator[tuple[Key, Amount]]:
    for figure in figures:
        for level in figure.levels:
            amount = figure.amount(line, level)
            if amount[0]:
                yield (figure.code, figure.kind, level or ""), amount


def worked_out(asked: Sequence[tuple[Closure, int]], figures: Iterable[Listed]) -> list[Values]:
    """The values of each closing's province, year and cut-off as of a posting, by the rules of today. Four queries."""
    boundaries = Boundaries.objects.get(code=DEFAULT_BOUNDARIES)  # whichever: a province is one line in each
    queries = [
        Query.of_unit(BudgetPeriod(row.budget_year, row.cut_off), row.unit_id, boundaries, number)
        for row, number in asked
    ]
    return [values_of(answer.total, figures) for answer in figures_for(queries)]

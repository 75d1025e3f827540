"""What is put to the ledgers: which rows a report holds, and on which lines it shows them."""

from dataclasses import dataclass, replace

from django.db.models import F, QuerySet

from programs.models import Boundaries, ResultEntry
from programs.periods import BudgetPeriod, Period


@dataclass(frozen=True)
class Query:
    """Which rows (units, period, as-of), decided without regard to boundaries, and on which lines they are shown."""

    period: Period
    unit_ids: frozenset[int]
    boundaries: Boundaries
    posting: int

    def rows(self, model) -> QuerySet:
        return model.objects.of(self.period).known_at(self.posting).in_units(self.unit_ids)

    def levels(self) -> QuerySet:
        """Of stocks: the statements that hold at the end of the period, at most one a unit, level, indicator and kind."""
        return ResultEntry.objects.stated(self.period.end, self.posting).in_units(self.unit_ids)

    @property
    def line_path(self) -> str:
        return "origin__lines" if self.boundaries.by_origin else "unit__lines"

    def on_lines(self, rows: QuerySet) -> QuerySet:
        """Join each row to its line in this drawing of boundaries: one inner join, so totals cannot differ."""
        path = self.line_path
        return rows.filter(**{f"{path}__boundaries": self.boundaries}).annotate(line=F(f"{path}__line"))

    def a_year_before(self) -> "Query":
        return replace(self, period=self.period.a_year_before)

    @property
    def one_year(self) -> bool:
        """Whether the plan is that of one budget year, or of several."""
        period = self.period
        return not isinstance(period, BudgetPeriod) or period.first_year in (None, period.year)

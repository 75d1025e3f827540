"""What is put to the ledgers: which rows a report holds, and on which lines it shows them."""

from dataclasses import dataclass, replace

from django.db.models import F, QuerySet

from programs.models import Boundaries
from programs.periods import Period


@dataclass(frozen=True)
class Query:
    """Which rows (units, period, as-of), decided without regard to boundaries, and on which lines they are shown."""

    period: Period
    unit_ids: frozenset[int]
    boundaries: Boundaries
    posting: int

    def rows(self, model) -> QuerySet:
        return model.objects.of(self.period).known_at(self.posting).in_units(self.unit_ids)

    @property
    def line_path(self) -> str:
        return "origin__lines" if self.boundaries.by_origin else "unit__lines"

    def on_lines(self, rows: QuerySet) -> QuerySet:
        """Join each row to its line in this drawing of boundaries: one inner join, so totals cannot differ."""
        path = self.line_path
        return rows.filter(**{f"{path}__boundaries": self.boundaries}).annotate(line=F(f"{path}__line"))

    def a_year_before(self) -> "Query":
        return replace(self, period=self.period.a_year_before)

    def cut_offs(self, model) -> list[QuerySet]:
        """The rows up to the end of the period; of a Span, also those up to the day before it."""
        known = model.objects.known_at(self.posting).in_units(self.unit_ids)
        return [known.of(cut) for cut in self.period.cut_offs]

    @property
    def first_year(self) -> int:
        """The first budget year asked for: what was carried in from before it belongs to the plan."""
        return self.period.start.year

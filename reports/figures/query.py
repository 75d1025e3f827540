"""What is put to the ledgers: which rows a report holds, and on which lines it shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db.models import F, QuerySet

from programs.models import Boundaries, ResultEntry
from programs.periods import Period
from reports.figures.figures import LineKey

LINE = ("unit_id", "drawn")  # the columns of Query.drawn() that Query.key() makes a line of


@dataclass(frozen=True)
class Query:
    """Which rows (units, period, as-of), decided without regard to boundaries, and on which lines they are shown.

    Every row is grouped by its province and the one by which it is drawn; key() alone says where those two stand. So
    the drawing changes no row, and the totals of two drawings cannot differ.
    """

    period: Period
    unit_ids: frozenset[int]
    boundaries: Boundaries
    posting: int
    line_of: Mapping[int, int] = field(compare=False, repr=False)  # province -> its line in this drawing
    region_of: Mapping[int, int | None] = field(
        compare=False, repr=False
    )  # province -> the block of its rows

    def rows(self, model) -> QuerySet:
        return model.objects.of(self.period).known_at(self.posting).in_units(self.unit_ids)

    def levels(self) -> QuerySet:
        """Of stocks: the statements that hold at the end of the period, at most one a unit, level, indicator and kind."""
        return ResultEntry.objects.stated(self.period.end, self.posting).in_units(self.unit_ids)

    def drawn(self, rows: QuerySet) -> QuerySet:
        """Each row with the province by which it is drawn: its own, or where the drawing says so that of its origin."""
        return rows.annotate(drawn=F("origin_id" if self.boundaries.by_origin else "unit_id"))

    def key(self, unit: int, drawn: int) -> LineKey:
        """Where the rows of a province stand: in the block of its own region, on the line of the one that draws them."""
        return LineKey(self.region_of[unit], self.line_of[drawn])

    def merges(self, unit: int, drawn: int) -> bool:
        """Whether a province stands on the line of the one that it was merged into with others."""
        line = self.line_of[drawn]
        return line != unit and sum(other == line for other in self.line_of.values()) > 2

    def at(self, rows: QuerySet, region: int | None, line: int | None) -> QuerySet:
        """Of rows, those of a region's block and of a line (None: of all); what key() says, as a condition."""
        rows = self.drawn(rows)
        if region is not None:
            rows = rows.filter(unit_id__in=[pk for pk, block in self.region_of.items() if block == region])
        if line is not None:
            rows = rows.filter(drawn__in=[pk for pk, shown_on in self.line_of.items() if shown_on == line])
        return rows

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

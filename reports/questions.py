"""From what a person asks (region, year, months, boundaries, as-of) to the questions put to the ledgers."""

from dataclasses import dataclass, field
from datetime import date

from programs.ledger import parse_as_of
from programs.models import Boundaries, Posting, Province, Region
from programs.periods import BudgetPeriod, Period, Span
from reports.aggregates import Question
from reports.territory import Territory

DEFAULT_BOUNDARIES = "then"


class BadQuestion(ValueError):
    """What was asked can't be answered; the message is Vietnamese and names the way out."""


@dataclass(frozen=True)
class Asked:
    """One report asked for: a region (None: the country) or a province, a main period, a drawing, an as-of number."""

    period: Period
    boundaries: Boundaries
    posting: int
    region: Region | None = None
    province: Province | None = None
    region_on: date | None = None
    reach: frozenset[int] | None = None  # what the person who asks may see; None: everything
    territory: Territory = field(default=None, compare=False, repr=False)

    @property
    def region_day(self) -> date:
        """The day that fixes which units belong to the region: the main period's last day, unless said otherwise."""
        return self.region_on or self.period.end

    def with_territory(self) -> "Asked":
        territory = Territory.read(self.boundaries, self.region_day)
        if self.region:
            territory.limit_to(territory.of_region(self.region.pk))
        if self.province:
            territory.limit_to(territory.lineage[self.province.pk])
        if self.reach is not None:
            territory.limit_to(self.reach)
        object.__setattr__(self, "territory", territory)
        return self

    def question(self, period: Period | None = None) -> Question:
        return Question(period or self.period, self.territory.unit_ids, self.boundaries, self.posting)

    @property
    def place(self) -> str:
        if self.province:
            return self.province.name
        return f"khu vực {self.region.name}" if self.region else "cả nước"

    @property
    def recorded_at(self):
        """When the as-of posting was written; None before the first."""
        return Posting.objects.filter(pk=self.posting).values_list("recorded_at", flat=True).first()


def ask(
    *,
    period: Period,
    boundaries: str = DEFAULT_BOUNDARIES,
    region: str | None = None,
    province: str | None = None,
    region_on: date | None = None,
    as_of: str | None = None,
    posting: int | None = None,
    scope=None,
) -> Asked:
    """Find the rows behind the words; raises BadQuestion for an unknown region, province, drawing or moment."""
    try:
        number = posting if posting is not None else parse_as_of(as_of)
    except ValueError as error:
        raise BadQuestion(
            f"Không hiểu mốc số liệu «{as_of}»: ghi số bút toán hoặc ngày dạng 2023-10-26."
        ) from error
    return Asked(
        period=period,
        boundaries=_find(Boundaries, "code", boundaries, "cách thể hiện địa giới"),
        posting=number,
        region=_find(Region, "code", region, "vùng") if region else None,
        province=_find(Province, "key", province, "tỉnh, thành phố") if province else None,
        region_on=region_on,
        reach=None if scope is None or scope.nationwide else scope.unit_ids,
    ).with_territory()


def _find(model, field_name, value, what):
    row = model.objects.filter(**{field_name: value}).first()
    if row is None:
        known = ", ".join(model.objects.values_list(field_name, flat=True)[:8])
        raise BadQuestion(f"Không có {what} «{value}». Có: {known} …")
    return row


def period_from(*, year=None, months=None, start=None, end=None) -> Period:
    """A budget year, whole or its first months; or a span of days."""
    try:
        if start or end:
            if not (start and end):
                raise BadQuestion("Cần cả ngày đầu và ngày cuối.")
            return Span(start, end)
        if not year:
            raise BadQuestion("Cần năm ngân sách, hoặc ngày đầu và ngày cuối.")
        return BudgetPeriod.of_months(year, months)
    except ValueError as error:
        raise BadQuestion(str(error)) from error

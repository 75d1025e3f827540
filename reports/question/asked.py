"""From what a person asks (region, year, months, boundaries, as-of) to the queries put to the ledgers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from accounts.text import slug
from programs.ledger.asof import parse_as_of
from programs.models import Boundaries, Posting, Province, Region
from programs.periods import FIRST_YEAR, LAST_YEAR, WRONG_YEAR, BudgetPeriod, Period, Span
from reports.figures.query import Query
from reports.question.territory import Territory

DEFAULT_BOUNDARIES = "then"
SHORT = 60  # letters of a name in the name of a file
# What the options of commands mean:
AS_OF = "Số bút toán, ngày (2023-10-26 hoặc 26/10/2023) hoặc thời điểm ISO; bỏ trống là hiện nay."
LUY_KE = "Năm đầu của lũy kế: cộng các năm ngân sách từ năm này."


class BadQuestion(ValueError):
    """What was asked can't be answered; the message is Vietnamese and names the way out."""


@dataclass(frozen=True)
class Asked:
    """One report asked for: a region (None: the country) or a province, a main period, a drawing, an as-of number."""

    period: Period
    territory: Territory
    posting: int
    region: Region | None = None
    province: Province | None = None
    units_words: str = ""  # where a list of units was given instead of the region's members: whose list
    listed: str = ""  # the conference whose list stands in place of the country
    whose: str = ""  # where the reader's scope leaves out a part of what was asked: whose part is left
    sees_country: bool = True  # whether the sums of the whole country may be told to the reader
    recorded: datetime | None = None  # when the as-of posting was written, where it is known already

    @property
    def limited(self) -> bool:
        return bool(self.whose)

    def query(self, period: Period | None = None) -> Query:
        return self.territory.query(period or self.period, self.posting)

    @property
    def boundaries(self) -> Boundaries:
        return self.territory.boundaries

    @property
    def region_day(self) -> date:
        return self.territory.region_day

    @property
    def place(self) -> str:
        """Where, in words; of a part whose part it is, so that no heading promises more than the figures hold."""
        if self.province:
            return self.part_of(self.province.name)
        if self.region:
            return self.part_of(f"khu vực {self.region.name}")
        if self.listed:
            return self.part_of(f"các tỉnh, thành phố dự {self.listed}")
        return self.part_of("") or "cả nước"

    def part_of(self, whole: str) -> str:
        """`whole`, or the part of it that the reader sees."""
        if not self.limited:
            return whole
        part = f"các tỉnh, thành phố thuộc phạm vi của {self.whose}"
        return f"{part} ({whole})" if whole else part

    @property
    def place_in_file_name(self) -> str:
        """ASCII, and as true as the heading."""
        whole = (
            self.province.key
            if self.province
            else self.region.code
            if self.region
            else slug(self.listed)[:SHORT]
        )
        if self.limited:
            return "_".join(filter(None, (f"pham-vi-{slug(self.whose)[:SHORT]}", whole)))
        return whole or "CA-NUOC"

    @cached_property
    def recorded_at(self):
        """When the as-of posting was written; None before the first."""
        if self.recorded or not self.posting:
            return self.recorded
        return Posting.objects.filter(pk=self.posting).values_list("recorded_at", flat=True).first()

    @property
    def basis_lines(self) -> list[str]:
        """How the figures are to be read: printed on every report."""
        moment = (
            f", ghi lúc {timezone.localtime(self.recorded_at):%H:%M ngày %d/%m/%Y}"
            if self.recorded_at
            else ""
        )
        members = self.units_words or f"Thành viên của vùng theo ngày {self.region_day:%d/%m/%Y}."
        lines = [f"{self.boundaries.name}. {members} Số liệu theo bút toán số {self.posting}{moment}."]
        if self.limited:
            lines.append(f"Chỉ gồm số liệu của các tỉnh, thành phố thuộc phạm vi của {self.whose}.")
        return lines


def ask(
    *,
    period: Period,
    boundaries: str = DEFAULT_BOUNDARIES,
    region: str | None = None,
    province: str | None = None,
    region_on: date | None = None,
    as_of: str | None = None,
    posting: int | None = None,
    recorded: datetime | None = None,
    units: Iterable[int] | None = None,
    units_words: str = "",
    listed: str = "",
    territory: Territory | None = None,
    scope=None,
) -> Asked:
    """Find the rows behind the words; raises BadQuestion for an unknown region, province, drawing or moment.

    `region_on` fixes which units belong to the region; without it the main period's last day does. `units` stand in
    place of the region's members: those of the conference `listed` (`units_words` says so). `scope` limits the answer
    to what a person may see. Four queries, one where the territory is given.
    """
    number = _number_at(as_of) if posting is None else posting
    territory = territory or _drawn(boundaries, region_on or period.end, number)
    the_region = _named(territory.regions.values(), "code", region, "vùng")
    the_province = _named(territory.provinces.values(), "key", province, "tỉnh, thành phố")
    territory = _of_place(territory, the_region, the_province, units)
    limited = scope is not None and not scope.nationwide and not territory.unit_ids <= scope.unit_ids
    return Asked(
        period,
        territory.limited_to(scope.unit_ids) if limited else territory,
        number,
        the_region,
        the_province,
        units_words=units_words if units is not None else "",
        listed=listed,
        whose=scope.whose if limited else "",
        sees_country=scope is None or scope.nationwide,
        recorded=recorded,
    )


def _number_at(as_of: str | None) -> int:
    try:
        return parse_as_of(as_of)
    except ValueError as error:
        raise BadQuestion(
            f"Không hiểu mốc số liệu «{as_of}»: ghi số bút toán hoặc ngày, ví dụ 1234 hoặc 26/10/2023."
        ) from error


def _drawn(boundaries: str, region_day: date, posting: int) -> Territory:
    try:
        return Territory.read(boundaries, region_day, posting)
    except Boundaries.DoesNotExist as error:
        raise BadQuestion(f"Không có cách thể hiện địa giới «{boundaries}».") from error


def _of_place(
    territory: Territory, region: Region | None, province: Province | None, units: Iterable[int] | None
) -> Territory:
    """The territory limited to the list of units, else the region; and to the province: then all of it is one block."""
    if units is not None:
        territory = territory.limited_to(_with_predecessors(territory, units))
    elif region:
        territory = territory.limited_to(territory.of_region(region.pk))
    if province:
        territory = territory.limited_to(territory.lineage[province.pk])
    if region and province and not territory.unit_ids:
        raise BadQuestion(
            f"{province.name} không thuộc vùng {region.name} ngày {territory.region_day:%d/%m/%Y}."
        )
    block = region.pk if region else territory.region_of.get(province.pk) if province else None
    return replace(territory, block=block)


def _with_predecessors(territory: Territory, units: Iterable[int]) -> frozenset[int]:
    return frozenset().union(*(territory.lineage[pk] for pk in units))


def _named(rows, attribute, value, what):
    if not value:
        return None
    for row in rows:
        if getattr(row, attribute) == value:
            return row
    known = ", ".join(sorted(getattr(row, attribute) for row in rows)[:8])
    raise BadQuestion(f"Không có {what} «{value}». Có: {known} …")


def period_from(*, year=None, months=None, start=None, end=None, from_year=None) -> Period:
    """A budget year, whole or its first months, by itself or lũy kế from a year on; or a span of days."""
    try:
        if (year is not None or from_year is not None) and (start or end):
            raise BadQuestion("Chọn một trong hai: năm ngân sách, hoặc ngày đầu và ngày cuối.")
        if start or end:
            if not (start and end):
                raise BadQuestion("Cần cả ngày đầu và ngày cuối.")
            if not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (start, end)):
                raise BadQuestion(WRONG_YEAR)
            return Span(start, end)
        if year is None:
            raise BadQuestion("Cần năm ngân sách, hoặc ngày đầu và ngày cuối.")
        if not all(
            FIRST_YEAR <= named <= LAST_YEAR for named in (year, year if from_year is None else from_year)
        ):
            raise BadQuestion(WRONG_YEAR)
        return BudgetPeriod.of_months(year, months, from_year)
    except ValueError as error:
        raise BadQuestion(str(error)) from error

"""Two ways of asking for a stretch of time; pure calendar, no database.

BudgetPeriod asks by budget year: a whole year is every entry of that budget year, whenever dated, because what is
settled in January 2024 still belongs to 2023; a part of a year adds "dated by the cut-off". Span asks by date alone.
Both limit a queryset of ledger entries by the same word, `.limit(entries)`. What is judged before it is added is asked
at `.cut_offs`: at the end of a period, less, of a Span, what it was at the end of the day before. So spans that follow
each other add up to the span over both.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Rows = Any  # a queryset of ledger entries; this file knows no table

FIRST_YEAR, LAST_YEAR = (
    1990,
    2100,
)  # of anything that is written down here; outside lie only slips of the keyboard
WRONG_YEAR = f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}."
FIRST_AFTER_LAST = "Năm đầu của lũy kế phải không sau năm cuối."


def end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def a_year_earlier(day: date) -> date:
    """The same day of the year before; 29 February becomes 28 February."""
    if (day.month, day.day) == (2, 29):  # the year before a leap year is none
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def the_year_before(start: date, end: date) -> tuple[date, date]:
    """The same days of the year before; whole months stay whole, so that of February no day is lost or added."""
    earlier = a_year_earlier(end)
    if start.day == 1 and end == end_of_month(end.year, end.month):
        earlier = end_of_month(earlier.year, earlier.month)
    return a_year_earlier(start), earlier


@dataclass(frozen=True)
class BudgetPeriod:
    """Budget year `year`, whole or up to the cut-off `until`; with `first_year`, luỹ kế of several years."""

    year: int
    until: date | None = None
    first_year: int | None = None
    basis = "budget"
    knows_plan = True

    def __post_init__(self) -> None:
        if self.first_year is not None and self.first_year > self.year:
            raise ValueError(FIRST_AFTER_LAST)

    @classmethod
    def of_months(cls, year: int, months: int | None = None, first_year: int | None = None) -> "BudgetPeriod":
        """The first `months` months of a budget year; 12 or None is the whole year. With `first_year`: luỹ kế."""
        if months is not None and not 1 <= months <= 12:
            raise ValueError("Số tháng phải từ 1 đến 12.")
        until = None if months in (None, 12) else end_of_month(year, months)
        return cls(year, until, first_year)

    @property
    def years(self) -> range:
        return range(self.first_year or self.year, self.year + 1)

    @property
    def stretch(self) -> str:
        """What a plan is of: «năm», or of several years «giai đoạn»."""
        return "năm" if len(self.years) == 1 else "giai đoạn"

    @property
    def years_title(self) -> str:
        return (
            f"{self.stretch} {self.year}"
            if len(self.years) == 1
            else f"giai đoạn {self.years[0]} - {self.year}"
        )

    @property
    def budget_years(self) -> str:
        if len(self.years) == 1:
            return f"năm ngân sách {self.year}"
        return f"các năm ngân sách {self.years[0]} - {self.year}"

    @property
    def start(self) -> date:
        return date(self.years[0], 1, 1)

    @property
    def end(self) -> date:
        """The nominal last day; it fixes the region day of a report."""
        return self.until or date(self.year, 12, 31)

    @property
    def a_year_before(self) -> "BudgetPeriod":
        return BudgetPeriod(
            self.year - 1,
            self.until and the_year_before(self.start, self.until)[1],
            self.first_year and self.first_year - 1,
        )

    @property
    def months(self) -> int | None:
        """How many whole months the cut-off makes; None for a whole year or an odd cut-off."""
        if (
            self.until
            and self.until.year == self.year
            and self.until == end_of_month(self.year, self.until.month)
        ):
            return self.until.month
        return None

    @property
    def title(self) -> str:
        if len(self.years) > 1:
            title = f"Giai đoạn {self.years[0]} - {self.year}"
            return f"{title} (đến {self.until:%d/%m/%Y})" if self.until else title
        if self.until is None:
            return f"Năm {self.year}"
        if self.months:
            return f"{self.months} tháng đầu năm {self.year}"
        return f"Năm {self.year}, đến {self.until:%d/%m/%Y}"

    @property
    def cut_offs(self) -> "tuple[Cut, ...]":
        return (self,)

    def limit(self, entries: Rows) -> Rows:
        if len(self.years) > 1:
            entries = entries.filter(budget_year__range=(self.years[0], self.year))
        else:
            entries = entries.filter(budget_year=self.year)
        return self._by_cut_off(entries)

    def up_to_end(self, entries: Rows) -> Rows:
        """For what stands from its line on, until another ends it: lines of this budget year and all before it."""
        return self._by_cut_off(entries.filter(budget_year__lte=self.year))

    def _by_cut_off(self, entries: Rows) -> Rows:
        return entries.filter(on__lte=self.until) if self.until else entries


@dataclass(frozen=True)
class Span:
    """Everything dated from `start` to `end`, whatever its budget year; plan and % of plan are then unknown."""

    start: date
    end: date
    basis = "date"
    knows_plan = False

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError("Ngày đầu phải không sau ngày cuối.")

    @property
    def year(self) -> int:
        return self.end.year

    @property
    def a_year_before(self) -> "Span":
        return Span(*the_year_before(self.start, self.end))

    @property
    def title(self) -> str:
        return f"Từ {self.start:%d/%m/%Y} đến {self.end:%d/%m/%Y}"

    @property
    def cut_offs(self) -> "tuple[Cut, ...]":
        return UpTo(self.end), UpTo(self.start - timedelta(days=1))

    def limit(self, entries: Rows) -> Rows:
        return entries.filter(on__range=(self.start, self.end))

    def up_to_end(self, entries: Rows) -> Rows:
        """For what stands from its line on, until another ends it: every line dated by the end."""
        return entries.filter(on__lte=self.end)


@dataclass(frozen=True)
class UpTo:
    """Everything dated by a day, whatever its budget year."""

    day: date

    def limit(self, entries: Rows) -> Rows:
        return entries.filter(on__lte=self.day)


Period = BudgetPeriod | Span
Cut = BudgetPeriod | UpTo

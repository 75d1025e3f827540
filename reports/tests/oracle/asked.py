"""A question put to the oracle, and which rows it holds: by budget year and cut-off, or by date alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from programs.periods import BudgetPeriod, Period
from reports.tests.oracle.rows import Ledgers, Member, Unit


class Place(NamedTuple):
    """Where a row stands: its province, where it is carried out, and what it belongs to."""

    unit: int
    origin: int
    project: int = 0
    activity: int = 0
    off_project: bool = False


Fact = tuple[Place, tuple, int]  # where, a measure (a name and its parts), and how much of it or who


@dataclass(frozen=True)
class Question:
    """Which rows: of these provinces, in this period, written by this posting; and how they are laid on lines."""

    period: Period
    units: frozenset[int]
    posting: int
    drawing: str = "then"
    region_day: date | None = None

    @property
    def years(self) -> range:
        """The budget years asked for; not of a span of days, which knows none."""
        return range(self.period.first_year or self.period.year, self.period.year + 1)

    @property
    def last_day(self) -> date:
        return self.period.end

    def known(self, rows: Iterable) -> list:
        """Those of the provinces asked for that were written by then."""
        return [row for row in rows if row.posting_id <= self.posting and row.unit_id in self.units]

    def held(self, rows: Iterable) -> list:
        """Those of them that belong to the period."""
        return [row for row in self.known(rows) if in_period(row, self.period)]


def in_period(row, period: Period) -> bool:
    if isinstance(period, BudgetPeriod):
        first = period.first_year or period.year
        return first <= row.budget_year <= period.year and (period.until is None or row.on <= period.until)
    return period.start <= row.on <= period.end


def standing(rows: Iterable, everything: Iterable, posting: int) -> Iterator:
    """Rows of their own that nothing written by this posting takes back."""
    taken_back = {row.reverses_id for row in everything if row.reverses_id and row.posting_id <= posting}
    return (row for row in rows if row.reverses_id is None and row.pk not in taken_back)


def day_before(day: date) -> date:
    return day - timedelta(days=1)


# ------------------------------------------------------------------------------------------------ provinces and lines


def heirs(unit: Unit, units: dict[int, Unit]) -> Iterator[Unit]:
    """What became of a province, one after the other."""
    while unit.successor_id:
        unit = units[unit.successor_id]
        yield unit


def region_of(unit_id: int, day: date, posting: int, ledgers: Ledgers) -> int | None:
    """The region of a province of any era on a day: that of the one which stands for it then."""
    unit = ledgers.units[unit_id]
    chain = [unit, *heirs(unit, ledgers.units)]
    alive = next((one for one in chain if one.valid_to is None or one.valid_to >= day), chain[-1])
    known = memberships(alive.pk, posting, ledgers) or memberships(unit_id, posting, ledgers)
    begun = [row for row in known if row.valid_from <= day]
    return (begun[-1] if begun else known[0]).region_id if known else None


def memberships(unit_id: int, posting: int, ledgers: Ledgers) -> list[Member]:
    rows = (
        row
        for row in ledgers.members
        if row.province_id == unit_id
        and (row.added_id or 0) <= posting
        and (row.ended_id is None or row.ended_id > posting)
    )
    return sorted(rows, key=lambda row: row.valid_from)


def units_of_region(region_id: int, day: date, posting: int, ledgers: Ledgers) -> frozenset[int]:
    return frozenset(pk for pk in ledgers.units if region_of(pk, day, posting, ledgers) == region_id)


def line_of(place: Place, drawing: str, ledgers: Ledgers) -> int:
    """The line on which a drawing shows what stands there."""
    return ledgers.lines[drawing, place.origin if drawing in ledgers.by_origin else place.unit]

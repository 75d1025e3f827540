"""Until which day the books of a province are closed, and until when a budget year is open."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from programs.choices import ClosureState
from programs.ledger.refusal import Objection
from programs.models import Closure
from programs.periods import FIRST_YEAR, LAST_YEAR, WRONG_YEAR
from programs.units.life import Units


@dataclass(frozen=True)
class Closed:
    """What is closed now: for each (province, budget year) the days up to which it was closed and not reopened."""

    days: dict[tuple[int, int], set[date]] = field(default_factory=dict)

    @classmethod
    def read(cls, unit_ids) -> "Closed":
        """One query."""
        states: dict[tuple[int, int, date], str] = {}
        for row in Closure.objects.filter(unit_id__in=unit_ids).order_by("posting_id"):
            states[row.unit_id, row.budget_year, row.cut_off] = row.state
        days = defaultdict(set)
        for (unit, year, cut_off), state in states.items():
            if state == ClosureState.CLOSED:
                days[unit, year].add(cut_off)
        return cls(dict(days))

    def after(self, rows: Sequence[Closure]) -> "Closed":
        """What is closed once these rows are written."""
        if not rows:
            return self
        days = {key: set(known) for key, known in self.days.items()}
        for row in rows:
            known = days.setdefault((row.unit_id, row.budget_year), set())
            (known.add if row.state == ClosureState.CLOSED else known.discard)(row.cut_off)
        return Closed({key: known for key, known in days.items() if known})

    def holds(self, unit_id: int, budget_year: int, cut_off: date) -> bool:
        """Whether this closing stands."""
        return cut_off in self.days.get((unit_id, budget_year), ())

    @cached_property
    def last_days(self) -> dict[tuple[int, int], date]:
        """(province, budget year) -> the latest day that is closed."""
        return {key: max(days) for key, days in self.days.items()}

    @cached_property
    def years(self) -> dict[int, list[int]]:
        """Province -> the budget years that are closed up to some day, the earliest first."""
        years = defaultdict(list)
        for unit, year in sorted(self.days):
            years[unit].append(year)
        return dict(years)

    def behind(self, unit_id: int, on: date, budget_year: int | None) -> tuple[int, date] | None:
        """The budget year and last day of a closing that binds a line of this day; None: it is open.

        None as the year: what stands in every figure from its day on, whatever its year, is bound by each closing.
        """
        for year in self.years.get(unit_id, ()):
            if budget_year not in (None, year):
                continue
            last = self.last_days.get((unit_id, year))
            if last and on <= last:
                return year, last
        return None


def against_closures(
    rows: Sequence[Closure], closed: Closed, units: Units, today: date
) -> Iterator[Objection]:
    """What speaks against closing or reopening these rows, each thing said once."""
    found = {
        objection: None
        for row in rows
        for objection in (
            _against_closing(row, {other.unit_id for other in rows}, units, today)
            if row.state == ClosureState.CLOSED
            else _against_reopening(row, closed, units)
        )
    }
    yield from found


def _against_closing(row: Closure, together: set[int], units: Units, today: date) -> Iterator[Objection]:
    if not FIRST_YEAR <= row.budget_year <= LAST_YEAR:
        yield "budget_year", WRONG_YEAR, "year"
    if row.cut_off.year < FIRST_YEAR:
        yield "cut_off", WRONG_YEAR, "year"
        return
    if row.cut_off > today:
        words = f"Ngày {row.cut_off:%d/%m/%Y} ở sau hôm nay ({today:%d/%m/%Y}); chỉ chốt đến hôm nay."
        yield "cut_off", words, "future"
    elif why := units.why_no_closing(row.unit_id, row.cut_off, together):
        yield "unit", why, "life"


def _against_reopening(row: Closure, closed: Closed, units: Units) -> Iterator[Objection]:
    if closed.holds(row.unit_id, row.budget_year, row.cut_off):
        return
    days = sorted(closed.days.get((row.unit_id, row.budget_year), ()))
    stands = ", ".join(f"{day:%d/%m/%Y}" for day in days)
    words = (
        f"{units.by_id[row.unit_id].name} chưa chốt số liệu năm ngân sách {row.budget_year} đến hết ngày "
        f"{row.cut_off:%d/%m/%Y}, nên không có gì để mở lại. "
        + (f"Năm này đang chốt đến: {stands}." if stands else "Năm này không có lần chốt nào đang đứng.")
    )
    yield "cut_off", words, "not_closed"


def closing_day(closing_dates, level, budget_year) -> date | None:
    """The last day on which this budget year may be entered without a leader's reason; None if no rule."""
    for row in closing_dates:
        last = date(budget_year + 1, row.month, row.day)
        if row.level == level and row.valid_from <= last and (row.valid_to is None or last <= row.valid_to):
            return last
    return None

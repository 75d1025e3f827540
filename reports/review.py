"""What the annexes share: the two periods under review, their comparison, the head and the marks."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from printing.numbers import MILLION
from programs.models import Activity, Indicator
from programs.periods import BudgetPeriod
from reports.figures.figures import Figures, LineFigures, LineKey, ratio
from reports.figures.query import Query
from reports.question.asked import Asked

ILLUSTRATIVE = "SỐ LIỆU MINH HỌA"


@dataclass(frozen=True)
class Review:
    """A conference reviews a whole year and the first months of the next, each against the same period a year before."""

    asked: Asked

    @property
    def main(self) -> BudgetPeriod:
        return self.asked.period

    @property
    def previous(self) -> BudgetPeriod:
        """The whole year before; of lũy kế the whole years before the last."""
        last, first = self.main.year - 1, self.main.first_year
        return BudgetPeriod(last, first_year=first if first and first <= last else None)

    @property
    def periods(self) -> tuple[BudgetPeriod, BudgetPeriod]:
        return self.previous, self.main

    def queries(self) -> list[Query]:
        """Both periods, then what each is compared with; the same units and the same as-of for all."""
        periods = (*self.periods, *(period.a_year_before for period in self.periods))
        return [self.asked.query(period) for period in periods]

    @property
    def area(self) -> str:
        asked = self.asked
        if asked.limited or asked.listed and not (asked.region or asked.province):
            return asked.place.upper()
        if asked.province:
            return asked.province.full_name.upper()
        where = f"KHU VỰC {asked.region.name.upper()}" if asked.region else "TRONG CẢ NƯỚC"
        return f"CÁC TỈNH, THÀNH PHỐ {where}"

    @property
    def words_of_total(self) -> str:
        if self.asked.limited or self.asked.province:
            return "TỔNG CỘNG"
        if self.asked.region:
            return "TỔNG VÙNG"
        return "TỔNG CỘNG" if self.asked.listed else "CẢ NƯỚC"

    @property
    def years(self) -> str:
        return f"{self.previous.title.upper()} VÀ {self.main.title.upper()}"

    @cached_property
    def activities(self) -> list[Activity]:
        return list(Activity.objects.all())

    @property
    def groups(self) -> list[Activity]:
        return [activity for activity in self.activities if activity.is_group]

    @cached_property
    def group_of(self) -> dict[int, int]:
        """Activity id -> id of its group."""
        return {activity.pk: activity.group_id or activity.pk for activity in self.activities}

    @cached_property
    def indicators(self) -> list[Indicator]:
        return list(Indicator.objects.all())

    def head(self, numeral: str, title: str, illustrative: bool, **options) -> dict:
        """The words around a table that every annex carries."""
        return {
            "title": title,
            "sheet": f"PL {numeral}",
            "annex": f"Phụ lục {numeral}",
            "attached": "(Kèm theo Báo cáo số …… ngày …/…/……)",
            "unit": MILLION,
            "basis": self.asked.basis_lines,
            "stamp": ILLUSTRATIVE if illustrative else "",
            "column_numbers": True,
        } | options


def growth_of(asked: Asked, key: LineKey, now: Figures, before: Figures) -> Fraction | None:
    """Of a line: prints only if all money of its family stands on it in both periods. That of sums always prints."""
    family = asked.territory.family(key.line)
    if not (now.holds_all_of(family, key) and before.holds_all_of(family, key)):
        return None
    return growth(now.line(key), before.line(key))


def growth(now: LineFigures, before: LineFigures) -> Fraction | None:
    return compared(now.tally.promotion.done, before.tally.promotion.done)


def compared(now: int | None, before: int | None) -> Fraction | None:
    """So với cùng kỳ: this period as a share of the same period a year before; None where there is none."""
    return ratio(now, before)

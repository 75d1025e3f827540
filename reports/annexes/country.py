"""The country behind a region's share (F.15): only with a denominator that may be named.

The country's figure comes from the ledgers when every province of the country has closed both periods. Otherwise a
whole year may stand on what was published for the country, named in a note with its source; else the share prints «–».
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from programs.choices import ClosureState
from programs.models import Closure
from reports.figures.figures import Figures, Tally, ratio
from reports.figures.query import Query
from reports.models import PublishedFigure
from reports.review import Review


@dataclass(frozen=True)
class Country:
    """The country as the denominator of a region's share: its review, where its figures are complete."""

    whole: Review | None = None
    notes: tuple[str, ...] = ()
    published: tuple[int | None, ...] = (
        None,
        None,
    )  # đồng done in the two periods, where the ledgers can't say

    def queries(self) -> list[Query]:
        """To be asked together with the region's own, so that the share costs no query."""
        return self.whole.queries() if self.whole else []

    def shares(self, region: list[Tally], country: list[Figures]) -> list[Fraction | None]:
        """The region's share of what the country has done, for both periods; None where the country is unknown."""
        wholes = [found.total.tally.promotion.done for found in country[:2]] or self.published
        return [ratio(region[n].promotion.done, wholes[n]) for n in range(2)]


NO_DENOMINATOR = (
    "Tỷ trọng của vùng trong cả nước: «–» vì chưa đủ các tỉnh, thành phố trong cả nước chốt số liệu."
)
WHOLE_DONE = "F.11"  # kinh phí khuyến công thực hiện
ONLY_A_PART = "Tỷ trọng của vùng trong cả nước: «–» vì báo cáo này không gồm đủ các tỉnh, thành phố của vùng."


def read_country(review: Review) -> Country:
    """One query; one more where some province has not closed."""
    asked = review.asked
    if not asked.region:
        return Country()
    if asked.limited or asked.province:
        return Country(notes=(ONLY_A_PART,))
    if not asked.sees_country or not everyone_has_closed(review):
        return published_country(review)
    everywhere = replace(asked.territory, unit_ids=frozenset(asked.territory.provinces), block=None)
    return Country(Review(replace(asked, territory=everywhere, region=None, units_words="")))


def published_country(review: Review) -> Country:
    """What was published for the country and whole years, as known at the posting; each with its source. One query."""
    stretches = [(period.years[0], period.year) for period in review.periods]
    known = PublishedFigure.objects.known_at(review.asked.posting)
    rows = known.of_country().of_whole_years(stretches).sure()
    rows = rows.filter(indicator__code=WHOLE_DONE, amount__isnull=False)
    found = {(row.year_from, row.year_to): row for row in rows.order_by("-pk")}
    figures = [
        found.get(stretch) if period.until is None else None
        for stretch, period in zip(stretches, review.periods, strict=True)
    ]
    notes = [
        f"Tỷ trọng của vùng ({figure.period_title}) tính trên kinh phí cả nước đã công bố ({figure.shown}; nguồn: "
        f"{figure.source}), không phải trên sổ của cổng."
        for figure in figures
        if figure
    ]
    if None in figures:
        notes.append(NO_DENOMINATOR)
    return Country(notes=tuple(notes), published=tuple(figure and figure.amount for figure in figures))


def everyone_has_closed(review: Review) -> bool:
    """Every province alive in a period has closed it, for both periods, as known at the as-of posting."""
    territory = review.asked.territory
    states: dict[tuple[int, int], dict] = {}
    rows = Closure.objects.known_at(review.asked.posting).filter(
        budget_year__in={year for period in review.periods for year in period.years}
    )
    for row in rows.order_by("posting_id"):
        states.setdefault((row.unit_id, row.budget_year), {})[row.cut_off] = row.state
    closed = {
        place: max((day for day, state in days.items() if state == ClosureState.CLOSED), default=date.min)
        for place, days in states.items()
    }
    return all(
        closed.get((pk, year), date.min) >= min(period.end, date(year, 12, 31))
        for period in review.periods
        for year in period.years
        for pk in territory.provinces
        if territory.is_alive(pk, date(year, 1, 1), min(period.end, date(year, 12, 31)))
    )

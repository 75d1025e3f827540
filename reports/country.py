"""The country behind a region's share (F.15): only with a denominator that may be named.

The country's figure comes from the ledgers when every province of the country has closed the period; otherwise the
share prints «–». A denominator published elsewhere is shown beside, with its source, never mixed in silently.
"""

from dataclasses import dataclass
from fractions import Fraction

from programs.choices import ClosureState
from programs.models import Closure
from reports.aggregates import money_figures_for
from reports.annexes.frame import Review
from reports.figures import Tally, ratio
from reports.questions import Asked
from reports.territory import Territory


@dataclass(frozen=True)
class Country:
    """The country's money for the four periods of a review (the two, then those before); None where unknown."""

    tallies: tuple[Tally, ...] | None = None
    notes: tuple[str, ...] = ()

    def shares(self, region: list[Tally]) -> list[Fraction | None]:
        """The region's share of what the country has done, for both periods."""
        if self.tallies is None:
            return [None, None]
        return [ratio(region[n].promotion.done, self.tallies[n].promotion.done) for n in range(2)]


NO_DENOMINATOR = (
    "Tỷ trọng của vùng trong cả nước: «–» vì chưa đủ các tỉnh, thành phố trong cả nước chốt số liệu."
)


def read_country(review: Review) -> Country:
    """One query where some province has not closed; three where all have."""
    if not review.asked.region:
        return Country()
    if not everyone_has_closed(review):
        return Country(notes=(NO_DENOMINATOR,))
    territory = Territory.read(review.asked.boundaries.code, review.asked.region_day)
    whole = Review(Asked(review.main, territory, review.asked.posting))
    return Country(tuple(answer.total.tally for answer in money_figures_for(whole.questions())))


def everyone_has_closed(review: Review) -> bool:
    """Every province alive in a period has closed it, for both periods, as known at the as-of posting."""
    territory = review.asked.territory
    states: dict[tuple[int, int], dict] = {}
    rows = Closure.objects.known_at(review.asked.posting).filter(
        budget_year__in=[period.year for period in review.periods]
    )
    for row in rows.order_by("posting_id"):
        states.setdefault((row.unit_id, row.budget_year), {})[row.cut_off] = row.state
    for period in review.periods:
        for pk in territory.provinces:
            if not territory.is_alive(pk, period.start, period.end):
                continue
            closed = states.get((pk, period.year), {})
            if not any(day >= period.end and state == ClosureState.CLOSED for day, state in closed.items()):
                return False
    return True

"""The country behind a region's share (F.15): only with a denominator that may be named.

The country's figure comes from the ledgers when every province of the country has closed the period; otherwise the
share prints «–». A denominator published elsewhere is shown beside, with its source, never mixed in silently.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from programs.choices import ClosureState
from programs.models import Closure
from reports.aggregates import Question
from reports.annexes.frame import Review
from reports.figures import Figures, Tally, ratio


@dataclass(frozen=True)
class Country:
    """The country as the denominator of a region's share: its review, where its figures are complete."""

    whole: Review | None = None
    notes: tuple[str, ...] = ()

    def questions(self) -> list[Question]:
        """To be asked together with the region's own, so that the share costs no query."""
        return self.whole.questions() if self.whole else []

    @staticmethod
    def shares(region: list[Tally], country: list[Figures]) -> list[Fraction | None]:
        """The region's share of what the country has done, for both periods; None where the country is unknown."""
        if not country:
            return [None, None]
        return [ratio(region[n].promotion.done, country[n].total.tally.promotion.done) for n in range(2)]


NO_DENOMINATOR = (
    "Tỷ trọng của vùng trong cả nước: «–» vì chưa đủ các tỉnh, thành phố trong cả nước chốt số liệu."
)
ONLY_A_PART = "Tỷ trọng của vùng trong cả nước: «–» vì báo cáo này không gồm đủ các tỉnh, thành phố của vùng."


def read_country(review: Review) -> Country:
    """One query."""
    asked = review.asked
    if not asked.region:
        return Country()
    if asked.limited or asked.province:
        return Country(notes=(ONLY_A_PART,))
    if not everyone_has_closed(review):
        return Country(notes=(NO_DENOMINATOR,))
    everywhere = replace(asked.territory, unit_ids=frozenset(asked.territory.provinces))
    return Country(Review(replace(asked, territory=everywhere, region=None, units_words="")))


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

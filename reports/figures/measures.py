"""Every indicator code with the way it is read off a line's figures. Named in one place, explained where it shows.

Money comes in whole đồng; counts as whole numbers; flows and stocks in the indicator's own unit; percentages of F.12 to
F.15 in percent; S.5 in đồng of own capital on one đồng of promotion money. None is "–": nothing to divide by, or a plan
asked by date alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from programs.choices import Happening, IndicatorKind, Level, ResultKind
from programs.models import Indicator
from reports.figures.figures import LineFigures, ratio

Value = int | Decimal | Fraction | None


@dataclass(frozen=True)
class Measure:
    """How one figure is read, and whether it needs a plan (unknown when one asks by date alone)."""

    read: Callable[[LineFigures], Value]
    needs_plan: bool = False


def percent(part: int, whole: int) -> Fraction | None:
    share = ratio(part, whole)
    return None if share is None else share * 100


LEDGER_MEASURES: dict[str, Measure] = {
    "F.1": Measure(lambda f: f.count_of(Happening.APPROVED)),
    "F.2": Measure(lambda f: f.count_of(Happening.ACCEPTED)),
    "F.3": Measure(lambda f: f.count_of(Happening.ADJUSTED)),
    "F.4": Measure(lambda f: f.count_of(Happening.STOPPED)),
    "F.5": Measure(lambda f: f.tally.kcqg.plan, True),
    "F.6": Measure(lambda f: f.tally.kcqg.done),
    "F.7": Measure(lambda f: f.tally.kcdp.plan, True),
    "F.8": Measure(lambda f: f.tally.kcdp.done),
    "F.9": Measure(lambda f: f.tally.own.done),
    "F.10": Measure(lambda f: f.tally.other.done),
    "F.11": Measure(lambda f: f.tally.promotion.done),
    "F.12": Measure(lambda f: percent(f.tally.promotion.done, f.tally.promotion.plan), True),
    "F.13": Measure(lambda f: percent(f.tally.kcqg.done, f.tally.promotion.done)),
    "F.14": Measure(lambda f: percent(f.tally.promotion.disbursed, f.tally.promotion.plan), True),
    "F.15": Measure(lambda f: None),  # needs the country: reports.questions.share_of_country
    "F.16": Measure(lambda f: f.tally.promotion.plan, True),
    "F.17": Measure(lambda f: f.tally.everything.done),
    "F.18": Measure(lambda f: f.tally.kcqg.contracted),
    "F.19": Measure(lambda f: f.tally.kcdp.contracted),
    "F.20": Measure(lambda f: f.tally.kcqg.advanced),
    "F.21": Measure(lambda f: f.tally.kcdp.advanced),
    "F.22": Measure(lambda f: f.tally.kcqg.disbursed),
    "F.23": Measure(lambda f: f.tally.kcdp.disbursed),
    "F.24": Measure(lambda f: f.tally.kcqg.settled),
    "F.25": Measure(lambda f: f.tally.kcdp.settled),
    "F.26": Measure(lambda f: f.project_count(Level.KCQG), True),
    "F.27": Measure(lambda f: f.project_count(Level.KCDP), True),
    "F.28": Measure(lambda f: f.tally.own.plan, True),
    "F.29": Measure(lambda f: f.tally.promotion.carried),
    "F.30": Measure(lambda f: f.tally.off_project.done),
    "F.31": Measure(lambda f: f.tally.promotion.recovered),
    "S.1": Measure(lambda f: f.businesses(f.served_businesses)),
    "S.5": Measure(lambda f: f.tally.own_per_promotion),
}


def quantity(figures: LineFigures, indicator: Indicator, kind=ResultKind.ACTUAL, level=None) -> int | Decimal:
    """A typed indicator in its own unit; one with a formula of codes is added from them."""
    if indicator.formula:
        steps = sum(figures.result(code.strip(), kind, level) for code in indicator.formula.split("+"))
    else:
        steps = figures.result(indicator.code, kind, level)
    return Decimal(steps).scaleb(-indicator.scale) if indicator.scale else steps


def value_of(indicator: Indicator, figures: LineFigures, knows_plan: bool) -> Value:
    measure = LEDGER_MEASURES.get(indicator.code)
    if measure is None:
        return quantity(figures, indicator)
    return None if measure.needs_plan and not knows_plan else measure.read(figures)


def is_ratio(indicator: Indicator) -> bool:
    return indicator.kind == IndicatorKind.RATIO

"""The rows of Phụ lục I: projects, money, results by content, effects; each read off the figures of four periods.

Projects, money and effects of money are the figures of the catalogue that have a place here; results are the indicators
that people type.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from printing.numbers import MILLION
from printing.sums import is_number
from printing.table import COUNT, EMPTY, MONEY, PERCENT, QUANTITY, Kind, Row, heading, line, total
from programs.choices import Level, ResultKind
from programs.models import Indicator
from reports.figures.catalogue import CATALOGUE
from reports.figures.definitions import Definition, Rows
from reports.figures.figures import LineFigures, ratio
from reports.figures.indicators import quantity, typed_codes
from reports.review import Review, compared

LEVELS = (Level.KCQG, Level.KCDP)
Triple = tuple[Any, Any, Any]  # KCQG, KCĐP, both
BLANK: Triple = (EMPTY, EMPTY, EMPTY)


@dataclass(frozen=True)
class Side:
    """One indicator in one period. `whole` stands for the total where it is not the sum of the two (distinct counts)."""

    plan: Triple = BLANK
    done: Triple = BLANK
    growth: Fraction | None | Any = EMPTY


@dataclass(frozen=True)
class Item:
    """One row of the annex: its unit and what it shows for each of the two periods."""

    unit: str
    sides: tuple[Side, Side]


def _sides(totals, plan, done) -> tuple[Side, Side]:
    """The row of both periods: `plan` and `done` read a triple off a line's figures."""
    made = []
    for now, before in ((totals[0], totals[2]), (totals[1], totals[3])):
        reached = done(now) if done else BLANK
        growth = compared(_whole(reached), _whole(done(before))) if done else EMPTY
        made.append(Side(plan(now) if plan else BLANK, reached, growth))
    return made[0], made[1]


def _whole(triple: Triple):
    value = triple[2]
    return Fraction(value) if isinstance(value, int | Decimal) else None


def _row(label, unit, measure: Kind, totals, plan, done, **options) -> Row:
    sides = _sides(totals, plan, done)
    options.setdefault("own", _not_added(sides))
    return line(Item(unit, sides), label=label, measure=measure, **options)


def _not_added(sides: tuple[Side, ...]) -> frozenset[str]:
    """The columns "Tổng" that are not KCQG + KCĐP: distinct counts, one total without parts, blanks."""
    return frozenset(
        f"{name}{n}2"
        for n, side in enumerate(sides)
        for name, (kcqg, kcdp, whole) in (("plan", side.plan), ("done", side.done))
        if not (is_number(kcqg) and is_number(kcdp) and is_number(whole) and kcqg + kcdp == whole)
    )


# --- the figures of the catalogue: A. số đề án, B. kinh phí, D. hiệu quả ---------------------------------------------


def placed(part: str) -> list[Definition]:
    """The figures that stand in a part of this annex: by their marks, else as the catalogue lists them."""
    found = [made for made in CATALOGUE.values() if made.place and made.place.part == part]
    return sorted(found, key=lambda made: [int(number) for number in made.place.mark.split(".") if number])


def project_rows(review: Review, totals) -> Iterator[Row]:
    yield from (_figure_row(review, made, totals) for made in placed("A"))


def money_rows(review: Review, totals, shares) -> Iterator[Row]:
    yield from (_figure_row(review, made, totals) for made in placed("B"))
    yield _shares_of_level(totals)
    yield _share_of_country(shares)


def effect_rows(review: Review, totals) -> Iterator[Row]:
    for indicator in review.indicators:
        if indicator.code.startswith("S.") and indicator.is_typed:
            yield _indicator_row(indicator, totals)
    for made in placed("D"):
        sides = tuple(Side(done=(EMPTY, EMPTY, _rounded(made.value(total)))) for total in totals[:2])
        yield line(
            Item(_unit(review, made), sides),
            label=made.place.label,
            measure=made.kind,
            without=NO_RATES,
            own=_not_added(sides),
            key=made.code,
        )


def _figure_row(review: Review, made: Definition, totals) -> Row:
    place = made.place
    plan = _triple(CATALOGUE[place.plan], place.by_level) if place.plan else None
    done = _triple(made, place.by_level)
    if place.is_plan:
        plan, done = done, None
    unit, options = _unit(review, made), {"mark": place.mark, "key": made.code}
    if place.adds:
        item = Item(unit, _sides(totals, plan, done))
        return total(place.label, item, of=place.adds, measure=made.kind, without=NOT_BY_LEVEL, **options)
    if made.rows is Rows.BUSINESSES:
        options["own"] = WHOLES  # counted again, also where they happen to add up
    if place.base:
        options["base"] = place.base
    return _row(place.label, unit, made.kind, totals, plan, done, indent=place.mark.count("."), **options)


def _triple(made: Definition, by_level: bool) -> Callable[[LineFigures], Triple]:
    return made.by_level if by_level else lambda figures: (EMPTY, EMPTY, made.value(figures))


def _unit(review: Review, made: Definition) -> str:
    units = {row.code: row.unit_of_measure for row in review.indicators}
    return MILLION if made.kind is MONEY else units.get(made.code, made.unit)


def _rounded(value: Fraction | None) -> Decimal | None:
    return None if value is None else round(Decimal(value.numerator) / Decimal(value.denominator), 2)


def _shares_of_level(totals) -> Row:
    def shares(made: Definition) -> Callable[[LineFigures], Triple]:
        def triple(figures):
            kcqg, kcdp, whole = made.by_level(figures)
            return (ratio(kcqg, whole), ratio(kcdp, whole), EMPTY)

        return triple

    plan, done = shares(CATALOGUE["F.16"]), shares(CATALOGUE["F.11"])
    sides = tuple(Side(plan(total), done(total)) for total in totals[:2])
    return line(
        Item("%", sides),
        label="Tỷ trọng KCQG, KCĐP trong kinh phí khuyến công",
        mark="5",
        measure=PERCENT,
        without=NO_RATES,
        own=_not_added(sides),
    )


WHOLES = frozenset(f"{name}{n}2" for name in ("plan", "done") for n in range(2))
NOT_BY_LEVEL = frozenset(
    f"{name}{n}{at}" for name in ("plan", "done", "rate") for n in range(2) for at in range(2)
)
NO_RATES = frozenset(f"rate{n}{at}" for n in range(2) for at in range(3)) | {"growth0", "growth1"}


def _share_of_country(shares) -> Row:
    sides = tuple(Side(done=(EMPTY, EMPTY, share)) for share in shares)
    return line(
        Item("%", sides),
        label="Tỷ trọng của vùng trong kinh phí khuyến công cả nước",
        mark="6",
        measure=PERCENT,
        without=NO_RATES,
        own=_not_added(sides),
    )


# --- C. kết quả: what people type --------------------------------------------------------------------------------------


def _result(indicator: Indicator, kind: str) -> Callable[[LineFigures], Triple]:
    codes = typed_codes(indicator)

    def triple(figures):
        if not any((code, level, kind) in figures.results for code in codes for level in LEVELS):
            return None, None, None
        return *(quantity(figures, indicator, kind, level) for level in LEVELS), quantity(
            figures, indicator, kind
        )

    return triple


def _indicator_row(indicator: Indicator, totals, **options) -> Row:
    return _row(
        indicator.name,
        indicator.unit_of_measure,
        QUANTITY if indicator.scale else COUNT,
        totals,
        _result(indicator, ResultKind.PLAN),
        _result(indicator, ResultKind.ACTUAL),
        key=indicator.code,
        **options,
    )


def result_rows(review: Review, totals) -> Iterator[Row]:
    for number, group in enumerate(review.groups, start=1):
        rows = [
            _indicator_row(indicator, totals)
            for indicator in review.indicators
            if indicator.content_group == number and typed_codes(indicator)
        ]
        if rows:
            yield heading(group.name, level=2, mark=group.code)
            yield from rows

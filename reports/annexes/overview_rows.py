"""The rows of Phụ lục I: projects, money, results by content, effects; each read off the figures of four periods."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from printing.sums import is_number
from printing.table import COUNT, EMPTY, MONEY, PERCENT, QUANTITY, Kind, Row, heading, line, total
from programs.choices import Happening, Level, ResultKind
from programs.models import Indicator
from reports.figures.figures import LineFigures, Money
from reports.figures.measures import LEDGER_MEASURES, quantity
from reports.review import Review, compared

LEVELS = (Level.KCQG, Level.KCDP)
Triple = tuple[Any, Any, Any]  # KCQG, KCĐP, both
BLANK: Triple = (EMPTY, EMPTY, EMPTY)
MONEY_UNIT = "triệu đồng"


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


# --- A. số đề án -----------------------------------------------------------------------------------------------------


def _planned(figures: LineFigures) -> Triple:
    return *(figures.project_count(level) for level in LEVELS), figures.project_count()


def _happened(happening: str) -> Callable[[LineFigures], Triple]:
    def read(figures):
        return *(figures.count_of(happening, level) for level in LEVELS), figures.count_of(happening)

    return read


def _businesses(name: str) -> Callable[[LineFigures], Triple]:
    def read(figures):
        by_level = getattr(figures, name)
        return *(figures.businesses(by_level, level) for level in LEVELS), figures.businesses(by_level)

    return read


def project_rows(totals) -> Iterator[Row]:
    for label, happening, plan in (
        ("Đề án được phê duyệt", Happening.APPROVED, _planned),
        ("Đề án nghiệm thu", Happening.ACCEPTED, None),
        ("Đề án điều chỉnh", Happening.ADJUSTED, None),
        ("Đề án ngừng thực hiện", Happening.STOPPED, None),
    ):
        yield _row(label, "đề án", COUNT, totals, plan, _happened(happening), key=happening.value)
    yield _row(
        "Cơ sở CNNT thụ hưởng (không trùng)",
        "cơ sở",
        COUNT,
        totals,
        _businesses("planned_businesses"),
        _businesses("served_businesses"),
        key="businesses",
        own=WHOLES,  # counted again, also where they happen to add up
    )


# --- B. kinh phí -----------------------------------------------------------------------------------------------------


def _promotion(read: Callable[[Money], int]) -> Callable[[LineFigures], Triple]:
    def triple(figures):
        tally = figures.tally
        return read(tally.kcqg), read(tally.kcdp), read(tally.kcqg) + read(tally.kcdp)

    return triple


def _only_whole(read: Callable[[LineFigures], int]) -> Callable[[LineFigures], Triple]:
    return lambda figures: (EMPTY, EMPTY, read(figures))


def money_rows(totals, shares) -> Iterator[Row]:
    def row(label, plan, done, mark, **options):
        return _row(label, MONEY_UNIT, MONEY, totals, plan, done, mark=mark, **options)

    yield row(
        "Kinh phí khuyến công",
        _promotion(lambda m: m.plan),
        _promotion(lambda m: m.done),
        "1",
        key="promotion",
    )
    yield row("Trong đó: năm trước chuyển sang", _promotion(lambda m: m.carried), None, "1.1", indent=1)
    for mark, label, read in (
        ("1.2", "Giá trị ký hợp đồng", lambda m: m.contracted),
        ("1.3", "Tạm ứng", lambda m: m.advanced),
        ("1.4", "Giải ngân (tạm ứng + thanh toán)", lambda m: m.disbursed),
    ):
        yield row(label, None, _promotion(read), mark, indent=1, base="promotion")
    yield row(
        "Vốn đối ứng của cơ sở CNNT (cam kết; đã xác nhận)",
        _only_whole(lambda f: f.tally.own.plan),
        _only_whole(lambda f: f.tally.own.done),
        "2",
        key="own",
    )
    yield row(
        "Vốn khác (tài trợ, lồng ghép)",
        _only_whole(lambda f: f.tally.other.plan),
        _only_whole(lambda f: f.tally.other.done),
        "3",
        key="other",
    )
    everything = (lambda f: f.tally.everything.plan), (lambda f: f.tally.everything.done)
    yield total(
        "Tổng vốn thực hiện đề án (1 + 2 + 3)",
        Item(MONEY_UNIT, _sides(totals, *map(_only_whole, everything))),
        of=("promotion", "own", "other"),
        mark="4",
        measure=MONEY,
        without=NOT_BY_LEVEL,
    )
    yield _shares_of_level(totals)
    yield _share_of_country(shares)


def _shares_of_level(totals) -> Row:
    def shares(read):
        def triple(figures):
            kcqg, kcdp = read(figures.tally.kcqg), read(figures.tally.kcdp)
            whole = kcqg + kcdp
            return (Fraction(kcqg, whole), Fraction(kcdp, whole), EMPTY) if whole else (None, None, EMPTY)

        return triple

    plan, done = shares(lambda m: m.plan), shares(lambda m: m.done)
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


# --- C. kết quả, D. hiệu quả -----------------------------------------------------------------------------------------


def _result(indicator: Indicator, kind: str) -> Callable[[LineFigures], Triple]:
    codes = [code.strip() for code in indicator.formula.split("+")] if indicator.formula else [indicator.code]

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
            if indicator.content_group == number and (indicator.is_typed or indicator.formula)
        ]
        if rows:
            yield heading(group.name, level=2, mark=group.code)
            yield from rows


def effect_rows(review: Review, totals) -> Iterator[Row]:
    for indicator in review.indicators:
        if indicator.code.startswith("S.") and indicator.is_typed:
            yield _indicator_row(indicator, totals)
    own = LEDGER_MEASURES["S.5"].read
    per_dong = [own(total) for total in totals]
    sides = tuple(Side(done=(EMPTY, EMPTY, _rounded(value))) for value in per_dong[:2])
    yield line(
        Item("lần", sides),
        label="Đồng vốn đối ứng trên một đồng kinh phí khuyến công",
        measure=QUANTITY,
        without=NO_RATES,
        own=_not_added(sides),
    )


def _rounded(value: Fraction | None) -> Decimal | None:
    return None if value is None else round(Decimal(value.numerator) / Decimal(value.denominator), 2)

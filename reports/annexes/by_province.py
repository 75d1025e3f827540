"""Phụ lục II: promotion money by province, both periods; the region as a share of the country."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from printing.table import (
    EMPTY,
    MONEY,
    NOT_REPORTED,
    OWN,
    PERCENT,
    SERIAL,
    TEXT,
    Column,
    Plus,
    Ratio,
    Row,
    Share,
    Table,
    apart,
    line,
    quotient,
    subtotal,
    total,
)
from programs.choices import Level
from reports.annexes.country import Country
from reports.figures.aggregates import money_figures_for
from reports.figures.catalogue import CATALOGUE
from reports.figures.figures import Figures, LineFigures, LineKey, Tally
from reports.review import Review, growth, growth_of

TOTAL = "total"
COUNTRY = "country"


@dataclass(frozen=True)
class ProvinceItem:
    """One line: its name, its figures in the two periods, and growth where all of its family stands on it."""

    name: str
    figures: tuple[LineFigures, ...]
    growth: tuple[Any, ...]
    note: str = ""
    unknown: tuple[Any, ...] = (NOT_REPORTED, NOT_REPORTED)  # what stands where there is no money

    def figure(self, n: int, code: str, level: Level | None = None) -> Any:
        """A figure of money of the catalogue in one of the periods."""
        figures = self.figures[n]
        return CATALOGUE[code].value(figures, level=level) if figures.has_money else self.unknown[n]


def by_province_table(review: Review, country: Country, answers: list[Figures] | None = None) -> Table:
    """`answers` where the questions of the review and the country are answered already."""
    answers = answers or money_figures_for([*review.queries(), *country.queries()])
    answers, whole = answers[:4], answers[4:]
    rows = list(_rows(review, answers))
    if review.asked.region and not review.asked.limited:
        item = _country_item([answer.total.tally for answer in whole]) if whole else UNKNOWN_COUNTRY
        rows.append(apart(item, "CẢ NƯỚC", key=COUNTRY))
        rows.append(quotient("Vùng / cả nước (%)", TOTAL, COUNTRY, without=NOT_IN_QUOTIENT))
    return Table(
        columns=_columns(review),
        rows=rows,
        label="name",
        notes=_notes(review),
        **review.head(
            "II",
            f"KINH PHÍ KHUYẾN CÔNG {review.area} {review.years}",
            any(answer.total.illustrative for answer in answers),
        ),
    )


def _columns(review: Review) -> list[Column]:
    previous, main = review.periods
    return [
        Column("STT", kind=SERIAL, key="no", width=5),
        Column("Tỉnh, thành phố", lambda item: item.name, TEXT, key="name", width=26),
        *_triple(0, "plan", (previous.title, "Kế hoạch")),
        *_triple(0, "done", (previous.title, "Thực hiện")),
        *_rates(0, (previous.title, "TH/KH (%)")),
        _growth(0, previous.title),
        *_triple(1, "plan", (main.title, f"Kế hoạch {main.stretch}")),
        _money(1, "contracted", "Ký hợp đồng", (main.title,)),
        _money(1, "disbursed", "Giải ngân", (main.title,)),
        *_triple(1, "done", (main.title, "Thực hiện")),
        *_rates(1, (main.title, f"TH/KH {main.stretch} (%)")),
        _growth(1, main.title),
        *_not_collected(f"Ước thực hiện cả năm {main.year}", ("KCQG", "KCĐP", "Tổng", "% KH")),
        *_not_collected(f"Dự kiến kế hoạch năm {main.year + 1}", ("KCQG", "KCĐP", "Tổng")),
        Column("Tỷ trọng trong vùng (%)", Share("done12"), PERCENT, key="share"),
        Column("Ghi chú", lambda item: item.note, TEXT, key="note", width=15),
    ]


def _triple(n: int, name: str, group) -> Iterator[Column]:
    """KCQG, KCĐP and both of a figure of promotion money."""
    code = {"plan": "F.16", "done": "F.11"}[name]
    for at, (head, level) in enumerate((("KCQG", Level.KCQG), ("KCĐP", Level.KCDP))):
        yield Column(
            head, lambda item, level=level: item.figure(n, code, level), MONEY, group, f"{name}{n}{at}"
        )
    yield Column("Tổng", Plus(f"{name}{n}0", f"{name}{n}1"), MONEY, group, f"{name}{n}2")


def _money(n: int, code: str, head: str, group) -> Column:
    return Column(head, lambda item: item.figure(n, code), MONEY, group, f"{code}{n}")


def _rates(n: int, group) -> Iterator[Column]:
    for at, head in enumerate(("KCQG", "KCĐP", "Tổng")):
        yield Column(head, Ratio(f"done{n}{at}", f"plan{n}{at}"), PERCENT, group, f"rate{n}{at}")


def _growth(n: int, title: str) -> Column:
    return Column(
        "So với cùng kỳ (%)", lambda item: item.growth[n], PERCENT, (title,), f"growth{n}", total=OWN
    )


def _not_collected(group: str, heads) -> Iterator[Column]:
    """Estimates come from the provinces' reports; until a round collects them they print «–»."""
    for head in heads:
        kind = PERCENT if "%" in head else MONEY
        yield Column(head, lambda item: None, kind, (group,), f"{group} {head}", width=7)


NOT_IN_QUOTIENT = frozenset({"share"})


def _keys(review: Review, answers: list[Figures]) -> list[LineKey]:
    territory = review.asked.territory
    standing = territory.lines(review.previous.start, review.main.end)
    with_money = {key for answer in answers[:2] for key, found in answer.lines.items() if found.has_money}
    return sorted({*standing, *with_money}, key=territory.sort_key)


def _item(review: Review, key: LineKey, answers: list[Figures]) -> ProvinceItem:
    territory = review.asked.territory
    figures, unknown, grown = [], [], []
    for n, period in enumerate(review.periods):
        found = answers[n].line(key)
        alive = territory.lives(key, period.start, period.end)  # else there was nobody to report
        figures.append(found)
        unknown.append(NOT_REPORTED if alive else EMPTY)
        is_there = alive or found.has_money
        grown.append(growth_of(review.asked, key, answers[n], answers[n + 2]) if is_there else EMPTY)
    name, note = territory.name(key.line, review.main.end), territory.note(key)
    return ProvinceItem(name, tuple(figures), tuple(grown), note, tuple(unknown))


def _rows(review: Review, answers: list[Figures]) -> Iterator[Row]:
    keys = _keys(review, answers)
    if review.asked.region or review.asked.province:
        yield from _lines(review, keys, answers)
    else:
        for mark, region in zip("ABCDEFGH", review.asked.territory.blocks, strict=False):
            held = [key for key in keys if key.region == (region and region.pk)]
            if held:
                sums = [sum((answer.line(key) for key in held), LineFigures()) for answer in answers]
                yield subtotal(region.name if region else NO_REGION, mark=mark, item=_together(sums))
                yield from _lines(review, held, answers)
    yield total(review.words_of_total, item=_together([answer.total for answer in answers]), key=TOTAL)


def _lines(review: Review, keys: list[LineKey], answers: list[Figures]) -> Iterator[Row]:
    yield from (line(_item(review, key, answers), key=key) for key in keys)


def _together(sums: list[LineFigures], name: str = "") -> ProvinceItem:
    """A block, a region or the country: its figures of the four periods; its growth always prints."""
    first, second = (growth(sums[n], sums[n + 2]) for n in range(2))
    return ProvinceItem(name, (sums[0], sums[1]), (first, second))


def _country_item(country: list[Tally]) -> ProvinceItem:
    return _together([LineFigures(tally, has_money=True) for tally in country], "CẢ NƯỚC")


UNKNOWN_COUNTRY = ProvinceItem("CẢ NƯỚC", (LineFigures(), LineFigures()), (None, None), unknown=(None, None))
NO_REGION = "Chưa xếp vùng"


def _notes(review: Review) -> list[str]:
    notes = [
        "«chưa báo cáo»: tỉnh chưa có số liệu trong kỳ; «–»: không có số để tính; ô trống: không có tỉnh trong kỳ."
    ]
    if review.asked.boundaries.code != "34":
        notes.append(
            "So với cùng kỳ chỉ in khi ở cả hai kỳ mọi số liệu của địa bàn đều ở dòng đó; nếu không, xem theo 34 tỉnh, "
            "thành phố."
        )
    return notes

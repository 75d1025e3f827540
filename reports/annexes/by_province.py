"""Phụ lục II: promotion money by province, both periods; the region as a share of the country."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from printing.table import (
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
from reports.figures.figures import Figures, LineFigures, Tally
from reports.review import Review, compared, growth_of

TOTAL = "total"
COUNTRY = "country"


@dataclass(frozen=True)
class ProvinceItem:
    """One line: its name, its figures in the two periods, and growth where the territory is the same."""

    name: str
    figures: tuple[LineFigures, LineFigures]
    growth: tuple[Any, Any]
    note: str = ""
    unknown: Any = NOT_REPORTED  # what stands where there is no money

    def figure(self, n: int, code: str, level: Level | None = None) -> Any:
        """A figure of money of the catalogue in one of the periods."""
        figures = self.figures[n]
        return CATALOGUE[code].value(figures, level=level) if figures.has_money else self.unknown


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


def _growths(review: Review, line_id: int | None, answers: list[Figures]) -> tuple[Any, Any]:
    first, second = (
        growth_of(review.asked, line_id, period, answers[n], answers[n + 2])
        for n, period in enumerate(review.periods)
    )
    return first, second


def _line_ids(review: Review, answers: list[Figures]) -> list[int]:
    territory = review.asked.territory
    standing = territory.lines(review.previous.start, review.main.end)
    with_money = {pk for answer in answers[:2] for pk, found in answer.lines.items() if found.has_money}
    return sorted({*standing, *with_money}, key=territory.sort_key)


def _item(review: Review, line_id: int, answers: list[Figures]) -> ProvinceItem:
    territory = review.asked.territory
    missing = territory.missing_parts(line_id)
    return ProvinceItem(
        name=territory.name(line_id, review.main.end),
        figures=(answers[0].line(line_id), answers[1].line(line_id)),
        growth=_growths(review, line_id, answers),
        note=f"Không gồm {', '.join(missing)}" if missing else "",
    )


def _rows(review: Review, answers: list[Figures]) -> Iterator[Row]:
    line_ids = _line_ids(review, answers)
    territory = review.asked.territory
    whole = ProvinceItem("", (answers[0].total, answers[1].total), _growths(review, None, answers))
    if review.asked.region or review.asked.province:
        for line_id in line_ids:
            yield line(_item(review, line_id, answers), key=line_id)
        yield total(review.words_of_total, item=whole, key=TOTAL)
        return
    regions = sorted(territory.regions.values(), key=lambda region: region.order)
    for mark, region in zip("ABCDEFGH", regions, strict=False):
        held = [pk for pk in line_ids if territory.region_of[pk] == region.pk]
        if held:
            yield subtotal(region.name, mark=mark, item=_region_item(held, answers))
            for line_id in held:
                yield line(_item(review, line_id, answers), key=line_id)
    yield total(review.words_of_total, item=whole, key=TOTAL)


def _region_item(line_ids: list[int], answers: list[Figures]) -> ProvinceItem:
    sums = [sum((answer.line(pk) for pk in line_ids), LineFigures()) for answer in answers]
    growth = [compared(sums[n].tally.promotion.done, sums[n + 2].tally.promotion.done) for n in range(2)]
    return ProvinceItem("", (sums[0], sums[1]), (growth[0], growth[1]))


def _country_item(country: list[Tally]) -> ProvinceItem:
    figures = tuple(LineFigures(tally, has_money=True) for tally in country[:2])
    growth = [compared(country[n].promotion.done, country[n + 2].promotion.done) for n in range(2)]
    return ProvinceItem("CẢ NƯỚC", (figures[0], figures[1]), (growth[0], growth[1]))


UNKNOWN_COUNTRY = ProvinceItem("CẢ NƯỚC", (LineFigures(), LineFigures()), (None, None), unknown=None)


def _notes(review: Review) -> list[str]:
    notes = ["«chưa báo cáo»: tỉnh chưa có số liệu trong kỳ; «–»: không có số để tính."]
    if review.asked.boundaries.code != "34":
        notes.append(
            "So với cùng kỳ chỉ in khi dòng gồm cùng một địa bàn ở cả hai kỳ; nếu không, xem theo 34 tỉnh, thành phố."
        )
    return notes

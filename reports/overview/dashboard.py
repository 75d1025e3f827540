"""The overview: from figures to strong numbers, lines and what deserves a look. Pure: asks no database."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from printing.numbers import MILLION, NOTHING, format_count, format_money, format_percent, format_quantity
from printing.table import COUNT, MONEY, PERCENT, Column
from programs.measures import DISBURSED_WORDS, PLAN_WORDS
from programs.periods import BudgetPeriod
from reports.figures.catalogue import CATALOGUE
from reports.figures.figures import Figures, LineFigures, LineKey, ratio
from reports.question.asked import Asked
from reports.review import compared, growth, growth_of

LOW = Fraction(80, 100)  # of the average of all lines: below it a line is listed, and the page says so
Address = Callable[..., str]  # code and line -> the page of the entries behind


@dataclass(frozen=True)
class ProvinceLine:
    """One province's line; without a key the sum of a region or of all."""

    key: LineKey | None
    unit: str  # the key of the province
    name: str
    found: LineFigures
    growth: Fraction | None
    note: str = ""
    region: str = ""  # its code: of a sum of a region, and of a line that stands in several
    lives: bool = True  # a unit of it was alive in the period: it may be asked for figures

    @property
    def reported(self) -> bool:
        return self.found.has_entries

    def figure(self, code: str) -> Any:
        """A figure of the catalogue on this line; the overview asks by budget year, so that there is a plan."""
        return CATALOGUE[code].value(self.found)

    @property
    def plan(self) -> int:
        return self.figure("F.16")

    @property
    def done(self) -> int:
        return self.figure("F.11")

    @property
    def rate(self) -> Fraction | None:
        return self.figure("F.12")

    @property
    def disbursed(self) -> int:
        return self.figure("disbursed")


def lines_of(asked: Asked, now: Figures, before: Figures) -> list[ProvinceLine]:
    """The lines in the order of the regions: those that stand in the period, and those with money."""
    territory, period = asked.territory, asked.period
    standing = territory.lines(period.start, period.end)
    keys = sorted(
        {*standing, *(key for key, found in now.lines.items() if found.has_entries)}, key=territory.sort_key
    )
    parts = Counter(key.line for key in keys)
    return [
        ProvinceLine(
            key,
            territory.provinces[key.line].key,
            territory.name(key.line, period.end),
            now.line(key),
            growth_of(asked, key, now, before),
            territory.note(key),
            territory.regions[key.region].code if parts[key.line] > 1 and key.region else "",
            territory.lives(key, period.start, period.end),
        )
        for key in keys
    ]


def whole_provinces(lines: list[ProvinceLine]) -> list[ProvinceLine]:
    """The lines with the parts of each province put together: a map, a chart, a count knows it once."""
    whole: dict[str, ProvinceLine] = {}
    for line in lines:
        other = whole.get(line.unit)
        whole[line.unit] = line if other is None else _joined(other, line)
    return list(whole.values())


def _joined(one: ProvinceLine, other: ProvinceLine) -> ProvinceLine:
    return replace(
        one,
        found=one.found + other.found,
        growth=None,
        note="",
        region="",
        lives=one.lives or other.lives,
    )


def blocks_of(
    asked: Asked, lines: list[ProvinceLine], now: Figures, before: Figures
) -> Iterator[tuple[ProvinceLine | None, list[ProvinceLine]]]:
    """The lines of each region with what they come to; without a sum where there is one block alone."""
    by_region = {region: list(held) for region, held in groupby(lines, key=lambda line: line.key.region)}
    for pk, held in by_region.items():
        region = asked.territory.regions.get(pk)
        sums = now.part(pk), before.part(pk)
        whole = None
        if region and len(by_region) > 1:
            whole = ProvinceLine(None, "", region.name, sums[0], growth(*sums), region=region.code)
        yield whole, held


def total_of(now: Figures, before: Figures) -> ProvinceLine:
    return ProvinceLine(None, "", "Tổng cộng", now.total, growth(now.total, before.total))


# --- the table -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FigureColumn(Column):
    """A column of figures by line; with a code, each leads to the entries behind it."""

    code: str = ""

    @property
    def unit(self) -> str:
        return MILLION if self.kind is MONEY else ""

    def text(self, line: ProvinceLine) -> str:
        return FORMATS[self.kind](self.value(line))


FORMATS = {MONEY: lambda amount: format_money(amount, MILLION), PERCENT: format_percent, COUNT: format_count}


def _figures(heading: str, code: str) -> FigureColumn:
    return FigureColumn(heading, lambda line: line.figure(code), CATALOGUE[code].kind, key=code, code=code)


NAME = Column("Tỉnh, thành phố", lambda line: line.name, key="name")
COLUMNS = (
    _figures("Kế hoạch", "F.16"),
    _figures("Thực hiện", "F.11"),
    _figures("Thực hiện / kế hoạch", "F.12"),
    FigureColumn("So cùng kỳ", lambda line: line.growth, PERCENT, key="growth"),
    _figures("Giải ngân", "disbursed"),
    _figures("Giải ngân / kế hoạch", "F.14"),
    _figures("Số đề án", "projects"),
    _figures("Cơ sở thụ hưởng", "S.1"),
)


def cells_of(line: ProvinceLine, address: Address) -> list[tuple[FigureColumn, str, str]]:
    """The columns, with the figures of a line in words and the way to what is behind each."""

    def way(column: FigureColumn) -> str:
        return address(column.code, line) if column.code and column.value(line) is not None else ""

    return [(column, column.text(line), way(column)) for column in COLUMNS]


# --- strong numbers --------------------------------------------------------------------------------------------------


def in_millions(amount: int) -> str:
    """To one decimal of a triệu, for large type; the exact đồng stand behind it."""
    rounded = (abs(amount) + 50_000) // 100_000 * 100_000
    return format_money(rounded if amount >= 0 else -rounded, MILLION)


def change(now: Any, before: Any, earlier: BudgetPeriod) -> dict[str, str]:
    """How it stands to the same period a year before: bằng x % cùng kỳ."""
    share = compared(now, before)
    if share is None:
        return {"change": "", "change_text": "", "change_of": ""}
    way = "up" if share > 1 else "down" if share < 1 else "same"
    return {
        "change": way,
        "change_text": f"bằng {format_percent(share)}",
        "change_of": f"cùng kỳ {earlier.years_title}",
    }


STRONG_MONEY = (  # words, the figure, the plan that it is a share of
    ("Kinh phí khuyến công thực hiện", "F.11", "F.16"),
    ("Trong đó: KCQG", "F.6", "F.5"),
    ("Trong đó: KCĐP", "F.8", "F.7"),
    ("Giải ngân", "disbursed", "F.16"),
)
STRONG_COUNTS = (("Số đề án có kế hoạch", "projects"), ("Cơ sở CNNT thụ hưởng", "S.1"))


def strong_numbers(
    total: ProvinceLine,
    before: LineFigures,
    lines: list[ProvinceLine],
    earlier_period: BudgetPeriod,
    address: Address,
) -> Iterator[dict]:
    """The row of strong numbers, each with the way to the entries behind it."""
    for label, code, plan in STRONG_MONEY:
        amount, earlier = total.figure(code), CATALOGUE[code].value(before)
        facts = share_of(ratio(amount, total.figure(plan)), "kế hoạch") | change(
            amount, earlier, earlier_period
        )
        yield stat(label, in_millions(amount), code, address, unit=MILLION, **facts)
    for label, code in STRONG_COUNTS:
        number, earlier = total.figure(code), CATALOGUE[code].value(before)
        facts = {"unit": CATALOGUE[code].unit} | change(number, earlier, earlier_period)
        yield stat(label, format_count(number), code, address, **facts)
    own = total.figure("S.5")
    words = NOTHING if own is None else format_quantity(round(Decimal(own.numerator) / own.denominator, 2))
    yield stat("Vốn đối ứng trên một đồng khuyến công", words, "S.5", address, unit=CATALOGUE["S.5"].unit)
    asked = [line for line in lines if line.lives or line.reported]
    yield {
        "label": "Tỉnh, thành phố đã có số liệu",
        "value": f"{sum(line.reported for line in asked)}/{len(asked)}",
        "unit": "",
        "source": "Đã có ít nhất một bút toán kinh phí, kết quả trong kỳ.",
        **share_of(None, ""),
    }


def stat(label: str, value: str, code: str, address: Address, **facts) -> dict:
    """What templates/components/stat.html shows of a figure of the catalogue."""
    made = {"label": label, "value": value, "source": CATALOGUE[code].words, "source_url": address(code)}
    return made | facts


def share_of(share: Fraction | None, of: str) -> dict:
    if share is None:
        return {"percent": "", "percent_text": "", "percent_of": ""}
    return {
        "percent": min(float(share * 100), 100.0),
        "percent_text": format_percent(share),
        "percent_of": of,
    }


# --- what deserves a look --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Remark:
    """Facts of one rule: the rule in words, and the lines that it names with their figures."""

    title: str
    rule: str
    lines: list[tuple[str, str, str]]  # name, figure, address


def remarks(total: ProvinceLine, lines: list[ProvinceLine], address: Address) -> Iterator[Remark]:
    silent = [line for line in lines if line.lives and not line.reported]
    if silent:
        yield Remark(
            "Chưa báo cáo",
            "Chưa có bút toán kinh phí, kết quả nào trong kỳ.",
            [(line.name, "", "") for line in silent],
        )
    above = [line for line in lines if line.disbursed > line.plan]
    if above:
        yield Remark(
            "Giải ngân lớn hơn kế hoạch",
            f"{DISBURSED_WORDS.capitalize()} lớn hơn kế hoạch ({PLAN_WORDS}).",
            [
                (
                    line.name,
                    f"{in_millions(line.disbursed)} / {in_millions(line.plan)}",
                    address("disbursed", line),
                )
                for line in above
            ],
        )
    if total.rate is not None:
        low = [
            line for line in lines if line.reported and line.rate is not None and line.rate < LOW * total.rate
        ]
        if low:
            low.sort(key=lambda line: line.rate)
            yield Remark(
                "Thực hiện thấp hơn mức chung",
                f"Tỷ lệ thực hiện so với kế hoạch dưới {format_percent(LOW, places=0)} của mức chung "
                f"({format_percent(total.rate)}), tức dưới {format_percent(LOW * total.rate)}.",
                [(line.name, format_percent(line.rate), address("F.12", line)) for line in low],
            )

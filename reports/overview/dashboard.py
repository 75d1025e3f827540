"""The overview: from figures to strong numbers, lines, tiles and what deserves a look. Pure: asks no database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from printing.numbers import MILLION, NOTHING, format_count, format_money, format_percent, format_quantity
from reports.figures.behind import BEHIND
from reports.figures.figures import Figures, LineFigures, ratio
from reports.question.asked import Asked
from reports.review import compared, growth_of

LOW = Fraction(80, 100)  # of the average of all lines: below it a line is listed, and the page says so
Address = Callable[..., str]  # code and line -> the page "Nguồn số liệu"


@dataclass(frozen=True)
class Line:
    """One province's line, or the total (pk None)."""

    pk: int | None
    key: str
    name: str
    found: LineFigures
    growth: Fraction | None
    note: str = ""

    @property
    def reported(self) -> bool:
        return self.found.has_entries

    @property
    def plan(self) -> int:
        return self.found.tally.promotion.plan

    @property
    def done(self) -> int:
        return self.found.tally.promotion.done

    @property
    def disbursed(self) -> int:
        return self.found.tally.promotion.disbursed

    @property
    def rate(self) -> Fraction | None:
        return ratio(self.done, self.plan)

    @property
    def disbursed_rate(self) -> Fraction | None:
        return ratio(self.disbursed, self.plan)


def lines_of(asked: Asked, now: Figures, before: Figures) -> list[Line]:
    """The lines in the order of the region: those that stand in the period, and those with money."""
    territory, period = asked.territory, asked.period
    standing = territory.lines(period.start, period.end)
    moneyed = {pk for pk, found in now.lines.items() if found.has_entries}
    made = []
    for pk in sorted({*standing, *moneyed}, key=territory.sort_key):
        missing = territory.missing_parts(pk)
        made.append(
            Line(
                pk,
                territory.provinces[pk].key,
                territory.name(pk, period.end),
                now.line(pk),
                growth_of(asked, pk, period, now, before),
                f"Không gồm {', '.join(missing)}" if missing else "",
            )
        )
    return made


def total_of(asked: Asked, now: Figures, before: Figures) -> Line:
    return Line(None, "", "Tổng cộng", now.total, growth_of(asked, None, asked.period, now, before))


# --- strong numbers --------------------------------------------------------------------------------------------------


def in_millions(amount: int) -> str:
    """To one decimal of a triệu, for large type; the exact đồng stand behind it."""
    rounded = (abs(amount) + 50_000) // 100_000 * 100_000
    return format_money(rounded if amount >= 0 else -rounded, MILLION)


def change(now: Any, before: Any, year: int) -> dict[str, str]:
    """How it stands to the same period a year before: bằng x % cùng kỳ."""
    share = compared(now, before)
    if share is None:
        return {"change": "", "change_text": "", "change_of": ""}
    way = "up" if share > 1 else "down" if share < 1 else "same"
    return {
        "change": way,
        "change_text": f"bằng {format_percent(share)}",
        "change_of": f"cùng kỳ năm {year}",
    }


def strong_numbers(
    total: Line, before: LineFigures, lines: list[Line], year: int, source: Address
) -> list[dict]:
    """The row of strong numbers, each with the way to the entries behind it."""
    now, tally, earlier = total.found, total.found.tally, before.tally

    def money(label, code, part, then):
        return stat(
            label,
            in_millions(part.done),
            code,
            source,
            unit=MILLION,
            **share_of(part.rate, "kế hoạch"),
            **change(part.done, then.done, year),
        )

    return [
        money("Kinh phí khuyến công thực hiện", "F.11", tally.promotion, earlier.promotion),
        money("Trong đó: KCQG", "F.6", tally.kcqg, earlier.kcqg),
        money("Trong đó: KCĐP", "F.8", tally.kcdp, earlier.kcdp),
        stat(
            "Giải ngân",
            in_millions(tally.promotion.disbursed),
            "disbursed",
            source,
            unit=MILLION,
            **share_of(total.disbursed_rate, "kế hoạch"),
            **change(tally.promotion.disbursed, earlier.promotion.disbursed, year),
        ),
        *strong_counts(now, before, year, source),
        {
            "label": "Tỉnh, thành phố đã có số liệu",
            "value": f"{sum(line.reported for line in lines)}/{len(lines)}",
            "unit": "",
            "source": "Đã có ít nhất một bút toán kinh phí, kết quả trong kỳ.",
            **share_of(None, ""),
        },
    ]


def strong_counts(now: LineFigures, before: LineFigures, year: int, source: Address) -> Iterator[dict]:
    """Projects, businesses and own capital for one đồng of support."""
    yield stat(
        "Số đề án có kế hoạch",
        format_count(now.project_count()),
        "projects",
        source,
        unit="đề án",
        **change(now.project_count(), before.project_count(), year),
    )
    businesses, businesses_before = (f.businesses(f.served_businesses) for f in (now, before))
    yield stat(
        "Cơ sở CNNT thụ hưởng",
        format_count(businesses),
        "S.1",
        source,
        unit="cơ sở",
        **change(businesses, businesses_before, year),
    )
    own = now.tally.own_per_promotion
    yield stat(
        "Vốn đối ứng trên một đồng khuyến công",
        NOTHING if own is None else format_quantity(round(Decimal(own.numerator) / own.denominator, 2)),
        "S.5",
        source,
        unit="đồng",
    )


def stat(label, value, code, source: Address, **facts) -> dict:
    return {"label": label, "value": value, "source": BEHIND[code].words, "source_url": source(code)} | facts


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


def remarks(total: Line, lines: list[Line], source: Address) -> Iterator[Remark]:
    silent = [line for line in lines if not line.reported]
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
            "Tạm ứng + thanh toán lớn hơn kế hoạch giao + chuyển nguồn của năm.",
            [
                (
                    line.name,
                    f"{in_millions(line.disbursed)} / {in_millions(line.plan)}",
                    source("disbursed", line),
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
                [(line.name, format_percent(line.rate), source("F.12", line)) for line in low],
            )


# --- tiles -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TileMap:
    size: str
    tiles: list[dict]
    legend: list[tuple[int, str]]


SHADES = 5
MAPS = {"rate": ("Tỷ lệ thực hiện so với kế hoạch", "%"), "done": ("Kinh phí khuyến công thực hiện", MILLION)}


def tile_map(asked: Asked, lines: list[Line], measure: str, source: Address) -> TileMap:
    """Every province of the drawing's era on its tile; those outside the report stay without a figure."""
    territory = asked.territory
    by_pk = {line.pk: line for line in lines}
    era = era_of(asked)
    values = {}
    for line in lines:
        value = line.rate if measure == "rate" else line.done
        if line.reported and value is not None:
            values[line.pk] = value
    shades = quantiles(values)
    tiles = []
    for pk, province in territory.provinces.items():
        if province.era != era or not province.tile_column:
            continue
        line = by_pk.get(pk)
        region = territory.regions.get(territory.region_of.get(pk))
        tiles.append(
            {
                "name": territory.name(pk, min(asked.period.end, province.valid_to or asked.period.end)),
                "value": shown(values.get(pk), measure) if line is None or line.reported else "chưa BC",
                "shade": shades.get(pk, 0),
                "column": province.tile_column,
                "row": province.tile_row,
                "region": region.name if region else "",
                "url": source("F.12" if measure == "rate" else "F.11", line) if line else "",
            }
        )
    tiles.sort(key=lambda tile: (tile["row"], tile["column"]))
    return TileMap(str(era), tiles, legend_of(values, shades, measure))


def era_of(asked: Asked) -> int:
    """34 or 63 by the drawing; "then" by which units lived on the last day of the period."""
    if asked.boundaries.code in ("34", "63"):
        return int(asked.boundaries.code)
    end = asked.period.end
    eras = [
        p.era
        for p in asked.territory.provinces.values()
        if p.valid_from <= end and (p.valid_to or end) >= end
    ]
    return eras[0] if eras else min(asked.territory.provinces.values(), key=lambda p: p.valid_from).era


def quantiles(values: dict[int, Any]) -> dict[int, int]:
    """Each value's fifth, 1 the lowest; equal values share a shade."""
    ordered = sorted(values.values())
    return {pk: 1 + ordered.index(value) * SHADES // len(ordered) for pk, value in values.items()}


def shown(value: Any, measure: str) -> str:
    if value is None:
        return NOTHING
    if measure == "rate":
        return format_percent(value, sign=False)
    return format_count((value + 500_000) // 1_000_000)


def legend_of(values: dict[int, Any], shades: dict[int, int], measure: str) -> list[tuple[int, str]]:
    legend: list[tuple[int, str]] = []
    for shade in range(1, SHADES + 1):
        held = [values[pk] for pk, at in shades.items() if at == shade]
        if held:
            low, high = shown(min(held), measure), shown(max(held), measure)
            legend.append((shade, low if low == high else f"{low} – {high}"))
    return [*legend, (0, "ngoài báo cáo, hoặc chưa báo cáo (chưa BC)")]

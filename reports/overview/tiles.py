"""The map of tiles: every province of the drawing's era on its place, coloured by fifths. Pure: asks no database."""

from dataclasses import dataclass
from typing import Any

from printing.numbers import MILLION, NOTHING, format_count, format_percent
from reports.overview.dashboard import Address, ProvinceLine
from reports.question.asked import Asked


@dataclass(frozen=True)
class TileMap:
    size: str
    tiles: list[dict]
    legend: list[tuple[int, str]]


SHADES = 5
SILENT = "chưa BC"


@dataclass(frozen=True)
class Drawn:
    """What a map may be coloured by: a figure of the catalogue."""

    title: str
    unit: str
    code: str


MAPS = {
    "rate": Drawn("Tỷ lệ thực hiện so với kế hoạch", "%", "F.12"),
    "done": Drawn("Kinh phí khuyến công thực hiện", MILLION, "F.11"),
}


def tile_map(asked: Asked, lines: list[ProvinceLine], measure: str, address: Address) -> TileMap:
    """Every province of the drawing's era on its tile; those outside the report stay without a figure."""
    territory = asked.territory
    by_line = {line.key.line: line for line in lines}
    era = era_of(asked)
    values = {}
    for line in lines:
        value = line.figure(MAPS[measure].code)
        if line.reported and value is not None:
            values[line.key.line] = value
    shades = quantiles(values)
    tiles = []
    for pk, province in territory.provinces.items():
        if province.era != era or not province.tile_column:
            continue
        shown_on = territory.line_of[pk]
        line = by_line.get(shown_on)
        silent = line and line.lives and not line.reported
        region = territory.regions.get(territory.region_of.get(pk))
        tiles.append(
            {
                "name": territory.name(pk, min(asked.period.end, province.valid_to or asked.period.end)),
                "value": SILENT if silent else shown(values.get(shown_on), measure),
                "shade": shades.get(shown_on, 0),
                "column": province.tile_column,
                "row": province.tile_row,
                "region": region.name if region else "",
                "url": address(MAPS[measure].code, line) if line else "",
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
    return [*legend, (0, f"ngoài báo cáo, hoặc chưa báo cáo ({SILENT})")]

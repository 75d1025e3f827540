"""Which units a report holds and on which lines they stand; everything from the dated reference rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from django.db.models import prefetch_related_objects

from programs.models import (
    Boundaries,
    Province,
    Region,
    RegionMembership,
    UnitLine,
    lineages,
    regions_of_units,
)
from programs.periods import Period
from reports.figures.figures import LineKey
from reports.figures.query import Query

LAST = 999  # in the order of what has no place in it


@dataclass(frozen=True, eq=False)
class Territory:
    """The provinces of all eras read once, with the drawing of boundaries that a report uses. Three queries.

    It never changes: what limits it makes another one. Two are the same only where they are one object.
    """

    boundaries: Boundaries
    region_day: date
    unit_ids: frozenset[int]  # those that the report holds
    provinces: Mapping[int, Province]
    line_of: Mapping[int, int]
    lineage: Mapping[int, frozenset[int]]
    region_of: Mapping[int, int]
    regions: Mapping[int, Region]
    order: Mapping[int, int]
    memberships: Sequence[RegionMembership]
    drawings: Sequence[Boundaries]  # all of them, where they were asked for
    block: int | None = None  # the one region in whose block all is shown; None: each unit in that of its own

    @classmethod
    def read(
        cls, boundaries: str, region_day: date, posting: int | None = None, with_drawings: bool = False
    ) -> "Territory":
        """As known at a posting (None: now). Raises Boundaries.DoesNotExist for an unknown drawing.

        `with_drawings`: also those one could choose.
        """
        rows = UnitLine.objects.select_related("boundaries", "unit")
        rows = list(rows if with_drawings else rows.filter(boundaries__code=boundaries))
        lines = [row for row in rows if row.boundaries.code == boundaries]
        if not lines:
            raise Boundaries.DoesNotExist(boundaries)
        prefetch_related_objects([row.unit for row in lines], "names")
        known = RegionMembership.objects
        known = known.standing() if posting is None else known.known_at(posting)
        memberships = tuple(known.select_related("region").order_by("-valid_from"))
        provinces = {row.unit_id: row.unit for row in lines}  # a drawing holds every unit
        drawings = {row.boundaries_id: row.boundaries for row in rows}
        return cls(
            boundaries=lines[0].boundaries,
            region_day=region_day,
            unit_ids=frozenset(provinces),
            provinces=MappingProxyType(provinces),
            line_of=MappingProxyType({row.unit_id: row.line_id for row in lines}),
            lineage=MappingProxyType(lineages(provinces.values())),
            region_of=MappingProxyType(regions_of_units(region_day, provinces.values(), memberships)),
            regions=MappingProxyType({row.region_id: row.region for row in memberships}),
            # the earliest membership wins: the order of the circular for the old units
            order=MappingProxyType({row.province_id: row.order for row in memberships}),
            memberships=memberships,
            drawings=tuple(sorted(drawings.values(), key=lambda drawing: drawing.order)),
        )

    def limited_to(self, unit_ids: Iterable[int]) -> "Territory":
        return replace(self, unit_ids=self.unit_ids & frozenset(unit_ids))

    def query(self, period: Period, posting: int) -> Query:
        return Query(period, self.unit_ids, self.boundaries, posting, self.line_of, self.block_of)

    # Regions and their blocks

    @cached_property
    def block_of(self) -> Mapping[int, int | None]:
        """Unit -> the region in whose block the report shows its rows; None: the unit is member of no region."""
        return MappingProxyType({pk: self.block or self.region_of.get(pk) for pk in self.unit_ids})

    @property
    def blocks(self) -> list[Region | None]:
        """The regions in their order, and last what is of none."""
        return [*sorted(self.regions.values(), key=lambda region: region.order), None]

    def of_region(self, region_id: int) -> frozenset[int]:
        return frozenset(unit for unit, region in self.region_of.items() if region == region_id)

    def regions_on(self, day: date) -> dict[int, int]:
        """Unit -> region on another day than the report's."""
        return regions_of_units(day, self.provinces.values(), self.memberships)

    def of_region_on(self, region_id: int, day: date) -> frozenset[int]:
        return frozenset(unit for unit, region in self.regions_on(day).items() if region == region_id)

    # Lines

    def key(self, unit_id: int) -> LineKey:
        """Where the rows of a unit that the report holds are shown, unless they are drawn by their origin."""
        return LineKey(self.block_of[unit_id], self.line_of[unit_id])

    @cached_property
    def keys(self) -> frozenset[LineKey]:
        """Every (region, line) on which a row that the report holds may stand, drawn by its province or its origin."""
        return frozenset(
            LineKey(self.block_of[pk], self.line_of[drawn])
            for pk in self.unit_ids
            for drawn in (self.lineage[pk] if self.boundaries.by_origin else (pk,))
        )

    def lines(self, first: date, last: date) -> list[LineKey]:
        """The lines that a report from `first` to `last` prints: block by block, in the region's own order.

        A line stands if one of its units is held by the report and was alive in that time, or if it lives itself.
        """
        standing = {
            self.key(pk)
            for pk in self.unit_ids
            if self.is_alive(pk, first, last) or self.is_alive(self.line_of[pk], first, last)
        }
        return sorted(standing, key=self.sort_key)

    def sort_key(self, key: LineKey):
        """By region, then by the order of the province of the day; where all lines are of one era, by theirs."""
        region, unit = self.regions.get(key.region), self.provinces[key.line]
        if not self.is_of_one_era:
            unit = self.unit_on(key.line, self.region_day)
        place = (self.order.get(unit.pk, LAST), unit.sort_key, -unit.era)
        return (region.order if region else LAST, *place)

    @cached_property
    def is_of_one_era(self) -> bool:
        return len({self.provinces[line].era for line in self.line_of.values()}) == 1

    def is_alive(self, pk: int, first: date, last: date) -> bool:
        province = self.provinces[pk]
        return province.valid_from <= last and (province.valid_to is None or province.valid_to >= first)

    def lives(self, key: LineKey, first: date, last: date) -> bool:
        """Whether one of the units shown here was alive in that time: one that was not has nothing to report."""
        return any(self.key(pk) == key and self.is_alive(pk, first, last) for pk in self.unit_ids)

    def name(self, line_id: int, day: date) -> str:
        """The name of the day; a unit whose land was another's by then says until when it was."""
        province = self.unit_on(line_id, day)
        if province.valid_to and province.valid_to < day:
            return f"{province.name_on(province.valid_to)} (đến {province.valid_to:%d/%m/%Y})"
        return province.name_on(max(day, province.valid_from))

    def note(self, key: LineKey) -> str:
        """What of its province a line does not hold, or which part of it stands in this block; "" where it is whole."""
        land = self.land(key.line)
        parts = sorted(pk for pk, line in self.line_of.items() if line == key.line and pk not in land)
        here = [pk for pk in parts if pk in self.unit_ids and self.block_of[pk] == key.region]
        if key.region in (None, self.block_of.get(key.line, self.region_of.get(key.line))):
            missing = [self.provinces[pk].name for pk in parts if pk not in here]
            return f"Không gồm {', '.join(missing)}" if missing else ""
        names = ", ".join(self.provinces[pk].name for pk in here)
        return f"Phần thuộc vùng {self.regions[key.region].name}{': ' if names else ''}{names}"

    def label(self, key: LineKey, day: date) -> str:
        """The name and the note in one, where there is no column for it."""
        name, note = self.name(key.line, day), self.note(key)
        return f"{name} ({note[:1].lower()}{note[1:]})" if note else name

    # The land of a line

    @cached_property
    def came_from(self) -> Mapping[int, Sequence[int]]:
        """Province -> those that were merged into it."""
        found = defaultdict(list)
        for pk, province in self.provinces.items():
            if province.successor_id:
                found[province.successor_id].append(pk)
        return found

    def land(self, line_id: int) -> frozenset[int]:
        """The province of a line and those before and after it with the very same land."""
        first = line_id
        while len(self.came_from.get(first, ())) == 1:
            [first] = self.came_from[first]
        land, following = [first], self.provinces[first].successor_id
        while following and len(self.came_from[following]) == 1:
            land.append(following)
            following = self.provinces[following].successor_id
        return frozenset(land)

    def unit_on(self, line_id: int, day: date) -> Province:
        """Who had the land of a line on that day; the line's own province where nobody had."""
        alive = (pk for pk in self.land(line_id) if self.is_alive(pk, day, day))
        return self.provinces[next(alive, line_id)]

    def family(self, line_id: int) -> frozenset[int]:
        """The province of a line, all that were merged into it, and what it was merged into, to the last."""
        family, heir = set(self.lineage[line_id]), self.provinces[line_id].successor_id
        while heir:
            family.add(heir)
            heir = self.provinces[heir].successor_id
        return frozenset(family)

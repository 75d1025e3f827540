"""Which units a report holds and on which lines they stand; everything from the dated reference rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
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

    def of_region(self, region_id: int) -> frozenset[int]:
        return frozenset(unit for unit, region in self.region_of.items() if region == region_id)

    def regions_on(self, day: date) -> dict[int, int]:
        """Unit -> region on another day than the report's."""
        return regions_of_units(day, self.provinces.values(), self.memberships)

    def of_region_on(self, region_id: int, day: date) -> frozenset[int]:
        return frozenset(unit for unit, region in self.regions_on(day).items() if region == region_id)

    def lines(self, first: date, last: date) -> list[int]:
        """The lines that a report from `first` to `last` prints, in the region's own order.

        A line stands if one of its units is held by the report and was alive in that time.
        """
        standing = {
            self.line_of[pk]
            for pk in self.unit_ids
            if self.is_alive(pk, first, last) or self.is_alive(self.line_of[pk], first, last)
        }
        return sorted(standing, key=self.sort_key)

    def sort_key(self, line_id: int):
        province = self.provinces[line_id]
        return (self.order.get(line_id, 999), province.sort_key, -province.era)

    def is_alive(self, pk: int, first: date, last: date) -> bool:
        province = self.provinces[pk]
        return province.valid_from <= last and (province.valid_to is None or province.valid_to >= first)

    def name(self, line_id: int, day: date) -> str:
        """The name of the day; a unit that had ended by then says until when it was."""
        province = self.provinces[line_id]
        if province.valid_to and province.valid_to < day:
            return f"{province.name_on(province.valid_to)} (đến {province.valid_to:%d/%m/%Y})"
        return province.name_on(max(day, province.valid_from))

    def missing_parts(self, line_id: int) -> list[str]:
        """Names of the units of this line that the report does not hold: the line shows only a part."""
        shown = [pk for pk, line in self.line_of.items() if line == line_id and pk != line_id]
        return [self.provinces[pk].name for pk in sorted(shown) if pk not in self.unit_ids]

    def covers_all(self, line_id: int, first: date, last: date) -> bool:
        """Between the two days, whatever stood on the line's land is shown on this line and no other."""
        land = set(self.lineage[line_id])
        heir = self.provinces[line_id]
        while heir.successor_id:
            heir = self.provinces[heir.successor_id]
            land.add(heir.pk)
        alive = [pk for pk in land if self.is_alive(pk, first, last)]
        return all(self.line_of[pk] == line_id for pk in alive)

    def comparable(self, line_id: int, period, earlier) -> bool:
        """A line prints growth only if it covers the same territory in both periods."""
        return self.covers_all(line_id, period.start, period.end) and self.covers_all(
            line_id, earlier.start, earlier.end
        )

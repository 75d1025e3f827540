"""The reference data that ships with the product: which file fills which table, and how a row is known again.

A column of a file is a field of its table; a reference is written as the key of the row it means, several are parted
by semicolons. Columns named in `notes` are for the reader of the file.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import models

from programs.models import (
    Activity,
    Boundaries,
    ClosingDate,
    Department,
    Indicator,
    LegalDocument,
    Province,
    ProvinceName,
    Region,
    RegionMembership,
    SourceLimit,
    SupportNorm,
    UnitLine,
)
from programs.units.lines import line_of

FOLDER = Path(__file__).resolve().parent
Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def provinces() -> list[Row]:
    """The provinces, each with its place on the tile map where one is drawn."""
    tiles = {t["unit_id"]: t for t in read("tiles.csv")} if (FOLDER / "tiles.csv").is_file() else {}
    nowhere = {"column": "", "row": ""}
    return [
        row
        | {
            "tile_column": tiles.get(row["key"], nowhere)["column"],
            "tile_row": tiles.get(row["key"], nowhere)["row"],
        }
        for row in read("provinces.csv")
    ]


def unit_lines() -> list[Row]:
    units = {row["key"]: (int(row["era"]), row["successor"]) for row in read("provinces.csv")}
    return [
        {"boundaries": boundaries["code"], "unit": key, "line": line_of(boundaries["code"], key, units)}
        for boundaries in read("boundaries.csv")
        for key in units
    ]


@dataclass(frozen=True)
class Table:
    """One table: its rows, the columns that make a row's key, the fields by which a person's row is recognised."""

    model: type[models.Model]
    rows: Callable[[], Iterable[Row]]
    key: tuple[str, ...]
    natural: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.model._meta.model_name

    def key_of(self, row: Row) -> str:
        return " ".join(row[column] for column in self.key)

    def fields(self, row: Row) -> list[models.Field]:
        return [self.model._meta.get_field(column) for column in row if column not in self.notes]


def from_file(model, name, key, natural=(), notes=()) -> Table:
    return Table(model, lambda: read(name), key, natural or key, notes)


TABLES = (
    from_file(Region, "regions.csv", ("code",)),
    Table(Province, provinces, ("key",), ("key",)),
    from_file(ProvinceName, "province_history.csv", ("province", "valid_from")),
    from_file(RegionMembership, "region_membership.csv", ("province", "valid_from")),
    from_file(Boundaries, "boundaries.csv", ("code",)),
    Table(UnitLine, unit_lines, ("boundaries", "unit"), ("boundaries", "unit")),
    from_file(Department, "departments.csv", ("key",), ("name", "valid_from"), notes=("key",)),
    from_file(LegalDocument, "legal_documents.csv", ("number",)),
    from_file(Indicator, "indicators.csv", ("code",)),
    from_file(Activity, "activities.csv", ("code",)),
    from_file(SupportNorm, "support_norms.csv", ("norm_set", "level", "unit", "item_code", "valid_from")),
    from_file(SourceLimit, "source_limits.csv", ("source",)),
    from_file(ClosingDate, "closing_dates.csv", ("level", "valid_from")),
)

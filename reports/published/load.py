"""Loads the figures that others published, each with its source; what a person edited is left alone."""

import csv
from collections.abc import Iterator
from pathlib import Path

from programs.models import Indicator, Province, Region
from programs.reference.loader import Loaded, load
from programs.reference.tables import TABLES, Row, Table
from reports.models import PublishedFigure

FILE = Path(__file__).resolve().parent / "reference" / "published_results.csv"
NAMED = (Region, Province, Indicator)  # the tables that the rows name


def published_rows() -> Iterator[Row]:
    """The rows of the file, their decimals turned into whole steps."""
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            scale = max(decimals(row["value"]), decimals(row["value_max"]))
            yield row | {
                "value": in_steps(row["value"], scale),
                "value_max": in_steps(row["value_max"], scale),
                "scale": str(scale),
                "includes_counterpart": row["includes_counterpart"] or "0",
                "uncertain": row["uncertain"] or "0",
            }


def decimals(number: str) -> int:
    return len(number.partition(".")[2])


def in_steps(number: str, scale: int) -> str:
    """ "13.4" in steps of 10^-3 is "13400"."""
    whole, _, fraction = number.partition(".")
    return whole + fraction.ljust(scale, "0") if number else ""


PUBLISHED = Table(
    PublishedFigure,
    published_rows,
    key=("key",),
    natural=("region", "unit", "measure", "period", "year_from", "year_to", "month_to", "source", "value"),
    notes=("key",),
)


def load_published() -> Loaded:
    """The reference rows that the figures name come first; the outcome is that of the figures."""
    named = (table for table in TABLES if table.model in NAMED)
    return load((*named, PUBLISHED))[-1]

"""From a value and its kind to what stands in a cell: one way, whether it is typed or the result of a formula."""

from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from printing.excel.styles import WHOLE, Styles
from printing.excel.text import LOOKS_LIKE_FORMULA, clean_text
from printing.numbers import EMPTY, NOT_REPORTED, NOTHING
from printing.table import COUNT, DATE, MONEY, PERCENT, QUANTITY, SERIAL, Kind

EPOCH = date(1899, 12, 30).toordinal()


class Look(Enum):
    """How a cell differs from the others of its column; each is a change of its format."""

    WHOLE = "whole"  # "0" and "12", not "0,0" and "12,0"
    UNREPORTED = "unreported"
    WORDS = "words"  # begin like a formula: they stay words even when somebody edits the cell

    @property
    def changes(self) -> dict[str, Any]:
        return CHANGES[self]


CHANGES = {
    Look.WHOLE: {"num_format": WHOLE},
    Look.UNREPORTED: {"font_size": 9, "align": "center"},
    Look.WORDS: {"quote_prefix": True},
}


def cell_of(value: Any, kind: Kind, divisor: int = 1) -> tuple[float | str | None, Look | None]:
    """What is written (None: a blank) and how it looks; money is divided by `divisor`. TypeError for inexact numbers."""
    if value is None:
        return NOTHING, None
    if value is EMPTY:
        return None, None
    if value is NOT_REPORTED:
        return value.value, Look.UNREPORTED
    whole = value.__class__ is int
    if kind is MONEY or kind is COUNT:
        if not whole:
            raise TypeError(f"Cần số nguyên, không phải {value!r}")
        if divisor == 1 or kind is COUNT:
            return value, None
        return (value / divisor, None) if value else (0, Look.WHOLE)
    if kind is PERCENT:
        return _hundredfold(value), None
    if kind is QUANTITY:
        return _exact(value)
    if kind is DATE and isinstance(value, date):
        return value.toordinal() - EPOCH, None
    if kind is SERIAL and whole:
        return value, None
    text = clean_text(value)
    return text, Look.WORDS if text[:1] in LOOKS_LIKE_FORMULA else None


def _exact(value: Any) -> tuple[float, Look | None]:
    if value.__class__ is float:
        raise TypeError(f"Cần số thập phân chính xác, không phải {value!r}")
    return (int(value), Look.WHOLE) if value == int(value) else (float(value), None)


def _hundredfold(share: Any) -> float:
    if share.__class__ is Fraction or share.__class__ is int:
        return 100 * share.numerator / share.denominator
    if isinstance(share, Decimal):
        return float(share * 100)
    raise TypeError(f"Cần phân số, không phải {share!r}")


class CellWriter:
    """Puts values into the cells of one sheet."""

    def __init__(self, sheet: Worksheet, styles: Styles):
        self._sheet, self._styles = sheet, styles

    def put(
        self, row: int, at: int, value: Any, kind: Kind, divisor: int, form: Format, formula: str = ""
    ) -> None:
        """A formula also carries its value, for readers that cannot calculate."""
        shown, look = cell_of(value, kind, divisor)
        if look is not None:
            form = self._styles.with_look(form, look)
        if shown is None:
            self._sheet.write_blank(row, at, None, form)
        elif formula:
            self._sheet.write_formula(row, at, formula, form, shown)
        elif shown.__class__ is str:
            self._sheet.write_string(row, at, shown, form)
        else:
            self._sheet.write_number(row, at, shown, form)

"""How cells look: Times New Roman, black on white; every format is made once a workbook."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from printing.numbers import DONG
from printing.table import COUNT, DATE, MONEY, NUMERIC, PERCENT, QUANTITY, SERIAL, Kind, Row, RowKind

FONT = "Times New Roman"
LINE_COLOUR = "#808080"
HEAD_FILL = "#EDEDED"
GROUP_FILL = "#F7F7F7"
WHOLE, DIVIDED, SHARE, DAY = "#,##0", "#,##0.0##", "#,##0.0", "dd/mm/yyyy"
STRONG = frozenset({RowKind.APART, RowKind.HEADING, RowKind.SUBTOTAL, RowKind.TOTAL, RowKind.QUOTIENT})
FILLED = frozenset({RowKind.HEADING, RowKind.SUBTOTAL, RowKind.TOTAL})


def number_format(kind: Kind, unit: str) -> str:
    if kind is MONEY:
        return WHOLE if unit == DONG else DIVIDED
    return {COUNT: WHOLE, QUANTITY: DIVIDED, PERCENT: SHARE, DATE: DAY}.get(kind, "General")


def look_of(row: Row) -> dict[str, Any]:
    look: dict[str, Any] = {}
    if row.kind in STRONG:
        look["bold"] = True
    if row.kind is RowKind.NOTE or (row.kind is RowKind.SUBTOTAL and row.level >= 3):
        look["italic"] = True
    if row.kind in FILLED:
        look["bg_color"] = GROUP_FILL
    return look


class Styles:
    def __init__(self, book: Workbook):
        self._book = book
        self._made: dict[tuple, Format] = {}
        self._looks: dict[tuple[int, Any], Format] = {}
        self._properties: dict[int, dict[str, Any]] = {}

    def made(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            made = self._made[key] = self._book.add_format({"font_name": FONT, "font_size": 11, **properties})
            self._properties[id(made)] = properties
        return self._made[key]

    def cell(self, kind: Kind, unit: str, **look: Any) -> Format:
        """A cell of the body: numbers right, STT and dates centred, words left and wrapped."""
        align = "right" if kind in NUMERIC else "center" if kind in (SERIAL, DATE) else "left"
        return self.made(
            **{
                "border": 1,
                "border_color": LINE_COLOUR,
                "valign": "vcenter",
                "align": align,
                "text_wrap": True,
            }
            | {"num_format": number_format(kind, unit)}
            | look
        )

    def variant(self, of: Format, **changes: Any) -> Format:
        return self.made(**self._properties[id(of)] | changes)

    def with_look(self, of: Format, look: Any) -> Format:
        """The format with the `changes` of a look; asked for cell by cell, so it is kept."""
        key = (id(of), look)
        if key not in self._looks:
            self._looks[key] = self.variant(of, **look.changes)
        return self._looks[key]

    def head(self, **changes: Any) -> Format:
        return self.made(
            **{"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
            | {"border_color": LINE_COLOUR, "bg_color": HEAD_FILL}
            | changes
        )

    def words(self, **changes: Any) -> Format:
        """Lines around the table: titles, basis, notes."""
        return self.made(**{"text_wrap": True, "valign": "vcenter"} | changes)

"""A workbook of several tables, one a sheet, on landscape A4, one page wide."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from printing.excel.formulas import equal
from printing.excel.sheet import SheetWriter, sheet_name
from printing.excel.styles import FONT, Styles
from printing.excel.text import clean_text
from printing.numbers import ZEROS
from printing.sums import Body, is_number
from printing.table import MONEY, Table


@dataclass(frozen=True)
class Cell:
    """A cell as other sheets speak of it: its address and its exact value (money in đồng)."""

    reference: str  # 'PL II'!$F$30
    value: Any
    times: int  # what the sheet's number is multiplied by to give the value


class Placed:
    """A table in its place: which row and column of the table stands in which cell of the sheet."""

    def __init__(self, writer: SheetWriter):
        self._writer = writer
        self.sheet = writer.name

    def address(self, row: Hashable, column: str) -> str:
        """The cell of a row key and a column key within its sheet: F30"""
        return self._writer.rows.address(*self._find(row, column))

    def cell(self, row: Hashable, column: str) -> Cell:
        position, at = self._find(row, column)
        body = self._writer.body
        line = body.lines[position]
        is_money = body.kind(line.row, body.table.columns[at]) is MONEY
        letters = self._writer.rows.address(position, at).rstrip("0123456789")
        reference = f"{quoted(self.sheet)}!${letters}${self._writer.first_row + position + 1}"
        return Cell(reference, line.values[at], 10 ** ZEROS[body.table.unit] if is_money else 1)

    def _find(self, row: Hashable, column: str) -> tuple[int, int]:
        return self._writer.body.at[row], self._writer.body.table.index[column]


class Workbook:
    """add() tables in the order of the sheets, check() what must agree, close() gives the bytes.

    `streaming` keeps one row in memory at a time (texts then stand in the cells themselves).
    """

    def __init__(self, title: str = "", *, streaming: bool = False, created: datetime | None = None):
        self._file = BytesIO()
        self._book = xlsxwriter.Workbook(self._file, workbook_options(streaming))
        self._book.set_properties(document_properties(title, created))
        self._styles = Styles(self._book)
        self._placed: dict[str, Placed] = {}

    def add(self, table: Table) -> Placed:
        name = sheet_name(table.sheet or f"Bảng {len(self._placed) + 1}")
        sheet = self._book.add_worksheet(name)
        writer = SheetWriter(sheet, self._styles, Body(table), name)
        writer.write()
        placed = self._placed[name] = Placed(writer)
        return placed

    def check(self, at: Placed, words: str, cells: Sequence[Cell]) -> bool:
        """A line under a table: do these cells, of any sheets, say the same? The answer is a live formula."""
        answer = {True: "khớp", False: "LỆCH"}
        values = [cell.value if is_number(cell.value) else 0 for cell in cells]
        agrees = all(value == values[0] for value in values)
        said = clean_text(f"Đối chiếu: {words}: ")
        test = equal([(cell.reference, cell.times) for cell in cells])
        escaped = said.replace('"', '""')
        formula = f'="{escaped}"&IF({test},"{answer[True]}","{answer[False]}")'
        self.formula(at, formula, said + answer[agrees])
        return agrees

    def formula(self, at: Placed, formula: str, value: str | float) -> None:
        """A line under a table that holds a formula of the caller's, with its value."""
        at._writer.foot_formula(formula, value)

    def close(self) -> bytes:
        self._book.close()
        return self._file.getvalue()


def quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def workbook_options(streaming: bool) -> dict[str, Any]:
    return {
        "in_memory": not streaming,
        "constant_memory": streaming,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FONT, "font_size": 11},
    }


def document_properties(title: str, created: datetime | None) -> dict[str, Any]:
    """Nothing about the person or the machine."""
    properties: dict[str, Any] = {
        "title": clean_text(title)[:255],
        "author": "",
        "company": "",
        "manager": "",
    }
    return properties | ({"created": created} if created else {})

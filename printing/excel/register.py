"""A flat list for further work in Excel: one row of heads, a filter, codes as text, dates as dates."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from printing.excel.book import document_properties, workbook_options
from printing.excel.cells import CellWriter
from printing.excel.sheet import A4, sheet_name
from printing.excel.styles import Styles
from printing.excel.text import clean_text
from printing.excel.widths import POINTS_A_LINE, column_widths, lines_of
from printing.numbers import ZEROS
from printing.sums import Body, EvaluatedRow
from printing.table import EMPTY, MONEY, TEXT, Column, Kind, RowKind, Table

TEXT_FORMAT = "@"  # keeps the zeros of a code also when it is typed anew
LONGEST_AS_TEXT = 255  # longer words would show as ### under that format

Plan = list[tuple[Kind, int, Format]]


def register(table: Table, created: datetime | None = None) -> bytes:
    """The table's lines of data alone, without totals; an unknown value is an empty cell. `created`: None is now."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, workbook_options(streaming=True))
    book.set_properties(document_properties(table.title, created))
    styles, body = Styles(book), Body(table)
    sheet = book.add_worksheet(sheet_name(table.sheet or "Danh sách"))
    widths = [max(width, 10.0) for width in column_widths(body)]
    headings = [_heading(table, column) for column in table.columns]
    height = max(lines_of(text, width * 0.85) for text, width in zip(headings, widths, strict=True))
    sheet.set_row(0, POINTS_A_LINE * height + 6)
    for at, text in enumerate(headings):
        sheet.set_column(at, at, widths[at])
        sheet.write_string(0, at, text, styles.head())
    lines = [line for line in body.lines if line.row.kind is RowKind.LINE]
    _write_lines(sheet, styles, lines, _plan(table, styles))
    last, right = max(len(lines), 1), len(headings) - 1
    sheet.autofilter(0, 0, len(lines), right)
    sheet.freeze_panes(1, table.label_at + 1 if sum(widths[: table.label_at + 1]) <= 60 else 0)
    sheet.ignore_errors({"number_stored_as_text": xl_range(1, 0, last, right)})
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return file.getvalue()


def _heading(table: Table, column: Column) -> str:
    words = " – ".join((*column.group, column.heading))
    return clean_text(f"{words} ({table.unit})" if column.kind is MONEY else words)


def _plan(table: Table, styles: Styles) -> Plan:
    plan = []
    for column in table.columns:
        look: dict[str, Any] = {"text_wrap": False, "border": 0, "valign": "top"}
        if column.kind is TEXT:
            look["num_format"] = TEXT_FORMAT
        form = styles.cell(column.kind, table.unit, **look)
        plan.append((column.kind, 10 ** ZEROS[table.unit] if column.kind is MONEY else 1, form))
    return plan


def _write_lines(sheet: Worksheet, styles: Styles, lines: Iterable[EvaluatedRow], plan: Plan) -> None:
    cells = CellWriter(sheet, styles)
    for row, line in enumerate(lines, start=1):
        for at, (kind, divisor, form) in enumerate(plan):
            value = line.values[at]
            if value is None or value is EMPTY:
                continue
            if kind is TEXT and len(str(value)) > LONGEST_AS_TEXT:
                form = styles.variant(form, num_format="General")
            cells.put(row, at, value, kind, divisor, form)

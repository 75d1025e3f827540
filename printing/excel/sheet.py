"""One table on one sheet: the words above, the head, the rows, the words below, and how it prints."""

import re
from typing import Any

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from printing.excel.rows import RowWriter
from printing.excel.styles import Styles
from printing.excel.text import clean_text
from printing.excel.widths import column_widths, head_heights, row_height, words_height
from printing.sums import Body, label_reach
from printing.table import TEXT, heads

A4 = 9
INCH = 25.4  # mm
MOST_FROZEN = 60  # characters: wider label columns would leave no room on a laptop


def sheet_name(words: str) -> str:
    """Excel allows 31 characters and none of []:*?/\\ in the name of a sheet."""
    return re.sub(r"[\[\]:*?/\\]", "-", clean_text(words)).strip("'")[:31] or "Bảng"


class SheetWriter:
    def __init__(self, sheet: Worksheet, styles: Styles, body: Body, name: str):
        self.name, self.body = name, body
        self._sheet, self._styles, self._table = sheet, styles, body.table
        self._widths = column_widths(body)
        self._next = 0

    def write(self) -> None:
        for at, width in enumerate(self._widths):
            self._sheet.set_column(at, at, width)
        self._write_words_above()
        head_row = self._next
        self._write_head()
        self.first_row = self._next
        self.rows = RowWriter(self._sheet, self._styles, self.body, self.first_row)
        self._write_rows()
        self._write_words_below()
        self._set_up_page(head_row)

    def _write_rows(self) -> None:
        table, widths = self._table, self._widths
        texts = [(at, widths[at]) for at, column in enumerate(table.columns) if column.kind is TEXT]
        for position, line in enumerate(self.body.lines):
            reach = label_reach(table, line)
            room = sum(widths[table.label_at : reach + 1]) - 2 * line.row.indent
            height = row_height(line, texts, table.label_at, room)
            if height is not None:
                self._sheet.set_row(self.first_row + position, height)
            self.rows.write(position)
        self._next += len(self.body.lines)

    # Words

    def _write_words_above(self) -> None:
        table = self._table
        if table.stamp:
            self._words(table.stamp, 12, bold=True, align="center")
        if table.annex:
            self._words(table.annex, 14, bold=True, align="center")
        self._words(table.title.upper(), 14, bold=True, align="center")
        if table.attached:
            self._words(table.attached, 13, italic=True, align="center")
        for line in table.basis:
            self._words(line, 11, align="center")
        if table.unit_line and table.has_money:
            self._words(f"ĐVT: {table.unit}", 11, italic=True, align="right")
        else:
            self._next += 1

    def _write_words_below(self) -> None:
        self._next += 1 if self._table.notes else 0
        for line in self._table.notes:
            self._words(line, 11, italic=True, align="left")

    def _words(self, words: str, size: int, **look: Any) -> None:
        """One line across the whole table."""
        text = clean_text(words)
        row, form = self._next, self._styles.words(font_size=size, **look)
        self._sheet.set_row(row, words_height(text, sum(self._widths), size))
        self._sheet.write_string(row, 0, text, form)
        self._across(row, form)

    def _across(self, row: int, form: Any) -> None:
        last = len(self._widths) - 1
        for at in range(1, last + 1):
            self._sheet.write_blank(row, at, None, form)
        if last:
            self._sheet.merge.append([row, 0, row, last])
        self._next = row + 1

    def foot_formula(self, formula: str, value: str | float) -> None:
        row, form = self._next, self._styles.words(italic=True, align="left")
        if isinstance(value, str):
            self._sheet.set_row(row, words_height(value, sum(self._widths), 11))
        self._sheet.write_formula(row, 0, formula, form, value)
        self._across(row, form)

    # Head

    def _write_head(self) -> None:
        """Row by row, so that it may stream: a head that reaches down writes blanks below itself."""
        cells = heads(self._table.columns)
        form, top = self._styles.head(), self._next
        heights = head_heights(cells, self._widths)
        texts = {(head.top, head.left): clean_text(head.text) for head in cells}
        for storey, height in enumerate(heights):
            self._sheet.set_row(top + storey, height)
            for at in range(len(self._widths)):
                text = texts.get((storey, at))
                if text is None:
                    self._sheet.write_blank(top + storey, at, None, form)
                else:
                    self._sheet.write_string(top + storey, at, text, form)
        for head in cells:
            if head.rows > 1 or head.columns > 1:
                bottom, right = head.top + head.rows - 1, head.left + head.columns - 1
                self._sheet.merge.append([top + head.top, head.left, top + bottom, right])
        self._next = top + len(heights)
        if self._table.column_numbers:
            numbers = self._styles.head(bold=False, italic=True, font_size=9)
            for at in range(len(self._widths)):
                self._sheet.write_number(self._next, at, at + 1, numbers)
            self._next += 1

    # Page

    def _set_up_page(self, head_row: int) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=30 / INCH, right=15 / INCH, top=20 / INCH, bottom=20 / INCH)
        sheet.center_horizontally()
        sheet.repeat_rows(head_row, self.first_row - 1)
        sheet.set_header('&C&"Times New Roman,Regular"&13&P', {"margin": 10 / INCH})
        if self._table.stamp:
            stamp = clean_text(self._table.stamp).replace("&", "&&")
            sheet.set_footer(f'&C&"Times New Roman,Bold"&11{stamp}', {"margin": 8 / INCH})
        sheet.hide_gridlines(2)
        sheet.freeze_panes(self.first_row, self._frozen_columns())
        last = max(self.first_row, self._next - 1)
        texts = [at for at, column in enumerate(self._table.columns) if column.kind is TEXT]
        area = (self.first_row, 0, last, len(self._widths) - 1)
        ignored = {"formula_range": xl_range(*area), "formula_differs": xl_range(*area)}
        if texts:
            ignored["number_stored_as_text"] = " ".join(xl_range(area[0], at, last, at) for at in texts)
        sheet.ignore_errors(ignored)

    def _frozen_columns(self) -> int:
        frozen = self._table.label_at + 1
        while frozen and sum(self._widths[:frozen]) > MOST_FROZEN:
            frozen -= 1
        return frozen if frozen < len(self._widths) else 0

"""Remembers every call that writes a workbook, to write the same cells again from memory alone."""

from contextlib import contextmanager
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

WRITES = ("write_number", "write_string", "write_blank", "write_formula", "set_row", "set_column")


class Script:
    """The calls of one workbook: formats by their properties, sheets by their order."""

    def __init__(self):
        self.formats: list[dict] = []
        self.sheets: list[tuple[str, list]] = []
        self.cells = 0

    @contextmanager
    def recording(self):
        """Within, whatever writes through XlsxWriter is remembered."""
        kept = {name: getattr(Worksheet, name) for name in WRITES}
        add_format, add_worksheet = xlsxwriter.Workbook.add_format, xlsxwriter.Workbook.add_worksheet
        numbers: dict[int, int] = {}  # id of a format -> its place among ours
        try:
            xlsxwriter.Workbook.add_format = self._remember_format(add_format, numbers)
            xlsxwriter.Workbook.add_worksheet = self._remember_sheet(add_worksheet)
            for name, method in kept.items():
                setattr(Worksheet, name, self._remember_write(method, name, numbers))
            yield self
        finally:
            xlsxwriter.Workbook.add_format, xlsxwriter.Workbook.add_worksheet = add_format, add_worksheet
            for name, method in kept.items():
                setattr(Worksheet, name, method)

    def _remember_format(self, add_format, numbers: dict[int, int]):
        def remember(book, properties=None):
            made = add_format(book, properties)
            if "xf_index" not in (properties or {}):  # those every new workbook makes by itself
                numbers[id(made)] = len(self.formats)
                self.formats.append(dict(properties or {}))
            return made

        return remember

    def _remember_sheet(self, add_worksheet):
        def remember(book, name=None, *rest):
            sheet = add_worksheet(book, name, *rest)
            sheet.script = []
            self.sheets.append((name, sheet.script))
            return sheet

        return remember

    def _remember_write(self, method, name: str, numbers: dict[int, int]):
        def remember(sheet, *arguments):
            self.cells += name.startswith("write")
            plain = [numbers.get(id(value), value) for value in arguments]
            marks = [id(value) in numbers for value in arguments]
            sheet.script.append((name, plain, marks))
            return method(sheet, *arguments)

        return remember

    def replay(self, options: dict) -> bytes:
        file = BytesIO()
        book = xlsxwriter.Workbook(file, options)
        formats = [book.add_format(properties) for properties in self.formats]
        for name, calls in self.sheets:
            sheet = book.add_worksheet(name)
            methods = {name: getattr(sheet, name) for name in WRITES}
            for method, arguments, marks in calls:
                methods[method](
                    *(formats[value] if mark else value for value, mark in zip(arguments, marks, strict=True))
                )
        book.close()
        return file.getvalue()

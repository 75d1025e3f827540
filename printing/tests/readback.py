"""Workbooks read back: values as they are carried, formulas as they are written, and a small calculator."""

import re
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

SUM = r"((?:\+?SUM\([^()]*\))+)"
SUMS = re.compile(rf"={SUM}")
GUARDED = re.compile(rf'=IF\((?:\+?COUNT\([^()]*\))+=0,"([^"]*)",{SUM}\)')
RATIO = re.compile(r'=IF\(AND\(ISNUMBER\((\w+)\),ROUND\(N\((\w+)\),(\d)\)<>0\),\1/\2\*100,"–"\)')


def both(data):
    """(formulas, carried values)"""
    return load_workbook(BytesIO(data)), load_workbook(BytesIO(data), data_only=True)


def calculated(sheet, address):
    """The value of a cell worked out from the numbers of the sheet, as a spreadsheet would."""
    text = sheet[address].value
    if not (isinstance(text, str) and text.startswith("=") and sheet[address].data_type == "f"):
        return text
    if found := SUMS.fullmatch(text):
        return sum(_numbers(sheet, found[1]))
    if found := GUARDED.fullmatch(text):
        numbers = _numbers(sheet, found[2])
        return sum(numbers) if numbers else found[1]
    if found := RATIO.fullmatch(text):
        over, under = calculated(sheet, found[1]), calculated(sheet, found[2])
        known = isinstance(over, int | float) and isinstance(under, int | float)
        return over / under * 100 if known and round(under, int(found[3])) else "–"
    raise AssertionError(f"an unknown formula: {text}")


def _numbers(sheet, sums):
    found = []
    for reference in re.findall(r"[A-Z]+\d+(?::[A-Z]+\d+)?", sums):
        left, top, right, bottom = range_boundaries(reference)
        cells = sheet.iter_rows(top, bottom, left, right)
        values = [calculated(sheet, cell.coordinate) for row in cells for cell in row]
        found += [value for value in values if isinstance(value, int | float)]
    return found


def formula_cells(sheet):
    return [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]

"""Writes the evaluated lines of a table into the rows of one sheet, in order, with live formulas."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from printing.excel.formulas import adding, cells_beside, dividing, rows_below
from printing.excel.styles import WHOLE, Styles, look_of
from printing.excel.text import LOOKS_LIKE_FORMULA, clean_text
from printing.numbers import NOT_REPORTED, NOTHING, ZEROS, Mark
from printing.sums import SUMS, Body, Line, label_reach
from printing.table import (
    DATE,
    EMPTY,
    MONEY,
    PERCENT,
    QUANTITY,
    SERIAL,
    SUM,
    TEXT,
    Kind,
    Plus,
    Ratio,
    RowKind,
)

EPOCH = date(1899, 12, 30).toordinal()
UNKNOWN = {None: NOTHING, NOT_REPORTED: NOT_REPORTED.value}

Plan = list[tuple[Kind, int, Format, str]]  # of each cell: kind, what its int is divided by, format, formula


class RowWriter:
    """Writes lines of one body; `first_row` is where line 0 stands (from 0)."""

    def __init__(self, sheet: Worksheet, styles: Styles, body: Body, first_row: int):
        self._sheet, self._styles, self._body = sheet, styles, body
        self._table, self._columns = body.table, body.table.columns
        self._first = first_row
        self._letters = [xl_col_to_name(at) for at in range(len(self._columns))]
        self._places = max(ZEROS[body.table.unit], 6)
        self._plans: dict[Any, Plan] = {}

    def write(self, position: int) -> None:
        line = self._body.lines[position]
        plan = self._plan(line)
        row = self._first + position
        if line.row.kind in SUMS:
            self._write_sum(line, plan, position)
        elif line.row.kind is RowKind.QUOTIENT:
            self._write_quotient(line, plan, row)
        elif line.row.kind is RowKind.HEADING:
            self._write_values(line, plan, row, merged_to=label_reach(self._table, line))
        else:
            self._write_line(line, plan, row, position)

    def _plan(self, line: Line) -> Plan:
        row = line.row
        key = (row.kind, row.level, row.indent, row.measure, row.without, row.own, row.base is None)
        if key not in self._plans:
            self._plans[key] = [self._planned(line, at) for at in range(len(self._columns))]
        return self._plans[key]

    def _planned(self, line: Line, at: int) -> tuple[Kind, int, Format, str]:
        column, row = self._columns[at], line.row
        kind = self._body.kind(row, column)
        look = look_of(row)
        if at == self._table.label_at and row.indent:
            look["indent"] = row.indent
        if column.is_number:
            look["align"] = "right"
        unit = self._table.unit
        form = self._styles.cell(kind, unit, **look)
        return kind, 10 ** ZEROS[unit] if kind is MONEY else 1, form, self._formula(row, at)

    def _formula(self, row, at: int) -> str:
        """The formula of this column that only wants a row number; others are made cell by cell."""
        rule, index = self._body.rule(row, self._columns[at]), self._table.index
        if isinstance(rule, Ratio) and row.base is None:
            over, under = (self._letters[index[key]] + "{r}" for key in (rule.numerator, rule.denominator))
            return dividing(over, under, self._places)
        if isinstance(rule, Plus):
            return adding(cells_beside([index[key] for key in rule.keys]))
        return "{special}" if rule is not None else ""

    # Lines

    def _write_line(self, line: Line, plan: Plan, row: int, position: int) -> None:
        number, string, blank = self._sheet.write_number, self._sheet.write_string, self._sheet.write_blank
        values = line.values
        for at, (kind, divisor, form, formula) in enumerate(plan):
            value = values[at]
            if value is EMPTY:
                blank(row, at, None, form)
            elif formula:
                self._write_rule(position, at, value, plan[at])
            elif value.__class__ is int and kind is not TEXT:
                if divisor == 1:
                    number(row, at, value, form)
                elif value:
                    number(row, at, value / divisor, form)
                else:
                    number(row, at, 0, self._zero(form))
            elif value is None:
                string(row, at, NOTHING, form)
            else:
                self.write_value(row, at, value, kind, form)

    def write_value(self, row: int, at: int, value: Any, kind: Kind, form: Format) -> None:
        """Any value that is not a plain whole number."""
        sheet = self._sheet
        if value is EMPTY:
            sheet.write_blank(row, at, None, form)
        elif value is NOT_REPORTED:
            sheet.write_string(row, at, value.value, self._unreported(form))
        elif kind is PERCENT:
            sheet.write_number(row, at, _hundredfold(value), form)
        elif kind is QUANTITY:
            if value.__class__ is float:
                raise TypeError(f"Cần số thập phân chính xác, không phải {value!r}")
            whole = value == int(value)
            sheet.write_number(
                row, at, float(value), self._styles.variant(form, num_format=WHOLE) if whole else form
            )
        elif kind is DATE and isinstance(value, date):
            sheet.write_number(row, at, value.toordinal() - EPOCH, form)
        elif kind in (TEXT, SERIAL, DATE):
            text = clean_text(value)
            sheet.write_string(
                row, at, text, self._styles.quoted(form) if text[:1] in LOOKS_LIKE_FORMULA else form
            )
        else:
            raise TypeError(f"Cần số nguyên ở cột “{self._columns[at].key}”, không phải {value!r}")

    def _write_values(self, line: Line, plan: Plan, row: int, merged_to: int) -> None:
        for at, value in enumerate(line.values):
            self._write_plain(row, at, value, plan[at])
        self._merge_label(row, merged_to)

    def _write_plain(self, row: int, at: int, value: Any, planned: tuple[Kind, int, Format, str]) -> None:
        kind, divisor, form, _ = planned
        if value is None:
            self._sheet.write_string(row, at, NOTHING, form)
        elif value.__class__ is int and kind is not TEXT and kind is not PERCENT:
            form = form if value or divisor == 1 else self._zero(form)
            self._sheet.write_number(row, at, value / divisor if divisor != 1 else value, form)
        else:
            self.write_value(row, at, value, kind, form)

    # Formulas

    def _write_sum(self, line: Line, plan: Plan, position: int) -> None:
        row = self._first + position
        ranges = rows_below(line.parts, self._first + 1)
        known, templates = adding(ranges), {mark: adding(ranges, word) for mark, word in UNKNOWN.items()}
        for at, column in enumerate(self._columns):
            value = line.values[at]
            if value is EMPTY:
                self._sheet.write_blank(row, at, None, plan[at][2])
            elif plan[at][3]:
                self._write_rule(position, at, value, plan[at])
            elif column.total is SUM and (template := known if _is_number(value) else templates[value]):
                self._put(row, at, template.replace("{c}", self._letters[at]), value, plan[at])
            else:
                self._write_plain(row, at, value, plan[at])
        self._merge_label(row, label_reach(self._table, line))

    def _write_rule(self, position: int, at: int, value: Any, planned: tuple[Kind, int, Format, str]) -> None:
        row, formula = self._first + position, planned[3]
        if formula == "{special}":
            over, under = self._body.operands(position, at)
            formula = dividing(self.address(*over), self.address(*under), self._places)
        elif value in UNKNOWN and formula.startswith("=SUM("):
            rule = self._body.rule(self._body.lines[position].row, self._columns[at])
            formula = adding(cells_beside([self._table.index[key] for key in rule.keys]), UNKNOWN[value])
        self._put(row, at, formula.replace("{r}", str(row + 1)), value, planned)

    def _write_quotient(self, line: Line, plan: Plan, row: int) -> None:
        over, under = (self._body.at[key] for key in line.row.of)
        divided = set(self._body.divided_columns(line.row))
        for at, value in enumerate(line.values):
            if at in divided and value is not EMPTY:
                formula = dividing(self.address(over, at), self.address(under, at), self._places)
                self._put(row, at, formula, value, plan[at])
            else:
                self._write_plain(row, at, value, plan[at])
        self._merge_label(row, label_reach(self._table, line))

    def _put(
        self, row: int, at: int, formula: str, value: Any, planned: tuple[Kind, int, Format, str]
    ) -> None:
        """A formula that also carries its value, for readers that cannot calculate."""
        kind, divisor, form, _ = planned
        if value in UNKNOWN:
            shown: Any = UNKNOWN[value]
            form = form if value is None else self._unreported(form)
        elif kind is PERCENT:
            shown = _hundredfold(value)
        elif kind is MONEY and divisor != 1:
            shown = value / divisor
            form = form if value else self._zero(form)
        else:
            shown = value if value.__class__ is int else float(value)
            if kind is QUANTITY and value == int(value):
                form = self._styles.variant(form, num_format=WHOLE)
        self._sheet.write_formula(row, at, formula, form, shown)

    def _zero(self, form: Format) -> Format:
        return self._styles.variant(form, num_format=WHOLE)  # "0", not "0,0"

    def _unreported(self, form: Format) -> Format:
        return self._styles.variant(form, font_size=9, align="center")

    def address(self, position: int, at: int) -> str:
        return f"{self._letters[at]}{self._first + position + 1}"

    def _merge_label(self, row: int, last: int) -> None:
        # The cells are written already, in order; only the merge is noted (also right in constant memory).
        if last > self._table.label_at:
            self._sheet.merge.append([row, self._table.label_at, row, last])


def _is_number(value: Any) -> bool:
    return value is not None and not isinstance(value, Mark)


def _hundredfold(share: Any) -> float:
    if share.__class__ is Fraction or share.__class__ is int:
        return 100 * share.numerator / share.denominator
    if isinstance(share, Decimal):
        return float(share * 100)
    raise TypeError(f"Cần phân số, không phải {share!r}")

"""Writes the evaluated lines of a table into the rows of one sheet, in order, with live formulas."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from printing.excel.cells import CellWriter
from printing.excel.formulas import adding, cells_beside, dividing, rows_below
from printing.excel.styles import Styles, look_of
from printing.numbers import NOT_REPORTED, NOTHING, ZEROS
from printing.sums import SUMS, Body, EvaluatedRow, is_number, label_reach
from printing.table import EMPTY, MONEY, SUM, Kind, Plus, Ratio, RowKind

UNKNOWN = {None: NOTHING, NOT_REPORTED: NOT_REPORTED.value}

Planned = tuple[Kind, int, Format, str]  # of a cell: kind, what its amount is divided by, format, formula
Plan = list[Planned]


class RowWriter:
    """Writes lines of one body; `first_row` is where line 0 stands (from 0)."""

    def __init__(self, sheet: Worksheet, styles: Styles, body: Body, first_row: int):
        self._sheet, self._styles, self._body = sheet, styles, body
        self._cells = CellWriter(sheet, styles)
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
            self._write_heading(line, plan, row)
        else:
            self._write_line(line, plan, row, position)

    def _plan(self, line: EvaluatedRow) -> Plan:
        row = line.row
        key = (row.kind, row.level, row.indent, row.measure, row.without, row.own, row.base is None)
        if key not in self._plans:
            self._plans[key] = [self._planned(line, at) for at in range(len(self._columns))]
        return self._plans[key]

    def _planned(self, line: EvaluatedRow, at: int) -> Planned:
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

    def _write_line(self, line: EvaluatedRow, plan: Plan, row: int, position: int) -> None:
        for at, value in enumerate(line.values):
            if plan[at][3]:
                self._write_rule(position, at, value, plan[at])
            else:
                self._put(row, at, value, plan[at])

    def _write_heading(self, line: EvaluatedRow, plan: Plan, row: int) -> None:
        for at, value in enumerate(line.values):
            self._put(row, at, value, plan[at])
        self._merge_label(row, label_reach(self._table, line))

    # Formulas

    def _write_sum(self, line: EvaluatedRow, plan: Plan, position: int) -> None:
        row = self._first + position
        ranges = rows_below(line.parts, self._first + 1)
        known, templates = adding(ranges), {mark: adding(ranges, word) for mark, word in UNKNOWN.items()}
        for at, column in enumerate(self._columns):
            value = line.values[at]
            if plan[at][3]:
                self._write_rule(position, at, value, plan[at])
                continue
            adds = column.total is SUM and value is not EMPTY
            template = (known if is_number(value) else templates[value]) if adds else ""
            self._put(row, at, value, plan[at], template.replace("{c}", self._letters[at]))
        self._merge_label(row, label_reach(self._table, line))

    def _write_rule(self, position: int, at: int, value: Any, planned: Planned) -> None:
        row, formula = self._first + position, planned[3]
        if value is EMPTY:
            formula = ""
        elif formula == "{special}":
            over, under = self._body.operands(position, at)
            formula = dividing(self.address(*over), self.address(*under), self._places)
        elif value in UNKNOWN and formula.startswith("=SUM("):
            rule = self._body.rule(self._body.lines[position].row, self._columns[at])
            formula = adding(cells_beside([self._table.index[key] for key in rule.keys]), UNKNOWN[value])
        self._put(row, at, value, planned, formula.replace("{r}", str(row + 1)))

    def _write_quotient(self, line: EvaluatedRow, plan: Plan, row: int) -> None:
        over, under = (self._body.at[key] for key in line.row.of)
        divided = set(self._body.divided_columns(line.row))
        for at, value in enumerate(line.values):
            formula = ""
            if at in divided and value is not EMPTY:
                formula = dividing(self.address(over, at), self.address(under, at), self._places)
            self._put(row, at, value, plan[at], formula)
        self._merge_label(row, label_reach(self._table, line))

    def _put(self, row: int, at: int, value: Any, planned: Planned, formula: str = "") -> None:
        kind, divisor, form, _ = planned
        try:
            self._cells.put(row, at, value, kind, divisor, form, formula)
        except TypeError as error:
            raise TypeError(f"Cột “{self._columns[at].key}”: {error}") from error

    def address(self, position: int, at: int) -> str:
        return f"{self._letters[at]}{self._first + position + 1}"

    def _merge_label(self, row: int, last: int) -> None:
        # The cells are written already, in order; only the merge is noted (also right in constant memory).
        if last > self._table.label_at:
            self._sheet.merge.append([row, self._table.label_at, row, last])

"""What a table's totals come to, and of which lines each is made: nothing counted twice, nothing lost.

Groups are a tree: a subtotal adds the lines and subtotals directly in its group, a total those directly in
the table. The printers take the values from here, Excel also the parts, to write the same sum as a formula.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from printing.groups import Group, close_group, open_group
from printing.table import (
    ADDS_UP,
    BY_ROW,
    COUNT,
    EMPTY,
    NOT_REPORTED,
    OWN,
    PERCENT,
    RULES,
    SERIAL,
    SUM,
    Column,
    Kind,
    Plus,
    Ratio,
    Row,
    RowKind,
    Share,
    Table,
)

SUMS = (RowKind.SUBTOTAL, RowKind.TOTAL)


@dataclass(eq=False, slots=True)
class EvaluatedRow:
    """One row with the values of its cells; `parts` are the positions of the lines that it adds."""

    row: Row
    values: list[Any]
    parts: Sequence[int] = ()
    ready: bool = True


class Body:
    """The evaluated rows of a table."""

    def __init__(self, table: Table):
        self.table = table
        self.lines: list[EvaluatedRow] = []
        self.at: dict[Hashable, int] = {}  # row key -> position
        self._group_of: dict[int, Group] = {}
        self._root = Group(0)
        self._own: list[Any] = [column.value for column in table.columns]
        self._crossed = [i for i, c in enumerate(table.columns) if Plus in (type(c.value), type(c.total))]
        self._serial_at = next((i for i, c in enumerate(table.columns) if c.kind is SERIAL), None)
        self._read()
        self._numbered()
        for position in range(len(self.lines)):
            self._add_up(position)
        self._divide()

    # Reading the rows: their own values and the tree of groups

    def _read(self) -> None:
        stack = [self._root]
        for position, row in enumerate(self.table.each_row()):
            self.lines.append(EvaluatedRow(row, self._values(row), ready=row.kind not in SUMS))
            if row.key is not None:
                if row.key in self.at:
                    raise ValueError(f"Hai dòng có cùng khóa: {row.key!r}")
                self.at[row.key] = position
            if row.kind is RowKind.LINE:
                stack[-1].children.append(position)
            elif row.kind is RowKind.HEADING or (row.kind is RowKind.SUBTOTAL and row.head):
                open_group(stack, row, position)
            elif row.kind is RowKind.SUBTOTAL:
                close_group(stack, row, position)
            elif row.kind is RowKind.TOTAL and not row.of and self._root.at is None:
                self._root.at = position
        self._settle(self._root)

    def _settle(self, group: Group) -> None:
        """Every group knows its parent, every line its group, every sum its parts."""
        if group.at is not None:
            self._group_of[group.at] = group
            self.lines[group.at].parts = tuple(group.parts())
        for child in group.children:
            if isinstance(child, int):
                self._group_of[child] = group
            else:
                child.parent = group
                self._settle(child)

    def _values(self, row: Row) -> list[Any]:
        columns = self.table.columns
        if row.kind in (RowKind.HEADING, RowKind.QUOTIENT):
            values: list[Any] = [EMPTY] * len(columns)
        elif row.kind in SUMS:
            own = row.item
            values = [
                c.value(own) if c.total is OWN and callable(c.value) and own is not None else EMPTY
                for c in columns
            ]
        elif row.item is None:
            values = [EMPTY] * len(columns)
        else:
            item = row.item
            values = [value(item) if callable(value) else EMPTY for value in self._own]
            for key in row.own:
                at = self.table.index[key]
                values[at] = self._own[at].own(item)
            if row.kind is RowKind.NOTE:
                values = [EMPTY if value is None else value for value in values]
        if row.label:
            values[self.table.label_at] = row.label
        for key in row.without:
            values[self.table.index[key]] = EMPTY
        return values

    def _numbered(self) -> None:
        """STT: the row's own mark, else 1, 2, 3 among the lines of its group."""
        if self._serial_at is None:
            return
        counters: dict[int, int] = {}
        for position, line in enumerate(self.lines):
            value: Any = line.row.mark or EMPTY
            if line.row.kind is RowKind.LINE and not line.row.mark:
                group = id(self._group_of[position])
                value = counters[group] = counters.get(group, 0) + 1
            line.values[self._serial_at] = value

    # Adding up

    def _add_up(self, position: int, waiting: frozenset[int] = frozenset()) -> None:
        line = self.lines[position]
        if not line.ready:
            if position in waiting:
                raise ValueError("Dòng cộng chứa chính nó")
            if line.row.kind is RowKind.TOTAL:
                line.parts = self._parts_of_total(line.row)
            for part in line.parts:
                self._add_up(part, waiting | {position})
            parts = [self.lines[part].values for part in line.parts]
            for at, column in enumerate(self.table.columns):
                if column.total is SUM and column.key not in line.row.without:
                    line.values[at] = added([values[at] for values in parts])
            line.ready = True
            self._add_across(line)
        elif line.row.kind in (RowKind.LINE, RowKind.NOTE, RowKind.APART):
            self._add_across(line)

    def _parts_of_total(self, row: Row) -> tuple[int, ...]:
        if row.of:
            return tuple(self.at[key] for key in row.of)
        return tuple(self._root.parts())

    def _add_across(self, line: EvaluatedRow) -> None:
        for at in self._crossed:
            rule = self.rule(line.row, self.table.columns[at])
            if isinstance(rule, Plus) and has_numbers(line.row):
                line.values[at] = added([line.values[self.table.index[key]] for key in rule.keys])

    # Dividing, when every number stands

    def _divide(self) -> None:
        ruled = [
            i for i, c in enumerate(self.table.columns) if {type(c.value), type(c.total)} & {Ratio, Share}
        ]
        for position, line in enumerate(self.lines):
            if line.row.kind is RowKind.QUOTIENT:
                over, under = (self.lines[self.at[key]].values for key in line.row.of)
                for at in self.divided_columns(line.row):
                    line.values[at] = divided(over[at], under[at])
            elif ruled and has_numbers(line.row):
                for at in ruled:
                    if operands := self.operands(position, at):
                        (row_a, column_a), (row_b, column_b) = operands
                        line.values[at] = divided(
                            self.lines[row_a].values[column_a], self.lines[row_b].values[column_b]
                        )

    # What the printers ask

    @staticmethod
    def rule(row: Row, column: Column) -> Any:
        """The rule that makes this cell, or None where it holds a value of its own."""
        if column.key in row.without or column.key in row.own:
            return None
        rule = column.total if row.kind in SUMS else column.value
        return rule if isinstance(rule, RULES) else None

    def operands(self, position: int, at: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """The cells (line, column) that a ratio or a share divides; None for any other cell."""
        row, index = self.lines[position].row, self.table.index
        rule = self.rule(row, self.table.columns[at])
        if isinstance(rule, Ratio):
            base = position if row.base is None else self.at[row.base]
            return (position, index[rule.numerator]), (base, index[rule.denominator])
        if isinstance(rule, Share):
            whole = self._whole(position, rule.level)
            return None if whole is None else ((position, index[rule.of]), (whole, index[rule.of]))
        return None

    def _whole(self, position: int, level: int) -> int | None:
        group = self._group_of.get(position)
        while group is not None and (group.level > level or group.at is None):
            group = group.parent
        return None if group is None else group.at

    def divided_columns(self, row: Row) -> list[int]:
        return [
            at
            for at, column in enumerate(self.table.columns)
            if column.kind in ADDS_UP and column.key not in row.without
        ]

    def kind(self, row: Row, column: Column) -> Kind:
        """The kind of one cell: of the row in a BY_ROW column, a percentage in a quotient."""
        if row.kind is RowKind.QUOTIENT and column.kind in ADDS_UP:
            return PERCENT
        if column.kind is BY_ROW:
            return row.measure or COUNT
        return column.kind


def has_numbers(row: Row) -> bool:
    return row.item is not None or row.kind in SUMS


def label_reach(table: Table, line: EvaluatedRow) -> int:
    """The last column over which the words of a heading or a total run: up to the first cell that says something."""
    last = table.label_at
    if line.row.kind is RowKind.HEADING:
        return len(table.columns) - 1
    if line.row.kind not in SUMS:
        return last
    while last + 1 < len(table.columns):
        column = table.columns[last + 1]
        if column.is_number or column.kind is SERIAL or line.values[last + 1] is not EMPTY:
            break
        last += 1
    return last


def is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal | Fraction)


def added(values: list[Any]) -> Any:
    """The sum of what is known; where nothing is, the reason for it."""
    numbers = [value for value in values if is_number(value)]
    if numbers:
        return sum(numbers[1:], numbers[0])
    if not values or None in values:
        return None
    return NOT_REPORTED if NOT_REPORTED in values else EMPTY


def divided(over: Any, under: Any) -> Any:
    """over/under, or nothing where one of them is unknown or there is nothing to divide by."""
    if over is EMPTY or under is EMPTY:
        return EMPTY
    if is_number(over) and is_number(under) and under:
        return Fraction(over) / Fraction(under)
    return None

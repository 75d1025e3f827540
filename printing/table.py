"""A table said once: columns, rows, heads and totals, for the screen and for Excel alike.

Pure: knows no database and no domain. `printing.html` and `printing.excel` print the same Table; what its
totals come to is worked out in `printing.sums`.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from printing.numbers import (
    BILLION,
    DONG,
    EMPTY,
    MILLION,
    NOT_REPORTED,
    ZEROS,
    Mark,
    format_count,
    format_date,
    format_money,
    format_percent,
    format_quantity,
)


class Kind(Enum):
    """How the values of a column are written."""

    TEXT = "text"
    SERIAL = "serial"  # STT: the row's mark, else 1, 2, 3 inside its group
    COUNT = "count"  # a whole number
    MONEY = "money"  # whole đồng, shown in the table's unit
    QUANTITY = "quantity"  # a Decimal
    PERCENT = "percent"  # a Fraction of one, shown times a hundred
    DATE = "date"
    BY_ROW = "by-row"  # each row says its own kind (a table of indicators)


TEXT, SERIAL, COUNT, MONEY = Kind.TEXT, Kind.SERIAL, Kind.COUNT, Kind.MONEY
QUANTITY, PERCENT, DATE, BY_ROW = Kind.QUANTITY, Kind.PERCENT, Kind.DATE, Kind.BY_ROW
NUMERIC = frozenset({COUNT, MONEY, QUANTITY, PERCENT, BY_ROW})
ADDS_UP = frozenset({COUNT, MONEY, QUANTITY, BY_ROW})


@dataclass(frozen=True)
class Ratio:
    """One cell of the row as a share of another, worked out anew on each row and each total."""

    numerator: str
    denominator: str


@dataclass(frozen=True)
class Plus:
    """The sum of other cells of the same row (Tổng = KCQG + KCĐP).

    `own` reads what stands instead in the rows that name this column among their `own`: a distinct count does not add.
    """

    keys: tuple[str, ...]
    own: Callable[[Any], Any] | None = None

    def __init__(self, *keys: str, own: Callable[[Any], Any] | None = None):
        object.__setattr__(self, "keys", keys)
        object.__setattr__(self, "own", own)


@dataclass(frozen=True)
class Share:
    """A cell as a share of the same column in the enclosing total: level 0 the table's, 1 the group's."""

    of: str
    level: int = 0


class Total(Enum):
    SUM = "sum"  # the sum of the rows
    NONE = "none"  # left blank
    OWN = "own"  # the column's value of the total row's own item: distinct counts, growth


SUM, NONE, OWN = Total.SUM, Total.NONE, Total.OWN
RULES = (Ratio, Plus, Share)
Rule = Ratio | Plus | Share


@dataclass(frozen=True)
class Column:
    """One column. `value` takes a row's item; a rule in its place makes every cell a formula."""

    heading: str
    value: Callable[[Any], Any] | Rule | None = None
    kind: Kind = TEXT
    group: tuple[str, ...] = ()  # the heads above it, outermost first; equal neighbours are said once
    key: str = ""
    width: float | None = None  # in characters, for Excel; None: by kind and content
    total: Total | Rule | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "group", (self.group,) if isinstance(self.group, str) else tuple(self.group))
        if not self.key:
            object.__setattr__(self, "key", " / ".join((*self.group, self.heading)))
        if self.total is None:
            rule = self.value if isinstance(self.value, RULES) else SUM if self.kind in ADDS_UP else NONE
            object.__setattr__(self, "total", rule)

    @property
    def is_number(self) -> bool:
        return self.kind in NUMERIC


class RowKind(Enum):
    LINE = "line"  # counts in the totals
    NOTE = "note"  # an indented line under another: printed, in no total
    APART = "apart"  # a line with values of its own beside the totals (CẢ NƯỚC)
    HEADING = "heading"  # words only, opens a group
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    QUOTIENT = "quotient"  # one row as a share of another


@dataclass(frozen=True, slots=True)
class Row:
    """One row; made by the functions below, which say what each kind needs."""

    kind: RowKind
    item: Any = None
    label: str = ""  # stands in the table's label column
    mark: str = ""  # stands in the SERIAL column: A, I, 1.1
    key: Hashable = None  # to find the row's cells again
    level: int = 0  # depth of its group; the table itself is 0
    indent: int = 0
    measure: Kind | None = None  # the kind of its BY_ROW cells
    without: frozenset[str] = frozenset()  # keys of columns left blank
    own: frozenset[str] = frozenset()  # keys of Plus columns where the item's own value stands
    base: Hashable = None  # the row whose cells are the denominators of its ratios
    of: tuple[Hashable, ...] = ()  # keys of the rows that a total adds, or a quotient divides
    head: bool = True  # a subtotal stands above its rows (False: below them)

    def __post_init__(self) -> None:
        if self.without.__class__ is not frozenset:
            object.__setattr__(self, "without", frozenset(self.without))
        if self.own.__class__ is not frozenset:
            object.__setattr__(self, "own", frozenset(self.own))


def line(item: Any, **options: Any) -> Row:
    """A row of data. Options: label, mark, key, indent, measure, without, own, base."""
    return Row(RowKind.LINE, item, **options)


def note(item: Any = None, label: str = "", indent: int = 1, **options: Any) -> Row:
    return Row(RowKind.NOTE, item, label, indent=indent, **options)


def apart(item: Any, label: str = "", **options: Any) -> Row:
    return Row(RowKind.APART, item, label, **options)


def heading(label: str, level: int = 1, mark: str = "", **options: Any) -> Row:
    return Row(RowKind.HEADING, None, label, mark, level=level, **options)


def subtotal(
    label: str, level: int = 1, mark: str = "", *, head: bool = True, item: Any = None, **options: Any
) -> Row:
    """Above its rows it opens the group; below them it closes the group opened by a heading or a line."""
    return Row(RowKind.SUBTOTAL, item, label, mark, level=level, head=head, **options)


def total(label: str = "TỔNG CỘNG", item: Any = None, of: Iterable[Hashable] = (), **options: Any) -> Row:
    """The whole table, or just the rows with the keys `of`; first or last, as you like."""
    return Row(RowKind.TOTAL, item, label, of=tuple(of), **options)


def quotient(label: str, over: Hashable, under: Hashable, **options: Any) -> Row:
    """Row `over` as a percentage of row `under`, in each column that adds up."""
    return Row(RowKind.QUOTIENT, None, label, of=(over, under), **options)


@dataclass(frozen=True)
class Table:
    """What is printed: heads, rows and the words around them. A row may be a bare item: a line of data."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    unit: str = DONG
    label: str = ""  # key of the column for the words of totals; default: the first TEXT column
    sheet: str = ""  # name of the sheet in Excel, e.g. PL II
    annex: str = ""  # "Phụ lục II"
    attached: str = ""  # "(Kèm theo Báo cáo số …)"
    basis: Sequence[str] = ()  # boundaries, region day, as-of number and moment
    stamp: str = ""  # "SỐ LIỆU MINH HỌA": said wherever the table is printed
    notes: Sequence[str] = ()
    unit_line: bool = True  # ĐVT above the table (not where the unit is a column)
    column_numbers: bool = False

    def __post_init__(self) -> None:
        if self.unit not in ZEROS:
            raise ValueError(f"Đơn vị tiền lạ: {self.unit}")
        if len(self.index) != len(self.columns):
            raise ValueError("Hai cột có cùng khóa")
        for column in self.columns:
            for rule in (column.value, column.total):
                if isinstance(rule, Ratio) and self._is_money(rule.numerator) != self._is_money(
                    rule.denominator
                ):
                    raise ValueError(f"Cột “{column.key}” chia tiền cho số không phải tiền")

    def _is_money(self, key: str) -> bool:
        return self.columns[self.index[key]].kind is MONEY

    @cached_property
    def index(self) -> dict[str, int]:
        return {column.key: position for position, column in enumerate(self.columns)}

    @cached_property
    def label_at(self) -> int:
        if self.label:
            return self.index[self.label]
        texts = (position for position, column in enumerate(self.columns) if column.kind is TEXT)
        return next(texts, 0)

    @property
    def has_money(self) -> bool:
        return any(column.kind is MONEY for column in self.columns)

    def each_row(self) -> Iterable[Row]:
        return (row if isinstance(row, Row) else line(row) for row in self.rows)


@dataclass(frozen=True)
class Head:
    """One cell of the head: where it starts and how far it reaches."""

    text: str
    top: int
    left: int
    rows: int
    columns: int
    depth: int

    @property
    def is_leaf(self) -> bool:
        return self.top + self.rows == self.depth


def heads(columns: Sequence[Column]) -> list[Head]:
    """The head, row by row, left to right; a group that goes on is one cell, a leaf reaches the bottom."""
    depth = max(len(column.group) for column in columns) + 1
    cells = []
    for top in range(depth):
        left = 0
        while left < len(columns):
            group = columns[left].group
            right = left + 1
            if top < len(group):
                while right < len(columns) and columns[right].group[: top + 1] == group[: top + 1]:
                    right += 1
                cells.append(Head(group[top], top, left, 1, right - left, depth))
            elif top == len(group):
                cells.append(Head(columns[left].heading, top, left, depth - top, 1, depth))
            left = right
    return cells


def printed(value: Any, kind: Kind, unit: str = DONG) -> str:
    """A cell's words on the screen."""
    if kind is MONEY:
        return format_money(value, unit)
    if kind is COUNT:
        return format_count(value)
    if kind is PERCENT:
        return format_percent(value, sign=False)
    if kind is QUANTITY:
        return format_quantity(value)
    if isinstance(value, Mark) or value is None:
        return format_date(value)
    return format_date(value) if kind is DATE else str(value)


__all__ = [
    "ADDS_UP", "BILLION", "BY_ROW", "COUNT", "DATE", "DONG", "EMPTY", "MILLION", "MONEY", "NONE", "NOT_REPORTED",
    "NUMERIC", "OWN", "PERCENT", "QUANTITY", "SERIAL", "SUM", "TEXT", "Column", "Head", "Kind", "Mark", "Plus",
    "Ratio", "Row", "RowKind", "Share", "Table", "Total", "apart", "heading", "heads", "line", "note", "printed",
    "quotient", "subtotal", "total",
]  # fmt: skip

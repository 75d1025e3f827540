"""Widths and heights that Excel would not find by itself: no ### in a number, no cut-off head."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from textwrap import wrap

from printing.numbers import ZEROS, format_count
from printing.sums import Body, EvaluatedRow, is_number
from printing.table import DATE, MONEY, PERCENT, SERIAL, Column, Head

POINTS_A_LINE = 15
NARROWEST, WIDEST_TEXT, WIDEST_LABEL = 7.0, 26.0, 42.0


def column_widths(body: Body) -> list[float]:
    return [column.width or _fitting(body, column, at) for at, column in enumerate(body.table.columns)]


def _fitting(body: Body, column: Column, at: int) -> float:
    if column.kind is SERIAL:
        return 5.5
    if column.kind is DATE:
        return 11.0
    values = [line.values[at] for line in body.lines]
    longest_word = max((len(word) for word in column.heading.split()), default=0)
    if column.is_number:
        return max(NARROWEST, longest_word + 1.5, _number_length(body, column, values) + 1.5)
    widest = WIDEST_LABEL if at == body.table.label_at else WIDEST_TEXT
    longest = max((len(value) for value in values if value.__class__ is str), default=0)
    return min(widest, max(NARROWEST, longest_word + 1.5, longest + 1.5))


def _number_length(body: Body, column: Column, values: Sequence) -> int:
    """How long the longest number is printed; the largest one, plus its decimals."""
    if column.kind is PERCENT:
        return 7
    numbers = [
        (v, body.kind(line.row, column)) for v, line in zip(values, body.lines, strict=True) if is_number(v)
    ]
    unit = body.table.unit
    divisor = 10 ** ZEROS[unit]
    largest = max((int(abs(v)) // (divisor if kind is MONEY else 1) for v, kind in numbers), default=0)
    decimals = 0
    if ZEROS[unit] and any(kind is MONEY for _, kind in numbers):
        decimals = _decimals(values, divisor // 1000)
    elif any(isinstance(v, Decimal) and v % 1 for v, _ in numbers):
        decimals = 3
    return len(format_count(largest)) + (decimals + 1 if decimals else 0) + any(v < 0 for v, _ in numbers)


def _decimals(values: Sequence, thousandth: int) -> int:
    """1 to 3: how many decimals #,##0.0## will show."""
    for places, step in ((1, 100), (2, 10)):
        if not any(v.__class__ is int and v % (thousandth * step) for v in values):
            return places
    return 3


def lines_of(text: str, width: float) -> int:
    lines = (wrap(part, max(int(width), 3)) for part in text.split("\n"))
    return max(1, sum(max(1, len(part)) for part in lines))


def row_height(
    line: EvaluatedRow, texts: Sequence[tuple[int, float]], label_at: int, label_width: float
) -> float | None:
    """The height of a row whose words need several lines; None: as high as any. `texts`: columns and widths."""
    most = 1.0
    for at, width in texts:
        value = line.values[at]
        if value.__class__ is str:
            room = label_width if at == label_at else width
            if len(value) > room or "\n" in value:
                most = max(most, ceil(len(value) * 1.06 / room) + value.count("\n"))
    return most * POINTS_A_LINE + 1 if most > 1 else None


def words_height(text: str, width: float, size: int) -> float:
    """The height of a merged line, which no program fits by itself; size in points."""
    return ceil(size * 1.4) * lines_of(text, width * 11 / size * 0.95)


def head_heights(cells: Sequence[Head], widths: Sequence[float]) -> list[float]:
    """Each storey as high as its words need; a head that reaches down may use the storeys below it."""
    depth = cells[0].depth
    lines = [1] * depth
    for head in sorted(cells, key=lambda head: head.rows):
        width = sum(widths[head.left : head.left + head.columns]) * 0.92
        storeys = slice(head.top, head.top + head.rows)
        missing = lines_of(head.text, width) - sum(lines[storeys])
        if missing > 0:
            lines[head.top + head.rows - 1] += missing
    return [POINTS_A_LINE * count + 4 for count in lines]

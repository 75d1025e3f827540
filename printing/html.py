"""A Table as HTML: heads that reach over their columns, scopes for screen readers, classes only.

In a template: {% include "printing/table.html" with table=… only %} with what `prepared()` gives.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from printing.numbers import MINUS
from printing.sums import Body, EvaluatedRow, label_reach
from printing.table import NOT_REPORTED, Head, RowKind, Table, heads, printed


@dataclass(frozen=True, slots=True)
class BodyCell:
    text: str
    classes: str
    columns: int = 1
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class HeadCell:
    text: str
    rows: int
    columns: int
    scope: str
    classes: str


@dataclass(frozen=True)
class PreparedTable:
    """Everything the template says, in the order it says it."""

    id: str
    table: Table
    spans: list[int]
    heads: list[list[HeadCell]]
    numbers: list[int]
    rows: list[tuple[str, list[BodyCell]]]


def prepared(table: Table, id: str = "table") -> PreparedTable:  # noqa: A002
    cells = heads(table.columns)
    body = Body(table)
    return PreparedTable(
        id=id,
        table=table,
        spans=[head.columns for head in cells if head.top == 0],
        heads=[[_head(table, head) for head in row] for _, row in groupby(cells, key=lambda head: head.top)],
        numbers=list(range(1, len(table.columns) + 1)) if table.column_numbers else [],
        rows=[(_row_classes(line), list(_cells(body, line))) for line in body.lines],
    )


def _head(table: Table, head: Head) -> HeadCell:
    scope = "colgroup" if head.top == 0 and head.columns > 1 else "col"
    classes = "over"
    if head.is_leaf:
        label = " label" if head.left == table.label_at else ""
        classes = f"leaf {table.columns[head.left].kind.value}{label}"
    return HeadCell(head.text, head.rows, head.columns, scope, classes)


ROW_CLASSES = {
    RowKind.LINE: "",
    RowKind.NOTE: "note",
    RowKind.APART: "apart",
    RowKind.HEADING: "group",
    RowKind.SUBTOTAL: "subtotal",
    RowKind.TOTAL: "total",
    RowKind.QUOTIENT: "apart",
}


def _row_classes(line: EvaluatedRow) -> str:
    row = line.row
    level = f" level-{row.level}" if row.kind in (RowKind.SUBTOTAL, RowKind.HEADING) else ""
    return ROW_CLASSES[row.kind] + level


def _cells(body: Body, line: EvaluatedRow) -> Iterator[BodyCell]:
    table, row = body.table, line.row
    last = label_reach(table, line)
    at = 0
    while at < len(table.columns):
        column, value = table.columns[at], line.values[at]
        kind = body.kind(row, column)
        is_label = at == table.label_at
        classes = [kind.value]
        if column.is_number:
            classes.append("num")
        if value is None or value is NOT_REPORTED:
            classes.append("missing")
        if is_label and row.indent:
            classes.append(f"indent-{min(row.indent, 3)}")
        text = printed(value, kind, table.unit)
        if text.startswith(MINUS):
            classes.append("minus")
        reach = last - at + 1 if is_label else 1
        yield BodyCell(text, " ".join(classes), reach, is_label)
        at += reach

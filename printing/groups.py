"""The rows of a table as a tree of groups: under which heading or subtotal each line stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from printing.table import Row, RowKind


@dataclass(eq=False, slots=True)
class Group:
    """The rows under one heading or subtotal; `at` is the position of its sum, where it has one."""

    level: int
    at: int | None = None
    children: list["int | Group"] = field(default_factory=list)
    parent: "Group | None" = None

    def parts(self) -> Iterator[int]:
        for child in self.children:
            if isinstance(child, int):
                yield child
            elif child.at is not None:
                yield child.at
            else:
                yield from child.parts()


def open_group(stack: list[Group], row: Row, position: int) -> None:
    """A heading or a subtotal above its rows begins a group; deeper ones that stand open end."""
    while stack[-1].level >= row.level:
        stack.pop()
    group = Group(row.level, position if row.kind is RowKind.SUBTOTAL else None)
    stack[-1].children.append(group)
    stack.append(group)


def close_group(stack: list[Group], row: Row, position: int) -> None:
    """A subtotal below its rows: of the group opened by a heading, else of what stands since the last of its level."""
    while stack[-1].level > row.level:
        stack.pop()
    top = stack[-1]
    if top.level == row.level and top.at is None:
        top.at = position
        stack.pop()
        return
    children = []
    while top.children and (isinstance(top.children[-1], int) or top.children[-1].level > row.level):
        children.append(top.children.pop())
    top.children.append(Group(row.level, position, children[::-1]))

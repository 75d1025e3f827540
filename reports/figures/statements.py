"""Querysets put together as one statement: several queries, of a period and those it is compared with, asked at once."""

from collections.abc import Sequence

from django.db import connection

Branch = tuple[str, tuple]  # SQL and its parameters


def sql_of(rows) -> Branch:
    """Whole even where no unit is left: such a branch finds no row, it does not end the question."""
    return rows.query.get_compiler(connection=connection, elide_empty=False).as_sql()


def union(
    branches: Sequence[Branch], select: str = "*", marks: Sequence[str] | None = None
) -> tuple[str, list]:
    """The branches one under the other, each row with the marks of its branch: by default its position `q`."""
    marks = marks or [f"{n} AS q" for n in range(len(branches))]
    parts = [
        f"SELECT {mark}, {select} FROM ({sql}) t{n}"  # noqa: S608 names of our own only
        for n, (mark, (sql, _)) in enumerate(zip(marks, branches, strict=True))
    ]
    return " UNION ALL ".join(parts), [value for _, params in branches for value in params]


def fetch(statement: str, params: Sequence) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()

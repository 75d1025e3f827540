"""Columns whose meaning is fixed by use: triggers refuse to change them, forms show them read-only and say why.

What counts as use is said once, as a condition on OLD in standard SQL: the triggers ask it of the row that would change,
`fixed_fields` of a stored row.
"""

from dataclasses import dataclass

from django.db import connections, models

from accounts.triggers import Trigger, declared, postgres_refusal, refusal, sqlite_refusal


@dataclass(frozen=True)
class FixedByUse(Trigger):
    """Refuses a change of these columns while the row is used; `once`: columns that may still be given, then stay."""

    columns: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    used: str = ""
    why: str = ""


def fixed_by_use(table: str, columns, used: str, why: str, *, once=(), by="") -> tuple[Trigger, ...]:
    """The triggers of a table whose columns are fixed by one kind of use (`by` tells it from others of the table)."""
    changed = [f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in columns]
    changed += [
        f'(OLD."{column}" IS NOT NULL AND NEW."{column}" IS DISTINCT FROM OLD."{column}")' for column in once
    ]
    where = f"({' OR '.join(changed)}) AND ({used})"
    name = "_".join(word for word in (table, "fixed", by) if word)
    refuses = (sqlite_refusal(why, where), postgres_refusal(why, where))
    return (
        FixedByUse(
            name,
            table,
            "BEFORE UPDATE",
            *refuses,
            columns=tuple(columns),
            once=tuple(once),
            used=used,
            why=why,
        ),
        refusal(f"{name}_stays", table, "BEFORE DELETE", why, used),
    )


def fixed_fields(row: models.Model) -> dict[str, str]:
    """Field of a stored row -> why it is not changed any more. One query for each kind of use of its table."""
    fields = {field.column: field for field in row._meta.concrete_fields}
    found = {}
    for rule in declared():
        if isinstance(rule, FixedByUse) and rule.table == row._meta.db_table and _is_used(rule, row):
            given = [column for column in rule.once if getattr(row, fields[column].attname) is not None]
            found |= {fields[column].name: rule.why for column in (*rule.columns, *given)}
    return found


def _is_used(rule: FixedByUse, row) -> bool:
    with connections[row._state.db].cursor() as cursor:
        asked = f'SELECT 1 FROM "{rule.table}" old WHERE old.id = %s AND ({rule.used})'  # noqa: S608 our own names
        cursor.execute(asked, [row.pk])
        return cursor.fetchone() is not None

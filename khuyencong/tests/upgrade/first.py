"""A database as the first release left it: every app at its 0001, rows put in past today's models.

first.jsonl is one row a line: its table, its columns by name; figures.json is what the first release answered about them.
"""

import json
from pathlib import Path

from django.db import transaction
from django.db.migrations.executor import MigrationExecutor

from accounts.triggers import refusal

FOLDER = Path(__file__).parent
APPS = ("accounts", "programs", "conferences", "reports")
# Triggers as they were once: one under today's name with an older condition, one under a name that is gone.
OLD_TRIGGERS = [
    refusal(name, "programs_moneyentry", "BEFORE INSERT", "Cũ.", "NEW.amount = 0")
    for name in ("programs_moneyentry_reversal_mirrors", "programs_moneyentry_of_old")
]


def migrate_to_first(connection) -> None:
    executor = MigrationExecutor(connection)
    others = [node for node in executor.loader.graph.leaf_nodes() if node[0] not in APPS]
    executor.migrate([*others, *((app, "0001_initial") for app in APPS)])


def forget_index(connection) -> None:
    """0001 of the programme as it was for a while: without the index of beneficiaries."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX beneficiary_figures")


def load(connection) -> None:
    lines = [json.loads(line) for line in (FOLDER / "first.jsonl").read_text(encoding="utf-8").splitlines()]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table, row in lines:
            names, marks = ", ".join(f'"{column}"' for column in row), ", ".join(["%s"] * len(row))
            statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 names of our own file
            cursor.execute(statement, list(row.values()))
    if connection.vendor == "postgresql":
        _number_on(connection, {table for table, _ in lines})
    with connection.cursor() as cursor:
        for statement in (line for trigger in OLD_TRIGGERS for line in trigger.statements(connection.vendor)):
            cursor.execute(statement)


def _number_on(connection, tables) -> None:
    """New rows get numbers after those that were put in by number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE is_identity = 'YES' AND table_schema = current_schema()"
        )
        for table, column in cursor.fetchall():
            if table in tables:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), "  # noqa: S608
                    f'(SELECT MAX("{column}") FROM "{table}"))'
                )

"""The rows that are measured: one year by the generator, then copies of it into other years or into the same year.

Copies are made inside the database, so that a million entries take minutes. They are rows like any other: own project,
own posting, own dates; only the businesses are shared, as in life.
"""

import os
from contextlib import contextmanager
from datetime import date

import psycopg2
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections
from django.db.models import Max

from accounts.lifting import lifted
from programs.demo.volume import Volume, illustrative_writer
from programs.models import (
    Beneficiary,
    BeneficiaryEntry,
    LedgerHead,
    MoneyEntry,
    Posting,
    Project,
    ProjectEvent,
    Region,
    ResultEntry,
)

YEAR = 2023
SEED = 1
State = Project.history.model
COPIED = (Project, Posting, State, MoneyEntry, ResultEntry, ProjectEvent, Beneficiary, BeneficiaryEntry)
YEARS = ("budget_year", "carried_from", "first_year")
DAYS = ("on", "document_on", "starts_on", "ends_on", "accepted_on")


def make_one_year(projects: int, region: str | None) -> None:
    """An empty database gets the reference data and one budget year of a region (None: the country)."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", stdout=_Silence())
    found = Region.objects.get(code=region) if region else None
    Volume({YEAR: projects}, SEED, found, illustrative_writer(), today=date(YEAR + 1, 12, 31)).run()
    settle()


class _Silence:
    def write(self, text):
        pass


def copy_into_earlier_years(years: int) -> None:
    strides = _strides()
    for back in range(1, years + 1):
        _copy(strides, back, years_back=back)
    settle()


def copy_into_the_same_year(times: int) -> None:
    strides = _strides()
    for turn in range(1, times + 1):
        _copy(strides, turn, years_back=0)
    settle()


def keep_a_copy():
    """A connection to a copy of the database as it is now, to be asked beside it."""
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        name = f"{own['NAME']}.alone"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [name])
    else:
        name = f"{own['NAME']}_alone"
        connection.close()  # nobody may look while it is copied
        server = psycopg2.connect(os.environ["PG_DATABASE_URL"])
        server.autocommit = True
        server.cursor().execute(f'CREATE DATABASE "{name}" TEMPLATE "{own["NAME"]}"')
        server.close()
    connections.settings["alone"] = {**own, "NAME": name}
    if connection.vendor == "postgresql":
        with connections["alone"].cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return connections["alone"]


@contextmanager
def asked_instead(other):
    """Within, all that asks the default database asks the other."""
    usual = connections["default"]
    connections["default"] = other
    try:
        yield
    finally:
        connections["default"] = usual


def _strides() -> dict:
    """How far the copies of each table lie apart: the largest key of what is to be copied."""
    return {model: model.objects.aggregate(last=Max("pk"))["last"] for model in COPIED}


def _copy(strides: dict, turn: int, years_back: int) -> None:
    """All rows once more, `turn` strides away from the first ones."""
    targets = {
        "project_id": strides[Project],
        "posting_id": strides[Posting],
        "added_id": strides[Posting],
        "withdrawn_id": strides[Posting],
        "beneficiary_id": strides[Beneficiary],
    }
    copied = [model._meta.db_table for model in COPIED]
    with lifted(connection, "Nhân dòng để đo tốc độ", tables=copied), connection.cursor() as cursor:
        _without_foreign_keys(cursor)
        for model in COPIED:
            shifts = targets | {"reverses_id": strides[model], model._meta.pk.column: strides[model]}
            if model is State:
                shifts["id"] = strides[Project]
            columns = [field.column for field in model._meta.concrete_fields]
            picked = [_expression(column, shifts, turn, years_back) for column in columns]
            names = ", ".join(f'"{column}"' for column in columns)
            table, key = model._meta.db_table, model._meta.pk.column
            # What was carried into the next year stays out: shifted back it would fall into the year that is asked.
            limit = f" AND budget_year <= {YEAR}" if "budget_year" in columns else ""
            if model is Posting:
                limit = " AND number > 0"  # what stood before the first act stands once
            if model is ResultEntry and not years_back:
                limit += " AND project_id IS NOT NULL"  # a province states its collaborators once a year
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {', '.join(picked)} FROM {table} "  # noqa: S608 our own names
                f"WHERE {key} <= {strides[model]}{limit} ORDER BY {key}"
            )
        last = Posting.objects.aggregate(last=Max("number"))["last"]
        LedgerHead.objects.update(number=last)


def _expression(column: str, shifts: dict[str, int], turn: int, years_back: int) -> str:
    quoted = f'"{column}"'
    if column in shifts:
        return f"{quoted} + {shifts[column] * turn}"
    if column in YEARS:
        return f"{quoted} - {years_back}"
    if column in DAYS and years_back:
        if connection.vendor == "sqlite":
            return f"date({quoted}, '-{years_back} years')"
        return f"({quoted} - interval '{years_back} years')::date"
    if column == "serial":
        return f"{quoted} + {100_000 * turn}"
    if column == "code":
        return f"{quoted} || '/' || {turn + 1000 * years_back}"
    return quoted


def _without_foreign_keys(cursor) -> None:
    """Copies of sound rows are sound; on PostgreSQL the checks of a million rows would take most of the time."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL session_replication_role = replica")


def settle() -> None:
    """What a database does by itself after a while: it learns what it holds."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in connection.ops.sequence_reset_sql(no_style(), COPIED):
                cursor.execute(statement)  # rows that are copied bring numbers of their own
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

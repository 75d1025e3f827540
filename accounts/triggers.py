"""Database triggers, said once for SQLite and PostgreSQL: what is closed is closed on every path.

An app lists its triggers on its AppConfig (`triggers = (…)`) and calls `keep_installed(self)` in ready(). They
are put back after every migrate, because SQLite drops a table's triggers when Django rebuilds the table.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@dataclass(frozen=True)
class Trigger:
    """One trigger: `event` as in SQL ("BEFORE UPDATE"), bodies are the statements between BEGIN and END.

    An empty body means: not on this database.
    """

    name: str
    table: str
    event: str
    sqlite: str
    postgres: str
    per: str = "ROW"

    def statements(self, vendor: str) -> list[str]:
        if not self.on(vendor):
            return []
        if vendor == "sqlite":
            return [f'CREATE TRIGGER "{self.name}" {self.event} ON "{self.table}" BEGIN {self.sqlite} END']
        row = "NULL" if self.per == "STATEMENT" else "OLD" if self.event.endswith("DELETE") else "NEW"
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $body$ '
            f"BEGIN {self.postgres} RETURN {row}; END $body$",
            f'CREATE TRIGGER "{self.name}" {self.event} ON "{self.table}" '
            f'FOR EACH {self.per} EXECUTE FUNCTION "{self.name}"()',
        ]

    def on(self, vendor: str) -> bool:
        return bool(self.sqlite if vendor == "sqlite" else self.postgres)


def sqlite_refusal(message: str, where: str = "") -> str:
    """The statement that refuses with a message (an IntegrityError in Python), if `where` holds."""
    condition = f" WHERE {where}" if where else ""
    return f"SELECT RAISE(ABORT, '{_quoted(message)}'){condition};"


def postgres_refusal(message: str, where: str = "") -> str:
    """As sqlite_refusal; OLD and NEW are the same words in both databases."""
    text = _quoted(message).replace("%", "%%")
    refuse = f"RAISE EXCEPTION '{text}' USING ERRCODE = 'integrity_constraint_violation';"
    return f"IF {where} THEN {refuse} END IF;" if where else refuse


def refusal(name: str, table: str, event: str, message: str, where: str = "") -> Trigger:
    """A trigger that refuses the event with the same condition, in standard SQL, on both databases."""
    return Trigger(name, table, event, sqlite_refusal(message, where), postgres_refusal(message, where))


def append_only(table: str, message: str) -> tuple[Trigger, ...]:
    """Rows are only ever added: no UPDATE, no DELETE, on PostgreSQL no TRUNCATE."""
    return (
        refusal(f"{table}_no_update", table, "BEFORE UPDATE", message),
        refusal(f"{table}_no_delete", table, "BEFORE DELETE", message),
        Trigger(
            f"{table}_no_truncate", table, "BEFORE TRUNCATE", "", postgres_refusal(message), per="STATEMENT"
        ),
    )


def install(connection, triggers: Iterable[Trigger]) -> None:
    """Drops and creates each trigger whose table exists; may be run any number of times."""
    triggers = list(triggers)
    remove(connection, triggers)
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for trigger in triggers:
            if trigger.table in tables:
                for statement in trigger.statements(connection.vendor):
                    cursor.execute(statement)


def remove(connection, triggers: Iterable[Trigger]) -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for trigger in triggers:
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')
            elif trigger.table in tables:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"')


def declared() -> list[Trigger]:
    """The triggers of every installed app."""
    return [trigger for config in apps.get_app_configs() for trigger in getattr(config, "triggers", ())]


def missing(connection) -> list[str]:
    """Names of declared triggers that the database does not hold: empty in a sound database."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    wanted = [trigger.name for trigger in declared() if trigger.on(connection.vendor)]
    return [name for name in wanted if name not in present]


@contextmanager
def lifted(connection):
    """For tests alone: no triggers within, all of them after. Goes round the flush of a transactional test."""
    remove(connection, declared())
    try:
        yield
    finally:
        install(connection, declared())


def keep_installed(config) -> None:
    """For AppConfig.ready(): the app's triggers are installed after each migrate."""
    pre_migrate.connect(_make_way, sender=config, dispatch_uid=f"triggers_off_{config.label}")
    post_migrate.connect(_put_back, sender=config, dispatch_uid=f"triggers_on_{config.label}")


def _make_way(sender, using, plan=(), **kwargs):
    """SQLite cannot rebuild a table that another table's trigger reads: they step aside while there is work."""
    if plan and connections[using].vendor == "sqlite":
        remove(connections[using], sender.triggers)


def _put_back(sender, using, **kwargs):
    install(connections[using], sender.triggers)


def _quoted(message: str) -> str:
    return message.replace("'", "''")

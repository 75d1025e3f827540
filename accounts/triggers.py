"""Database triggers, said once for SQLite and PostgreSQL: what is closed is closed on every path.

An app says its triggers in its AppConfig's method `triggers()`. `migrate` makes the database's triggers those that are
declared; `problems()` compares what the database holds with what is declared, by state and definition.
They are lifted by accounts.lifting alone.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import connections, models, transaction
from django.db.models.signals import post_migrate

logger = logging.getLogger(__name__)
Place = tuple[str, str]  # table and name of a trigger


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
    later: tuple[str, ...] | None = (
        None  # of an append-only table: columns that the portal fills in afterwards
    )

    @property
    def place(self) -> Place:
        return self.table, self.name

    def on(self, vendor: str) -> bool:
        return bool(self.sqlite if vendor == "sqlite" else self.postgres)

    def statements(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [self.definition(vendor)]
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $body${self._body}$body$',
            f'CREATE TRIGGER "{self.name}" {self.event} ON "{self.table}" '
            f'FOR EACH {self.per} EXECUTE FUNCTION "{self.name}"()',
            # ALWAYS: also for a session that calls itself a replica.
            f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER "{self.name}"',
        ]

    def definition(self, vendor: str) -> str | tuple:
        """What the database's own catalogue says of this trigger when it stands as declared: see _STORED."""
        if vendor == "sqlite":
            return f'CREATE TRIGGER "{self.name}" {self.event} ON "{self.table}" BEGIN {self.sqlite} END'
        return (
            sum(_PG_TYPE[word] for word in (self.per, *self.event.split())),
            self.name,
            self._body,
            *_PG_PLAIN,
        )

    @property
    def _body(self) -> str:
        row = "NULL" if self.per == "STATEMENT" else "OLD" if self.event.endswith("DELETE") else "NEW"
        return f" BEGIN {self.postgres} RETURN {row}; END "


# ------------------------------------------------------------------------------------------- what triggers refuse


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


def append_only(table: str, message: str, changed: str = "", later=()) -> tuple[Trigger, ...]:
    """Rows are only ever added: no UPDATE (or none by which `changed` holds), no DELETE, on PostgreSQL no TRUNCATE."""
    refuse = postgres_refusal(message)
    return (
        refusal(f"{table}_no_update", table, "BEFORE UPDATE", message, changed),
        refusal(f"{table}_no_delete", table, "BEFORE DELETE", message),
        Trigger(f"{table}_no_truncate", table, "BEFORE TRUNCATE", "", refuse, per="STATEMENT", later=later),
    )


def never_replaced(config, chosen: Iterable[Trigger]) -> list[Trigger]:
    """For SQLite: REPLACE into an app's tables whose rows are never deleted is refused, whoever's connection asks.

    It deletes what stands in its way, and asks the triggers of that only where recursive_triggers is on.
    """
    kept = {trigger.table for trigger in chosen if trigger.event == "BEFORE DELETE"}
    return [_no_replace(model) for model in config.get_models() if model._meta.db_table in kept]


def _no_replace(model: type[models.Model]) -> Trigger:
    alike = [_alike(model, (field.name,)) for field in model._meta.concrete_fields if field.unique]
    alike += [
        " AND ".join([_alike(model, rule.fields), *_both_meet(model, rule.condition)])
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint) and rule.fields
    ]
    table = model._meta.db_table
    held = f'SELECT 1 FROM "{table}" o'  # noqa: S608 our own names
    in_its_way = " OR ".join(f"EXISTS ({held} WHERE {same})" for same in alike)
    message = "Bảng này chỉ được ghi thêm: không ghi đè dòng đã có."
    return Trigger(f"{table}_no_replace", table, "BEFORE INSERT", sqlite_refusal(message, in_its_way), "")


def _alike(model, names) -> str:
    columns = [model._meta.get_field(name).column for name in names]
    return " AND ".join(f'o."{column}" = NEW."{column}"' for column in columns)


def _both_meet(model, condition: models.Q | None) -> list[str]:
    """The condition of a partial unique rule, of the old row and the new one: fields that are empty, and no other."""
    if condition is None:
        return []
    wanted = dict(condition.children) if condition.connector == models.Q.AND and not condition.negated else {}
    if not wanted or any(
        not name.endswith("__isnull") or value is not True for name, value in wanted.items()
    ):
        raise NotImplementedError(f"{model._meta.label}: chưa biết canh điều kiện {condition} trước REPLACE.")
    columns = [model._meta.get_field(name.removesuffix("__isnull")).column for name in wanted]
    return [f'{row}."{column}" IS NULL' for column in columns for row in ("o", "NEW")]


def _quoted(message: str) -> str:
    return message.replace("'", "''")


# ----------------------------------------------------------------------------------- what the database really holds

_PG_TYPE = {  # bits of pg_trigger.tgtype
    "ROW": 1,
    "STATEMENT": 0,
    "BEFORE": 2,
    "AFTER": 0,
    "INSERT": 4,
    "DELETE": 8,
    "UPDATE": 16,
    "TRUNCATE": 32,
}
_PG_PLAIN = ("plpgsql", False, True, True, True, True)
_STORED = {
    "sqlite": "SELECT tbl_name, name, 1, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT c.relname, t.tgname, t.tgenabled = 'A',
            t.tgtype, p.proname, p.prosrc, l.lanname, p.prosecdef, p.proconfig IS NULL,
            t.tgqual IS NULL, t.tgattr::text = '', p.pronamespace = c.relnamespace
        FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_proc p ON p.oid = t.tgfoid
        JOIN pg_language l ON l.oid = p.prolang
        WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace""",
}


def declared() -> list[Trigger]:
    """The triggers of every installed app."""
    found = []
    for config in apps.get_app_configs():
        if hasattr(config, "triggers"):
            own = list(config.triggers())
            found += [*own, *never_replaced(config, own)]
    return found


def stored(connection) -> dict[Place, tuple]:
    """The triggers on the tables of all models as the catalogue has them: place -> (enabled, definition)."""
    ours = set(connection.introspection.django_table_names())
    with connection.cursor() as cursor:
        cursor.execute(_STORED[connection.vendor])
        rows = cursor.fetchall()
    return {
        (table, name): (bool(enabled), told[0] if len(told) == 1 else tuple(told))
        for table, name, enabled, *told in rows
        if table in ours
    }


def wanted(connection, triggers: Iterable[Trigger] | None = None) -> dict[Place, Trigger]:
    chosen = declared() if triggers is None else triggers
    return {trigger.place: trigger for trigger in chosen if trigger.on(connection.vendor)}


def problems(connection, triggers: Iterable[Trigger] | None = None) -> list[str]:
    """In words, what is missing, altered, disabled or strange; empty in a sound database."""
    found = stored(connection)
    expected = wanted(connection, triggers)
    return [*_replace_goes_round(connection), *_differences(found, expected, connection.vendor)]


def _differences(found, expected, vendor) -> Iterator[str]:
    for (table, name), trigger in expected.items():
        enabled, definition = found.get((table, name), (False, None))
        if definition is None:
            yield f"thiếu trigger {name} của bảng {table}"
        elif definition != trigger.definition(vendor):
            yield f"trigger {name} của bảng {table} đã bị sửa"
        elif not enabled:
            yield f"trigger {name} của bảng {table} đang bị tắt"
    for table, name in sorted(found.keys() - expected.keys()):
        yield f"trigger lạ {name} ở bảng {table}"


def _replace_goes_round(connection) -> Iterator[str]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers")
            if not cursor.fetchone()[0]:
                yield "REPLACE xóa được dòng mà không hỏi trigger (PRAGMA recursive_triggers đang tắt)"


# ------------------------------------------------------------------------------------------------- putting in place


def install(connection, triggers: Iterable[Trigger] | None = None) -> list[str]:
    """Makes the database's triggers those that are declared, whole or not at all. Returns the names it touched.

    A trigger whose table does not exist yet waits; what nobody declares any more goes.
    """
    with transaction.atomic(using=connection.alias):
        found, expected = stored(connection), wanted(connection, triggers)
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor))
        sound = {
            place
            for place, trigger in expected.items()
            if found.get(place) == (True, trigger.definition(connection.vendor))
        }
        _drop(connection, found.keys() - sound)
        made = [
            trigger for place, trigger in expected.items() if place not in sound and trigger.table in tables
        ]
        _execute(connection, [line for trigger in made for line in trigger.statements(connection.vendor)])
    return sorted({name for _, name in found.keys() - sound} | {trigger.name for trigger in made})


@contextmanager
def without(connection, triggers: Iterable[Trigger]) -> Iterator[None]:
    """The core of every lift: these triggers are gone within, all are back after, in one transaction.

    Nobody else sees the database without them: others wait, and a failure or a killed process takes all of it back.
    """
    with transaction.atomic(using=connection.alias):
        _drop(connection, stored(connection).keys() & wanted(connection, triggers).keys())
        yield
        install(connection)


def _drop(connection, places: Iterable[Place]) -> None:
    on_table = connection.vendor == "postgresql"
    _execute(
        connection,
        [f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if on_table else "") for table, name in sorted(places)],
    )


def _execute(connection, statements: list[str]) -> None:
    if not statements:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Its tables cannot change while a deferred check of this transaction waits for them.
            together = ["SET CONSTRAINTS ALL IMMEDIATE", *statements, "SET CONSTRAINTS ALL DEFERRED"]
            cursor.execute(";\n".join(together))
            return
        for statement in statements:
            cursor.execute(statement)


def keep_installed(config) -> None:
    """For the ready() of one AppConfig: after each migrate the triggers of every app are those declared."""
    post_migrate.connect(_put_in_place, sender=config, dispatch_uid="triggers_in_place")


def _put_in_place(sender, using, **kwargs):
    if touched := install(connections[using]):
        logger.info("migrate đã cài trigger: %s", ", ".join(touched))

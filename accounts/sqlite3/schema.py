"""How a migration changes a table on SQLite without losing its triggers."""

from contextlib import contextmanager

from django.db import NotSupportedError, transaction
from django.db.backends.sqlite3 import schema


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Triggers step aside around the rebuilding of a table, and only there, within the migration's transaction.

    SQLite changes a column by making the table anew: its triggers go with the old table, and the new one cannot take
    the old name while a trigger elsewhere reads it. As all of it is one transaction, a migration that fails or is
    killed leaves every trigger where it was (one that catches the failure too: a savepoint); a migration of data
    meets them, as on PostgreSQL. A plain renaming needs none of this: SQLite rewrites the triggers itself.
    """

    _aside = False

    def _remake_table(self, *args, **kwargs):
        with self._triggers_aside():
            super()._remake_table(*args, **kwargs)

    def remove_field(self, model, field):
        with self._triggers_aside():
            super().remove_field(model, field)

    @contextmanager
    def _triggers_aside(self):
        if self._aside or self.collect_sql:
            yield
            return
        if not self.connection.in_atomic_block:
            raise NotSupportedError(
                "Migration không nằm trong một giao dịch (atomic = False) sẽ làm mất trigger nếu dừng giữa chừng: "
                "hãy bỏ atomic = False."
            )
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            self._aside = True
            try:
                yield
            finally:
                self._aside = False
            for _, statement in triggers:
                cursor.execute(statement)

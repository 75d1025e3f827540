"""A connection that asks no trigger of what it replaces."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def forgetful():
    """A connection of SQLite as other programs open it: what REPLACE deletes asks no trigger."""
    pragma = "PRAGMA recursive_triggers" if connection.vendor == "sqlite" else "SELECT 1 --"
    with connection.cursor() as cursor:
        cursor.execute(f"{pragma} = OFF")
        try:
            yield
        finally:
            cursor.execute(f"{pragma} = ON")

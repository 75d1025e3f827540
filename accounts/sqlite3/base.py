"""The connection: every one of the portal asks the triggers also when REPLACE removes a row."""

from django.db.backends.sqlite3 import base

from accounts import meters
from accounts.sqlite3.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA recursive_triggers = ON")  # without it REPLACE deletes behind their backs
        return connection

    def _start_transaction_under_autocommit(self):
        with meters.waiting_to_write():  # BEGIN IMMEDIATE: one writer at a time
            super()._start_transaction_under_autocommit()

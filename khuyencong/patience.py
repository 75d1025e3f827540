"""How long the portal waits for its database, and what it makes of an answer that does not come.

Only the web server's entrance calls `serve_with_patience`: commands of the owner (migrate, a backup) take their time.
"""

import select
import time

import psycopg2
from django.db import DataError, InterfaceError, OperationalError, connections
from psycopg2 import extensions

STATEMENT_SECONDS = 20  # the server ends a statement of a page
IDLE_SECONDS = 60  # and a transaction in which nothing is asked any more
SILENCE_SECONDS = STATEMENT_SECONDS + 5  # we ourselves give up: no answer came, so the way there is dead
CONNECT_SECONDS = 5

TOO_SLOW = {"57014"}  # PostgreSQL: statement_timeout
BUSY = {"55P03", "40P01", "40001"}  # PostgreSQL: lock_timeout, deadlock, serialisation
SQLITE_AWAY = {5, 6, 8, 10, 13, 14}  # busy, locked, read-only, input or output, full, cannot open
NOT_STORABLE = ("Python int too large to convert to SQLite INTEGER", "A string literal cannot contain NUL")


def serve_with_patience() -> None:
    """For the process that serves pages, before its first connection."""
    for database in connections.settings.values():
        if database["ENGINE"].endswith("postgresql"):
            limit_statements(database)
            extensions.set_wait_callback(Patience(SILENCE_SECONDS, CONNECT_SECONDS))


def limit_statements(database, statement=STATEMENT_SECONDS, idle=IDLE_SECONDS) -> None:
    """The server's own limits for the connections of this database; what the operator has set himself stays."""
    options = database.setdefault("OPTIONS", {})
    ours = (
        f"-c statement_timeout={int(statement * 1000)} "
        f"-c idle_in_transaction_session_timeout={int(idle * 1000)}"
    )
    options["options"] = f"{ours} {options.get('options', '')}".strip()


class Patience:
    """Waits for the server in place of libpq, which would wait for ever where the network swallows the answer.

    TCP notices only a peer that is gone; a proxy or a firewall between the two may keep the line and say nothing.
    psycopg2 closes a connection whose wait was given up, so that nobody reads a late answer as his own.
    """

    def __init__(self, silence: float, connect: float):
        self.silence, self.connect = silence, connect

    def __call__(self, connection):
        new = connection.status == extensions.STATUS_SETUP
        until = time.monotonic() + (self.connect if new else self.silence)
        while (state := connection.poll()) != extensions.POLL_OK:
            poller = select.poll()
            poller.register(
                connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
            )
            if not poller.poll(max(0, until - time.monotonic()) * 1000):
                raise psycopg2.OperationalError("the database server does not answer")


# ------------------------------------------------------------------------------------------- what a failure means


def is_away(error: BaseException) -> bool:
    """Nobody answers, or not in time for somebody else's sake: the same request may succeed a little later."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    if (code := getattr(error.__cause__, "sqlite_errorcode", None)) is not None:
        return code & 0xFF in SQLITE_AWAY
    state = getattr(error.__cause__, "pgcode", None)
    if state is None:  # the connection itself: refused, cut off, silent
        return isinstance(error.__cause__, psycopg2.Error)
    return state in BUSY or state[:2] in ("08", "53", "57") and state not in TOO_SLOW


def is_too_slow(error: BaseException) -> bool:
    """One statement took longer than a page may ask for: what was asked is too much."""
    return getattr(error.__cause__, "pgcode", None) in TOO_SLOW


def is_not_storable(error: BaseException) -> bool:
    """A value that no column of the database can hold was asked for: a number too large, a NUL."""
    return isinstance(error, DataError) or (
        isinstance(error, OverflowError | ValueError) and str(error).startswith(NOT_STORABLE)
    )

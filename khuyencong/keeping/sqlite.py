"""SQLite: copies by the backup API alone, which sees one moment however much is written beside it."""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from khuyencong.keeping.places import Trouble, looking_elsewhere
from khuyencong.keeping.storage import settle


@contextmanager
def taken(connection, dump: Path):
    """Writes the database of this moment to `dump`; within, the connection looks at that copy and cannot change it.

    Yields the numbers that were given up to that moment.
    """
    connection.ensure_connection()
    with closing(sqlite3.connect(dump)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        [answer] = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise Trouble(f"Cơ sở dữ liệu SQLite bị hỏng: {answer}. Hãy khôi phục từ bản sao gần nhất còn tốt.")
    with looking_elsewhere(connection, NAME=str(dump), OPTIONS={"init_command": "PRAGMA query_only=ON"}):
        with connection.cursor() as cursor:
            numbers = sequences(cursor)
        yield numbers


def load(connection, dump: Path) -> None:
    """The copy is a database already."""


@contextmanager
def inside(connection, dump: Path):
    """Within, the connection works in the copy; nobody else sees it."""
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=FULL"}
    with looking_elsewhere(connection, NAME=str(dump), OPTIONS=options):
        yield


def clear(connection) -> None:
    """The copy goes with its folder."""


def put_in_place(connection, dump: Path, moment: str, *, was_empty: bool) -> str:
    """The copy becomes the database in one transaction, also for who is connected. Returns where the former one is."""
    live = Path(connection.settings_dict["NAME"])
    live.parent.mkdir(parents=True, exist_ok=True)
    former = live.with_name(f"{live.name}.truoc-khoi-phuc-{moment}")
    if not was_empty:
        partial = former.with_name(f"{former.name}.partial")
        _copy(live, partial)
        shutil.copymode(live, partial)
        os.replace(partial, former)
        settle(former.parent)
    _copy(dump, live)
    with connection.cursor():  # opens it in the way of the portal: WAL
        connection.close()
    return "" if was_empty else f"tệp {former}"


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target, timeout=60)) as new:
        new.execute("PRAGMA synchronous=FULL")
        old.backup(new)


def digest(cursor, table: str) -> dict:
    """How many rows, and the hash of all of them in the order in which they are kept."""
    found, rows = hashlib.sha256(), 0
    with closing(sqlite3.connect(_file(cursor))) as plain:  # values as they are stored, no dates made of them
        for row in plain.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):  # noqa: S608 a name of the catalogue
            found.update(repr(row).encode())
            rows += 1
    return {"rows": rows, "sha256": found.hexdigest()}


def sequences(cursor) -> dict[str, int]:
    """Table -> the last number that a row of it was given."""
    cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
    return dict(cursor.fetchall())


def _file(cursor) -> str:
    cursor.execute("PRAGMA database_list")
    return cursor.fetchone()[2]

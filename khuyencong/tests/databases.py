"""Databases beside the one of the tests: made empty or as copies, asked here or by a process of their own."""

import copy
import os
import secrets
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connections

ROOT = Path(settings.BASE_DIR)


@contextmanager
def spare(folder: Path, like: str | None = None):
    """The name of a new database, empty or a copy of a spare one that nobody is connected to; gone afterwards."""
    name = f"spare_{secrets.token_hex(6)}"
    if connections["default"].vendor == "sqlite":
        name = str(folder / f"{name}.sqlite3")
        if like:
            shutil.copy(like, name)
        yield name
        return
    copied = f' TEMPLATE "{like}"' if like else ""
    _on_server(f'CREATE DATABASE "{name}"{copied}')
    try:
        yield name
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    parameters = connections["default"].get_connection_params()
    known = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
    server = psycopg2.connect(dbname="postgres", **known)
    server.autocommit = True
    try:
        server.cursor().execute(statement)
    finally:
        server.close()


@contextmanager
def asked_instead(name: str):
    """Within, all that asks the default database asks this one."""
    usual = connections["default"]
    connections.settings["spare"] = {**copy.deepcopy(usual.settings_dict), "NAME": name}
    connections["default"] = connections["spare"]
    try:
        yield connections["spare"]
    finally:
        connections["default"] = usual
        connections["spare"].close()
        del connections["spare"], connections.settings["spare"]


def url_of(name: str) -> str:
    own = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{name}"


def python(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Runs Python in the portal's folder on this database: python(name, "manage.py", "migrate")."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "khuyencong.settings_test",
            "DATABASE_URL": url_of(name),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
    )


def rows_of(connection, statement: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()

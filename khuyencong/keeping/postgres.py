"""PostgreSQL: pg_dump of one exported snapshot; a restore into a schema of its own, which then takes the place.

Passwords go by the environment of the programs, never by their command line.
"""

import hashlib
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

from khuyencong.keeping.places import Trouble, looking_elsewhere

OF_THE_SERVER = ("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey")
FOR_AS_LONG_AS_IT_TAKES = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
STAGE = "dang_khoi_phuc"  # the schema in which a restored database waits until it is proved
OWNERS_WORK = (
    "\nVai trò đang dùng không có quyền này: đặt DATABASE_OWNER_URL rồi chạy lại (docs/van-hanh-sao-luu.md)."
)
NOT_OURS = re.compile(r"; \d+ \d+ (SCHEMA|ACL|DEFAULT ACL|COMMENT - SCHEMA) ")  # lines of the list of a dump


@contextmanager
def taken(connection, dump: Path):
    """Writes the database of this moment to `dump`; within, the connection sees that moment and no later one.

    Yields the numbers that were given up to that moment; the dump, made after it, may know later ones.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(FOR_AS_LONG_AS_IT_TAKES)
        cursor.execute("SELECT pg_export_snapshot(), current_schema()")
        snapshot, schema = cursor.fetchone()
        numbers = sequences(cursor)
        options = [
            f"--snapshot={snapshot}",
            f'--schema="{schema}"',
            "--no-owner",
            "--no-privileges",
            f"--file={dump}",
        ]
        _run(connection, "pg_dump", "--format=custom", *options)
        _run(connection, "pg_restore", f"--file={os.devnull}", dump)  # readable to its end
        yield numbers


def load(connection, dump: Path) -> None:
    """Brings the dump into a schema of its own, where nobody looks; what a killed restore left there goes.

    All in one transaction: the dump names its schema, so for that long the one in use stands aside.
    """
    schema = _current_schema(connection)
    script, before, after = (dump.with_name(name) for name in ("dump.sql", "before.sql", "after.sql"))
    _write_script(connection, dump, script)
    before.write_text(
        f'DROP SCHEMA IF EXISTS "{STAGE}" CASCADE; ALTER SCHEMA "{schema}" RENAME TO "{STAGE}_aside"; '
        f'CREATE SCHEMA "{schema}"; COMMENT ON SCHEMA "{schema}" IS \'{_mark()}\';'
    )
    after.write_text(
        f'ALTER SCHEMA "{schema}" RENAME TO "{STAGE}"; ALTER SCHEMA "{STAGE}_aside" RENAME TO "{schema}";'
    )
    files = [f"--file={path}" for path in (before, script, after)]
    _run(
        connection, "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", *files
    )


@contextmanager
def inside(connection, dump: Path):
    """Within, the connection works in what was loaded."""
    options = {**connection.settings_dict["OPTIONS"], "options": f"-c search_path={STAGE}"}
    with looking_elsewhere(connection, OPTIONS=options):
        yield


def clear(connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{STAGE}" CASCADE')


def _mark() -> str:
    """Whose loading it is: of two restores at once neither puts in place what the other has loaded."""
    return f"{os.uname().nodename} {os.getpid()}"


def _write_script(connection, dump: Path, script: Path) -> None:
    listed = _run(connection, "pg_restore", "--list", dump).splitlines()
    chosen = dump.with_name("list")
    chosen.write_text("\n".join(line for line in listed if not NOT_OURS.search(line)))
    _run(
        connection,
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        f"--use-list={chosen}",
        f"--file={script}",
        dump,
    )


def put_in_place(connection, dump: Path, moment: str, *, was_empty: bool) -> str:
    """The staged schema becomes the one in use in one transaction. Returns where the former one is.

    It waits for whoever is writing; who writes later writes to the new one.
    """
    schema = _current_schema(connection)
    former = f"truoc_khoi_phuc_{moment}".replace("-", "_")
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regnamespace(%s), 'pg_namespace')", [STAGE])
        if cursor.fetchone() != (_mark(),):
            raise Trouble(
                "Một lần khôi phục khác đang chạy trên cơ sở dữ liệu này; lần này dừng, chưa đổi gì."
            )
        if tables := connection.introspection.table_names(cursor):
            cursor.execute("SET LOCAL lock_timeout = '60s'")
            cursor.execute(
                "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE".format(", ".join(f'"{t}"' for t in tables))
            )
        if was_empty:
            cursor.execute(f'DROP SCHEMA "{schema}"')
        else:
            cursor.execute(f'ALTER SCHEMA "{schema}" RENAME TO "{former}"')
            cursor.execute(f'REVOKE ALL ON SCHEMA "{former}" FROM PUBLIC')
            if settings.PORTAL_ROLE:
                cursor.execute(f'REVOKE ALL ON SCHEMA "{former}" FROM "{settings.PORTAL_ROLE}"')
        cursor.execute(f'ALTER SCHEMA "{STAGE}" RENAME TO "{schema}"; COMMENT ON SCHEMA "{schema}" IS NULL')
    return "" if was_empty else f"schema {former}"


def _current_schema(connection) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        [name] = cursor.fetchone()
    if name is None:
        raise Trouble(
            "Cơ sở dữ liệu không có schema nào vai trò này dùng được: hãy tạo schema public của chủ."
        )
    return name


# ------------------------------------------------------------------------------------------- what the database holds


class _Hash:
    """A file that keeps nothing of what is written to it but the hash and the number of lines."""

    def __init__(self):
        self.found, self.rows = hashlib.sha256(), 0

    def write(self, data):
        content = data.encode() if isinstance(data, str) else data
        self.found.update(content)
        self.rows += content.count(b"\n")


def digest(cursor, table: str) -> dict:
    """How many rows, and the hash of all of them in the order of their key."""
    key = cursor.db.introspection.get_primary_key_columns(cursor, table) or []
    order = ", ".join(f'"{column}"::text COLLATE "C"' for column in key) or "t::text"
    told = _Hash()
    cursor.copy_expert(f'COPY (SELECT * FROM "{table}" t ORDER BY {order}) TO STDOUT', told)  # noqa: S608
    return {"rows": told.rows, "sha256": told.found.hexdigest()}


def sequences(cursor) -> dict[str, int | None]:
    """Sequence -> the last number that it gave; numbers are given outside of transactions."""
    cursor.execute(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1"
    )
    return dict(cursor.fetchall())


# --------------------------------------------------------------------------------------------- programs of PostgreSQL


def _run(connection, program: str, *arguments) -> str:
    path = _program(connection, program)
    command, environment = [str(path)], {"LC_ALL": "C.UTF-8"}
    environment |= {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    if program != "pg_restore":  # that one works on files alone
        command += ["--no-password", f"--dbname={_place(connection)}"]
        environment["PGPASSWORD"] = connection.get_connection_params().get("password") or ""
    done = subprocess.run(  # noqa: S603 a program of PostgreSQL
        [*command, *map(str, arguments)], env=environment, capture_output=True, text=True, errors="replace"
    )
    if done.returncode:
        way = OWNERS_WORK if "permission denied" in done.stderr else ""
        raise Trouble(f"{program} không xong: {done.stderr.strip()[-800:]}{way}")
    return done.stdout


def _place(connection) -> str:
    """Where the database is, without the password."""
    connection.ensure_connection()
    known = connection.connection.get_dsn_parameters()
    escaped = {
        name: known[name].replace("\\", r"\\").replace("'", r"\'")
        for name in OF_THE_SERVER
        if known.get(name)
    }
    return " ".join(f"{name}='{value}'" for name, value in escaped.items())


def _program(connection, program: str) -> Path:
    """From PG_BIN, else the newest of the machine: it must not be older than the server."""
    newest_first = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -float(p.parts[-2]))
    folders = [Path(settings.PG_BIN)] if settings.PG_BIN else newest_first
    found = next((folder / program for folder in folders if (folder / program).is_file()), None)
    path = found or (None if settings.PG_BIN else shutil.which(program))
    if path is None:
        raise Trouble(
            f"Không có chương trình {program}: hãy cài gói postgresql-client cùng phiên bản với máy chủ, hoặc đặt PG_BIN."
        )
    told = subprocess.run([path, "--version"], capture_output=True, text=True).stdout  # noqa: S603
    version, server = int(re.search(r"\d+", told)[0]), connection.pg_version // 10000
    if version < server:
        raise Trouble(
            f"{program} phiên bản {version} cũ hơn máy chủ {server}: hãy cài bản mới hơn, hoặc đặt PG_BIN."
        )
    return Path(path)

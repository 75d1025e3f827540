"""Speed as ratios of one run: `python3 run.py bench`, with --help the ways to measure more or less.

DATABASE_URL names a SQLite file and PG_DATABASE_URL, if given, a PostgreSQL server; both get databases of their own,
which are dropped afterwards. Each database is measured by a process of its own.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from benchmarks.serving import variables
from tooling.console import speak_vietnamese

START = "import sys, django; django.setup(); from benchmarks.{} import main; sys.exit(main())"
SERVED = {"closing-day": "closing_day", "soak": "soak", "kills": "kills"}  # measured through a real server


def main() -> int:
    speak_vietnamese()
    parser = argparse.ArgumentParser(description="Đo tốc độ, in tỷ số trung vị của một lần chạy.")
    parser.add_argument("--projects", type=int, default=15_000, help="số đề án (mặc định 15.000)")
    parser.add_argument("--repeat", type=int, default=15, help="số lần đo lấy trung vị")
    parser.add_argument(
        "--only",
        choices=["sqlite", "postgres", "large", *SERVED],
        help="chỉ đo một phần; ba phần sau qua máy chủ thật",
    )
    parser.add_argument("--large", action="store_true", help="thêm 300.000 đề án, 20 năm ngân sách")
    options, more = parser.parse_known_args()
    if options.only in SERVED:
        return served(SERVED[options.only], more)
    if more:
        parser.error(f"không hiểu: {' '.join(more)}")
    print(f"{'':80} {'cổng':>11} {'mốc so':>11} {'tỷ số':>6} {'mục tiêu':>9}", flush=True)
    status = 0
    for name, scene in scenes(options):
        with database(name, scene) as url:
            sizes = ["--projects", str(options.projects), "--repeat", str(options.repeat)]
            command = [sys.executable, "-c", START.format("measure"), scene, *sizes]
            status |= subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
    return status


def served(module: str, arguments: list[str]) -> int:
    """On each kind of database; a module's own options are passed on: --only soak --minutes 10."""
    status = 0
    for name in ["postgres", "sqlite"] if os.environ.get("PG_DATABASE_URL") else ["sqlite"]:
        folder = Path(tempfile.mkdtemp(prefix="khuyencong-bench-"))
        try:
            with database(name, module) as url:
                command = [sys.executable, "-c", START.format(module), *arguments]
                status |= subprocess.run(command, env=variables(folder, url)).returncode
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return status


def scenes(options):
    """(kind of database, what is measured in it)"""
    names = ["sqlite", "postgres"] if os.environ.get("PG_DATABASE_URL") else ["sqlite"]
    for name in names:
        if options.only in (None, name):
            yield name, "three-years"
            yield name, "history"
    if options.only == "large" or (options.large and not options.only):
        for name in names:
            yield name, "large"


@contextmanager
def database(name: str, scene: str):
    """The URL of an empty database, gone afterwards."""
    if name == "sqlite":
        parts = urlsplit(os.environ["DATABASE_URL"])
        path = Path(parts.path).with_suffix(f".{scene}.sqlite3")
        try:
            yield f"sqlite:///{path}"
        finally:
            for file in path.parent.glob(f"{path.name}*"):  # with its journal, and the copy asked beside it
                file.unlink()
        return
    server = os.environ["PG_DATABASE_URL"]
    new = f"bench_{scene.replace('-', '_')}_{os.getpid()}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(f'CREATE DATABASE "{new}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{new}"))
    finally:
        for name in (new, f"{new}_alone"):
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.close()


if __name__ == "__main__":
    sys.exit(main())

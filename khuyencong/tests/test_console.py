"""What commands write is UTF-8, whatever the console says of itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CONSOLES = {
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "ascii": {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"},
    "cp1258": {"PYTHONIOENCODING": "cp1258:strict", "PYTHONUTF8": "0"},
}


def run(console, *arguments, **variables):
    """The bytes that a command writes; the environment is that of the console and no other."""
    kept = {name: os.environ[name] for name in ("PATH", "DATABASE_URL") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**kept, "DEBUG": "1", **CONSOLES[console], **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory):
    """The address of a database with reference data and nothing else."""
    url = f"sqlite:///{tmp_path_factory.mktemp('console') / 'empty.sqlite3'}"
    for command in (["migrate", "--verbosity", "0"], ["load_reference"]):
        done = run("C", "manage.py", *command, DATABASE_URL=url)
        assert (done.returncode, done.stderr) == (0, b"")
    return url


@pytest.mark.parametrize("console", CONSOLES)
def test_json_is_utf8_on_any_console(console, empty_database):
    ask = ["manage.py", "figures", "--year", "2023", "--months", "9", "--json"]
    done = run(console, *ask, DATABASE_URL=empty_database)

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["period"] == "9 tháng đầu năm 2023"


@pytest.mark.parametrize("console", CONSOLES)
def test_complaint_is_utf8_on_any_console(console):
    done = run(console, "manage.py", "make_volume", "--projects", "0")

    words = (done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
    assert (done.returncode, *words) == (1, "", "Lỗi: Số đề án phải từ 1 trở lên.\n")


def test_words_of_argparse_and_of_manage_py_are_utf8_too():
    done = run("cp1258", "manage.py", "figures", "--year", "hai")

    assert "tham số --year: «hai» không phải số nguyên\n" in done.stderr.decode("utf-8")


def test_what_was_typed_comes_back_as_it_was_typed():
    done = run("C", "manage.py", "số-liệu".encode())

    assert "Không có lệnh «số-liệu».\n" in done.stderr.decode("utf-8")

"""run.py and what it relies on; `pytest` alone."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from tooling import machine, postgres, suite
from tooling.console import Stop

ROOT = Path(settings.BASE_DIR)


def run_py(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "run.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


# --------------------------------------------------------------------------------------------- the command line


def test_run_uses_the_standard_library_only():
    sources = [ROOT / "run.py", *(ROOT / "tooling").glob("*.py")]
    nodes = [node for path in sources for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    imported = {
        alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {node.module.split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    assert imported - sys.stdlib_module_names == {"tooling"}


def test_old_python_can_read_run_py_and_is_told_what_is_missing():
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 5))
    code = f"import sys; sys.version_info = (3, 9, 2); exec({source!r})"
    console = {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=console, capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.returncode, done.stderr) == (
        1,
        "Cần Python 3.11 trở lên; máy này đang dùng Python 3.9.\n"
        "Hãy cài Python mới hơn, ví dụ trên Debian 12 trở lên: apt-get install python3\n",
    )


def test_taken_port_is_named_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run_py(PORT=str(port))
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        f"Cổng mạng {port} đang có chương trình khác dùng. Hãy chọn cổng khác: PORT={port + 1} python3 run.py\n",
    )


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "²"])
def test_impossible_port_is_refused(port):
    done = run_py(PORT=port)
    message = f"PORT={port} không phải số cổng mạng (1 đến 65535). Ví dụ: PORT=8001 python3 run.py\n"
    assert (done.returncode, done.stderr) == (1, message)


@pytest.mark.parametrize("console", ["utf-8", "ascii:strict", "cp1258:strict"])
def test_unknown_command_shows_the_known_ones_in_utf8_on_any_console(console):
    done = run_py("tset", PYTHONIOENCODING=console, PYTHONUTF8="0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Cách dùng:\n  python3 run.py    ")


def test_pytest_alone_starts_whatever_the_shell_is_set_up_for():
    done = subprocess.run(
        [
            Path(sys.executable).with_name("pytest"),
            "--collect-only",
            "-q",
            "-p",
            "no:cacheprovider",
            "printing",
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DEBUG": "0", "ALLOWED_HOSTS": "khuyencong.example"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "printing/tests/test_numbers.py::" in done.stdout


# ------------------------------------------------------------------------------------- the machine and its parts


def test_without_root_the_exact_line_is_named(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    packages = [machine.Package("postgresql", lambda: False), machine.Package("chromium", lambda: True)]
    packages.append(machine.Package("libatomic1", lambda: False))
    with pytest.raises(Stop) as stop:
        machine.ensure(packages)
    assert str(stop.value) == (
        "Máy còn thiếu: postgresql, libatomic1.\n"
        "Hãy chạy với quyền quản trị (root), rồi chạy lại lệnh này:\n"
        "  sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends postgresql libatomic1'"
    )


def test_throwaway_postgres_knows_vietnamese_letters_and_is_gone_afterwards():
    if machine.postgres_binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    with postgres.throwaway() as url:
        connection = psycopg2.connect(url)
        with connection.cursor() as cursor:
            cursor.execute("SELECT upper('đắk lắk'), current_setting('data_directory')")
            upper, folder = cursor.fetchone()
        connection.close()
        assert upper == "ĐẮK LẮK"
        assert Path(folder).is_dir()
    assert not Path(folder).parent.exists()
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(url)


@pytest.mark.parametrize(
    ("attributes", "line"),
    [
        ('tests="7" failures="0" errors="0" skipped="0"', "7 passed, 0 failed, 0 skipped"),
        ('tests="7" failures="1" errors="2" skipped="1"', "3 passed, 3 failed, 1 skipped"),
    ],
)
def test_counts_are_read_from_the_report(tmp_path, attributes, line):
    report = tmp_path / "report.xml"
    report.write_text(f'<testsuites><testsuite name="pytest" {attributes}/></testsuites>', encoding="utf-8")
    assert str(suite.read_counts(report)) == line


@pytest.mark.parametrize(
    ("counts", "is_good"),
    [
        (suite.Counts(passed=1), True),
        (suite.Counts(), False),
        (suite.Counts(passed=9, failed=1), False),
        (suite.Counts(passed=9, skipped=1), False),
    ],
)
def test_only_a_run_without_failure_or_skip_is_good(counts, is_good):
    assert counts.is_good is is_good

"""`python3 run.py test`: everything, on both databases and in the browser; nothing may fail or be left out."""

import os
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from tooling import environment, machine, postgres
from tooling.console import ROOT, say

ON_SQLITE = "sqlite:///:memory:"  # khuyencong.settings_test gives each process a file of its own
NO_TESTS_COLLECTED = 5
# What this leaves out runs on SQLite alone: the second database changes nothing there.
ONCE_IS_ENOUGH = "not browser and not office and not once"


@dataclass(frozen=True)
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"

    @property
    def is_good(self):
        return self.passed > 0 and self.failed == 0 and self.skipped == 0


def run(arguments):
    machine.ensure([*environment.system_packages(), *machine.FOR_TESTS])
    python = environment.ready(environment.TEST_LOCK)
    variables = environment.variables(
        DEBUG="1",
        DJANGO_SETTINGS_MODULE="khuyencong.settings_test",
        DATABASE_URL=ON_SQLITE,
        REQUIRE_ALL="1",
    )
    total = _check("Soát mã nguồn", [python, "-m", "ruff", "check", "--quiet", "."], variables)
    total += _check(
        "Soát kiểu của các mô-đun thuần", [python, "-m", "mypy", f"--cache-dir={os.devnull}"], variables
    )
    makemigrations = [python, "manage.py", "makemigrations", "--check", "--dry-run"]
    total += _check("Soát tệp di chuyển dữ liệu", makemigrations, variables)
    total += _pytest("SQLite và trình duyệt", python, variables, arguments)
    with postgres.throwaway() as url:
        on_postgres = {**variables, "DATABASE_URL": url}
        total += _pytest("PostgreSQL", python, on_postgres, ["-m", ONCE_IS_ENOUGH, *arguments])
    say("")
    say(str(total))
    return 0 if total.is_good else 1


def _check(title, command, variables):
    say(f"== {title}")
    done = subprocess.run(command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL)
    return Counts(failed=1 if done.returncode else 0)


def _pytest(title, python, variables, arguments):
    say(f"\n== Kiểm thử: {title}")
    folder = Path(tempfile.mkdtemp(prefix="khuyencong-counts-"))
    report = folder / "report.xml"
    command = [
        python,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "worksteal",
        f"--junitxml={report}",
        *arguments,
    ]
    try:
        done = subprocess.run(command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL)
        if done.returncode == NO_TESTS_COLLECTED and arguments:
            return Counts()  # what was asked for may exist for the other run only
        counts = read_counts(report)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if done.returncode and counts.failed == 0:
        say(f"pytest kết thúc với mã {done.returncode}.", error=True)
        counts += Counts(failed=1)
    return counts


def read_counts(report):
    """The counts of a JUnit report; a missing one (pytest never came to its end) counts as nothing."""
    if not report.is_file():
        return Counts()
    suites = ElementTree.parse(report).iter("testsuite")  # noqa: S314 pytest has just written it
    total = Counts()
    for suite in suites:
        tests, failures, errors, skipped = (
            int(suite.get(n)) for n in ("tests", "failures", "errors", "skipped")
        )
        total += Counts(tests - failures - errors - skipped, failures + errors, skipped)
    return total

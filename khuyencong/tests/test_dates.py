"""Today's date is read in one place, never at import; tests set it there."""

import ast
import re
from datetime import date

from accounts import clock
from khuyencong.tests.test_house import ROOT, source_files
from programs.tests.threads import at_once


def test_only_the_clock_reads_todays_date():
    """Elsewhere, in tests too, a date is an argument, or asked of accounts.clock, where a test can set it."""
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in source_files(tests=True)
        if re.search(r"\b(localdate|date\.today|datetime\.today)\b(?!\||\\)", path.read_text())
    }
    assert readers == {"accounts/clock.py"}


def test_nothing_reads_the_date_when_it_is_imported():
    """A process may live over midnight, a run of tests too: a date read at import would stay yesterday's."""
    asked = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in source_files(tests=True)
        for call in calls_at_import(ast.parse(path.read_text()))
        if ast.unparse(call.func) in ("today", "clock.today", "timezone.now", "datetime.now")
    ]
    assert asked == []


def calls_at_import(tree):
    """Calls that run when a module is imported: all but those in the bodies of functions."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            yield node
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        waiting += node.args.defaults if inside else ast.iter_child_nodes(node)


def test_the_day_is_set_for_a_test_and_for_the_threads_of_its_server(today_is):
    today_is(date(2024, 2, 29))
    [seen] = at_once(clock.today)

    assert (clock.today(), seen) == (date(2024, 2, 29), date(2024, 2, 29))
    today_is(date(2025, 7, 1))
    assert clock.today() == date(2025, 7, 1)

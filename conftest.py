"""What tests share: first the surroundings (browser, office, no skips under REQUIRE_ALL=1), then the cast."""

import inspect
import os
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import Client, TransactionTestCase
from playwright.sync_api import sync_playwright

from accounts import clock, triggers
from programs.reference.loader import load
from programs.tests import cast as people

# ----------------------------------------------------------------------------------------------- surroundings

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"  # set by `python3 run.py test`: nothing may be left out
EXAMPLES = {"quick": 20, "slow": 100}  # of a property; one that asks the database takes a quarter


def pytest_addoption(parser):
    parser.addoption(
        "--slow", action="store_true", help="properties with all their examples, sums on every line"
    )


def pytest_configure(config):
    """No deadline: the machine may be busy. Under REQUIRE_ALL the same examples each time: a result can be repeated."""
    for name, examples in EXAMPLES.items():
        hypothesis.settings.register_profile(
            name, max_examples=examples, deadline=None, derandomize=REQUIRE_ALL
        )
    hypothesis.settings.load_profile("slow" if config.getoption("slow") else "quick")


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items):
    """What asks no database runs once: the second one changes nothing there."""
    for item in items:
        asks_by_name = "request" in inspect.signature(item.function).parameters
        marked = item.get_closest_marker("django_db")
        if not (asks_by_name or marked) and DATABASE_FIXTURES.isdisjoint(item.fixturenames):
            item.add_marker("once")


BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', event => console.error(
    'content policy: ' + event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sourceFile));
"""


def _refuse_skip(report):
    if REQUIRE_ALL and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"left out, but everything must run here: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return _refuse_skip((yield))


def _find_browser():
    # /usr/bin/chromium-browser is a stub for another package system on Ubuntu, so it is not looked at.
    names = (os.environ.get("CHROME_BIN"), "chromium", "google-chrome", "google-chrome-stable", "chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser():
    """One Chromium of the machine for all browser tests of a worker."""
    executable = _find_browser()
    if executable is None:
        pytest.skip("no Chromium on this machine (set CHROME_BIN)")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=executable, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page_problems():
    """What the pages of this test complained about; a test that provokes it checks it and clears the list."""
    return []


@pytest.fixture
def new_page(browser, live_server, page_problems):
    """new_page(width=360, java_script_enabled=False, …) opens a page with an own, empty session.

    The test fails if one of its pages logs an error, breaks the content policy or asks another host.
    """
    host = urlsplit(live_server.url).netloc
    contexts = []

    def watch_request(request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != host:
            page_problems.append(f"request to another host: {request.url}")

    def watch_console(message):
        if message.type == "error":
            page_problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def open_page(width=1280, height=900, **options):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", watch_request)
        context.on("console", watch_console)
        context.on("weberror", lambda problem: page_problems.append(f"script error: {problem.error}"))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert page_problems == []


@pytest.fixture
def open_as(new_page, live_server):
    """open_as(person, width=360, …) opens a page of somebody who has signed in already."""

    def open_page(person, **options):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        page = new_page(**options)
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return open_page


@pytest.fixture
def page(new_page):
    """A desktop-sized page; page.goto("/…") goes to the live server."""
    return new_page()


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """office(path, "pdf") converts a file with LibreOffice, recalculated, and returns the new path."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("no LibreOffice on this machine")
    profile = tmp_path_factory.mktemp("office-profile")  # of its own: two at once would share one

    def convert(path, to="pdf"):
        folder = tmp_path_factory.mktemp("office")
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        done = subprocess.run(
            [*command, "--convert-to", to, "--outdir", str(folder), str(path)],
            capture_output=True,
            text=True,
            timeout=180,
        )
        result = folder / f"{Path(path).stem}.{to.partition(':')[0]}"
        assert result.is_file(), f"LibreOffice made no {result.name}: {done.stdout} {done.stderr}"
        return result

    return convert


@pytest.fixture(scope="session", autouse=True)
def flush_without_triggers():
    """Append-only tables refuse the flush after a transactional test too: what would refuse it steps aside for it."""
    flush = TransactionTestCase._fixture_teardown

    def flush_lifted(case):
        emptying = [t for t in triggers.declared() if t.event in ("BEFORE DELETE", "BEFORE TRUNCATE")]
        with triggers.without(connections["default"], emptying):
            flush(case)

    TransactionTestCase._fixture_teardown = flush_lifted
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(scope="session")
def slow(request):
    """Whether the run takes its time: all that a quick one takes samples of."""
    return request.config.getoption("slow")


@pytest.fixture
def today_is():
    """today_is(day): from here to the end of the test it is that day, for the threads of the live server too."""
    with ExitStack() as days:
        yield lambda day: days.enter_context(clock.today_is(day))


# --------------------------------------------------------------------------------------------------- the cast


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    """The reference data, loaded once a module and taken back after it; tests work on savepoints above it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def country(reference):
    """Where the cast works: the real provinces. Rooms whose tests make a small country of their own say so here."""


@pytest.fixture
def enter(db, country):
    """enter("an") brings in a person of the cast; the fixtures below do it for each."""
    return people.enter


@pytest.fixture
def an(enter):
    return enter("an")


@pytest.fixture
def lan(enter):
    return enter("lan")


@pytest.fixture
def dung(enter):
    return enter("dung")


@pytest.fixture
def binh(enter):
    return enter("binh")


@pytest.fixture
def vu(enter):
    return enter("vu")


@pytest.fixture
def chi(enter):
    return enter("chi")


@pytest.fixture
def minh(enter):
    return enter("minh")


@pytest.fixture
def root(db):
    return people.administrator()

"""Alive and ready are two questions; figures of monitoring, slow statements, and the page of the operator."""

import logging
import re
from datetime import timedelta
from threading import Timer

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from prometheus_client import REGISTRY

from accounts.models import AuditEvent, record
from accounts.sessions import SessionStore
from khuyencong.operation import logs, recent, slow, state
from khuyencong.tests.databases import python, spare
from programs.models import LedgerHead

TOKEN = "một-khóa-dài-của-máy-theo-dõi"  # noqa: S105


def metric(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0


# ------------------------------------------------------------------------------------------------ alive, ready


@pytest.mark.once
def test_alive_asks_no_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_asks_little(client, django_assert_max_num_queries, db):
    client.get("/readyz")
    with django_assert_max_num_queries(5):
        assert client.get("/readyz").json() == {"status": "ok"}


def test_not_ready_while_a_migration_waits(client, db, caplog):
    MigrationRecorder(connection).record_unapplied("programs", "0001_initial")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "unready"})
    assert "programs.0001_initial. Hãy chạy: python manage.py migrate" in caplog.text


def test_alive_and_not_ready_without_a_database(tmp_path, django_db_blocker):
    ask = (
        "import django; django.setup(); from django.test import Client; c = Client(raise_request_exception=False);"
        "print([(a, (r := c.get(a, SERVER_NAME='localhost')).status_code, r.content) for a in ('/healthz', '/readyz')])"
    )
    with django_db_blocker.unblock(), spare(tmp_path) as name:
        gone = f"{tmp_path}/khong-co/db.sqlite3" if connection.vendor == "sqlite" else f"{name}_khong_co"
        done = python(gone, "-c", ask)
    assert (
        "('/healthz', 200, b'{\"status\": \"ok\"}'), ('/readyz', 503, b'{\"status\": \"unready\"}')"
        in done.stdout
    )


def test_both_are_asked_on_the_machine_without_https(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/").headers["Location"].startswith("https://")


# ---------------------------------------------------------------------------------------------------- figures


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Bearer sai", TOKEN + "x", f"Bearer {TOKEN}x"])
@pytest.mark.parametrize("wanted", ["", TOKEN])
def test_figures_do_not_exist_without_the_token(client, db, settings, given, wanted):
    settings.METRICS_TOKEN = wanted
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_figures_count_by_route_and_never_by_person(client, an, settings):
    settings.METRICS_TOKEN = "a-token-of-monitoring"  # noqa: S105
    before = metric("khuyencong_requests_total", route="project_list", method="GET", status="200")
    client.force_login(an)
    client.get("/projects/?q=Đề+án+của+An")
    client.get("/trang-khong-co-cua-An/")
    client.post("/accounts/login/", {"username": an.username, "password": "sai"})

    told = client.get("/metrics", headers={"Authorization": "Bearer a-token-of-monitoring"})

    assert told.headers["Content-Type"].startswith("text/plain")
    assert metric("khuyencong_requests_total", route="project_list", method="GET", status="200") == before + 1
    assert 'khuyencong_requests_total{method="GET",route="-",status="404"}' in told.text
    assert 'khuyencong_request_seconds_bucket{le="0.5",method="GET",route="project_list"}' in told.text
    assert an.username not in told.text and "của" not in told.text and "cua-An" not in told.text


def test_figures_count_events_of_the_log_by_kind(an):
    before = metric("khuyencong_events_total", kind="login_failed")
    record(AuditEvent.Kind.LOGIN_FAILED, username="ai đó")
    assert metric("khuyencong_events_total", kind="login_failed") == before + 1


@pytest.mark.django_db(transaction=True)
def test_wait_for_the_turn_to_write_is_measured():
    LedgerHead.objects.get_or_create(pk=1)
    before = metric("khuyencong_write_wait_seconds_sum")
    other = connections.create_connection("default")
    other.inc_thread_sharing()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("UPDATE programs_ledgerhead SET number = number WHERE id = 1")
    timer = Timer(0.3, lambda: (other.rollback(), other.close()))
    timer.start()

    with transaction.atomic():
        LedgerHead.lock()

    timer.join()
    assert metric("khuyencong_write_wait_seconds_sum") - before >= 0.2


# ------------------------------------------------------------------------------------------- slow statements


def ask(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s, 'Nguyễn Văn A'", [words])


def test_slow_statement_is_told_without_its_values(db, caplog):
    with slow.watched(1e-6):
        ask("Trần Thị B")
    [line] = [r for r in caplog.records if hasattr(r, "statement")]
    assert line.statement == "SELECT %s, '…'"
    assert isinstance(line.ms, int)


def test_nothing_is_wrapped_when_off(db):
    usual = list(connection.execute_wrappers)
    with slow.watched(0):
        assert connection.execute_wrappers == usual
    with slow.watched(1):
        assert len(connection.execute_wrappers) == len(usual) + 1
    assert connection.execute_wrappers == usual


def test_quick_statement_is_not_told(db, caplog):
    with slow.watched(60_000):
        ask("x")
    assert [line for line in caplog.records if hasattr(line, "statement")] == []


@pytest.fixture
def kept(tmp_path):
    """The folder in which errors and slow statements are kept during the test, as in use."""
    handler = recent.RecentHandler(str(tmp_path))
    handler.setFormatter(logs.JsonLines())
    handler.addFilter(logs.Traced())
    logging.getLogger().addHandler(handler)
    yield tmp_path
    logging.getLogger().removeHandler(handler)


def test_slow_statement_of_a_page_is_kept_with_its_id_and_route(client, an, settings, kept):
    settings.SLOW_QUERY_MS = 1e-6
    client.force_login(an)
    code = client.get("/projects/").headers["X-Request-ID"]
    told = [line for line in recent.last(kept, "slow") if line["request_id"] == code]
    assert {line["route"] for line in told} >= {"project_list"}


# ------------------------------------------------------------------------------------------------- recent lines


def test_recent_lines_are_the_newest_first_and_bounded(tmp_path):
    for number in range(30):
        recent.add(tmp_path, "errors", f'{{"n": {number}, "pad": "{"x" * 20_000}"}}')
    with open(tmp_path / "errors.jsonl", "a") as file:
        file.write('{"n": half')

    told = recent.last(tmp_path, "errors")

    assert [line["n"] for line in told] == list(range(29, 13, -1))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 3 * recent.LARGEST


def test_full_or_missing_folder_leaves_the_log_alone(tmp_path):
    (tmp_path / "file").write_text("")
    handler = recent.RecentHandler(str(tmp_path / "file"))
    handler.setFormatter(logs.JsonLines())
    handler.addFilter(logs.Traced())
    handler.handle(logging.LogRecord("x", logging.ERROR, "", 0, "lỗi", None, None))


# --------------------------------------------------------------------------------------------- the page


@pytest.fixture
def page(client, root, settings, tmp_path):
    settings.RECENT_DIR = tmp_path / "recent"
    client.force_login(root)
    return lambda: client.get("/admin/system/")


def told(response):
    return {fact.name: fact for fact in response.context["facts"]}


def test_page_tells_the_state_of_a_sound_system(page, root):
    session = SessionStore()
    session[SESSION_KEY] = str(root.pk)
    session.save()
    record(AuditEvent.Kind.BACKED_UP)

    answer = page()

    facts = told(answer)
    assert re.fullmatch(r"\d{4}\.\d+", facts["Phiên bản cổng"].value)
    assert facts["Cơ sở dữ liệu"].value.startswith(
        {"sqlite": "SQLite 3.", "postgresql": "PostgreSQL "}[connection.vendor]
    )
    assert facts["Di chuyển dữ liệu"].value == "đã áp dụng đủ"
    assert facts["Khóa bảo vệ sổ"].value == "nguyên vẹn"
    assert facts["Sao lưu gần nhất"].warning == ""
    assert facts["Phiên đăng nhập còn hạn"].value == "2"
    assert "Chưa có lỗi nào được ghi." in answer.text
    assert "đặt SLOW_QUERY_MS" in answer.text


def test_page_warns_of_what_is_amiss_and_shows_errors_by_their_code(page, settings):
    settings.SLOW_QUERY_MS = 500
    line = '{"time": "2026-11-25T20:41:00.000+00:00", "request_id": "abc12345", "route": "overview", '
    recent.add(
        settings.RECENT_DIR,
        "errors",
        line + '"message": "Internal Server Error: overview", "exception": "<b>"}',
    )
    recent.add(settings.RECENT_DIR, "slow", line + '"ms": 812, "statement": "SELECT %s"}')
    MigrationRecorder(connection).record_unapplied("programs", "0001_initial")

    answer = page()

    assert told(answer)["Di chuyển dữ liệu"].warning.startswith("Chưa áp dụng")
    for words in ("abc12345", "03:41:00 26/11/2026", "&lt;b&gt;", "812", "SELECT %s"):
        assert words in answer.text


@pytest.mark.once
@pytest.mark.parametrize(("hours", "warned"), [(25, False), (27, True), (None, True)])
def test_backup_that_is_missing_or_old_is_warned_of(hours, warned):
    fact = state.backup(None if hours is None else timezone.now() - timedelta(hours=hours))
    assert ("khuyencong-backup.timer" in fact.warning) == warned


def test_page_costs_a_fixed_number_of_queries(page, django_assert_max_num_queries):
    page()
    with django_assert_max_num_queries(14):
        page()


def test_administrator_finds_the_page_from_the_admin(client, root):
    client.force_login(root)
    assert 'href="/admin/system/"' in client.get("/admin/").text

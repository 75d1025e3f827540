"""Each request has one id: in the answer, in its log lines, on the page of a fault, in the line of the web server."""

import io
import json
import logging
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import clear_url_caches, path
from gunicorn.config import Config

from accounts.doors import ANYBODY, to
from khuyencong import faults, urls
from khuyencong.operation import logs, trace
from khuyencong.operation.access import AccessLog
from khuyencong.operation.middleware import ROUTE

MADE = re.compile(r"[0-9a-f]{32}")
SAID = "không đọc được 'Nguyễn Văn A' số 001099012345, a@b.vn\nGIẢ MẠO dòng"


class Lines(logging.StreamHandler):
    """What a handler of the portal writes, line by line."""

    def __init__(self, formatter):
        super().__init__(io.StringIO())
        self.setFormatter(formatter)
        self.addFilter(logs.Traced())

    @property
    def written(self):
        return self.stream.getvalue().splitlines()


@pytest.fixture
def log():
    """log(formatter) writes what the whole portal logs from here on."""
    added = []

    def start(formatter):
        lines = Lines(formatter)
        logging.getLogger().addHandler(lines)
        added.append(lines)
        return lines

    yield start
    for lines in added:
        logging.getLogger().removeHandler(lines)


@pytest.fixture
def broken(settings):
    """An address that fails with a person's words in what it says."""

    def fail(request, token):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        raise ValueError(SAID)

    urls.urlpatterns.append(path("thu-loi/<slug:token>/", to(ANYBODY, fail), name="broken"))
    clear_url_caches()
    yield "/thu-loi/bi-mat-777/"
    urls.urlpatterns.pop()
    clear_url_caches()


def test_answer_bears_an_id_of_its_own(client, db):
    first, second = (client.get("/healthz").headers["X-Request-ID"] for _ in range(2))
    assert MADE.fullmatch(first) and MADE.fullmatch(second) and first != second


@pytest.mark.parametrize(
    ("behind", "given", "taken"),
    [
        (True, "0123456789abcdef", True),
        (False, "0123456789abcdef", False),
        (True, "ngắn", False),
        (True, "short", False),
        (True, "a" * 65, False),
        (True, "12345678\r\nSet-Cookie: x=1", False),
        (True, "12345678\n", False),
    ],
)
def test_id_of_the_proxy_is_taken_only_behind_one_and_only_a_proper_one(rf, behind, given, taken):
    request = rf.get("/", headers={"X-Request-ID": given})
    made = trace.begin(request, behind_proxy=behind).id
    trace.end()
    assert (made == given) == taken
    assert taken or MADE.fullmatch(made)


def test_id_is_gone_when_the_request_is_over(client, db):
    client.get("/healthz")
    assert (trace.request_id(), trace.route()) == ("-", "-")


@pytest.mark.parametrize("debug", [False, True])
def test_page_of_a_fault_shows_the_id_under_which_the_log_tells_it(client, db, log, broken, settings, debug):
    settings.DEBUG = debug
    client.raise_request_exception = False
    lines = log(logs.JsonLines())

    answer = client.get(f"{broken}?q=Trần+Thị+B")

    code = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert f"Mã lỗi 500: {code}" in answer.text
    [told] = [json.loads(line) for line in lines.written if "exception" in line]
    assert (told["request_id"], told["route"], told["level"]) == (code, "broken", "ERROR")
    assert told["message"] == "Internal Server Error: broken"
    assert "test_trace.py" in told["exception"] and "ValueError" in told["exception"]


@pytest.mark.parametrize("formatter", [logs.JsonLines, logs.TextFormatter])
def test_no_line_holds_a_token_a_word_of_the_query_or_a_persons_data(client, db, log, broken, formatter):
    client.raise_request_exception = False
    lines = log(formatter())

    client.get(f"{broken}?q=Trần+Thị+B")
    client.get("/accounts/reset/MQ/mat-khau-777/khong-co?q=an")
    client.get("/?ten=An", headers={"Host": "Nguyễn.Văn.A"})
    client.post("/accounts/login/", {"username": "nguyen.van.a", "password": "mật-khẩu-777"})

    whole = "\n".join(lines.written)
    assert "broken" in whole
    for secret in ("777", "Trần", "Nguyễn", "001099012345", "a@b.vn", "?q", "nguyen.van.a"):
        assert secret not in whole, secret


def test_line_break_in_a_value_makes_no_line_of_its_own(client, db, log, broken):
    client.raise_request_exception = False
    lines = log(logs.TextFormatter())

    client.get(broken)
    logging.getLogger("khuyencong").error("tên %s", "x\r\n2026-11-25 ERROR giả")

    beginnings = [line for line in lines.written if not line.startswith("    | ")]
    assert len(beginnings) == 2 and beginnings[1].endswith("tên x\\n\\n2026-11-25 ERROR giả")
    assert any("\\nGIẢ MẠO dòng" in line for line in lines.written)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('null value DETAIL:  Failing row contains (1, "A").', "null value DETAIL: …"),
        ("syntax error LINE 1: SELECT 'A'", "syntax error LINE …"),
        ("KeyError: 'unit_id'", "KeyError: 'unit_id'"),
        ("cannot read 'Lê Văn C'", "cannot read '…'"),
        ("postgres://portal:x9-Kq@db:5432", "postgres://portal:…@…"),
        ("gọi 0909 787 343 nhé", "gọi … nhé"),
        ("số 079.087.012345 ở đây", "số … ở đây"),
        ("token=abc password: def", "token=… password: …"),
        ("12 migration chưa áp dụng lúc 20:41 25/11/2026", "12 migration chưa áp dụng lúc 20:41 25/11/2026"),
    ],
)
def test_what_may_not_stand_in_a_log_is_left_out(said, told):
    assert logs.clean(said) == told


def test_line_of_the_web_server_has_the_id_and_the_route_and_no_query(client, db, log):
    lines = log(logs.JsonLines())
    answer = client.get("/accounts/login/?next=/projects/%3Fq%3DAn")
    response = SimpleNamespace(status="200 OK", headers=list(answer.headers.items()))
    server = AccessLog(Config())
    server._access_log_enabled = server.access_log.propagate = True  # as deploy/gunicorn.conf.py makes it
    environ = answer.wsgi_request.META

    server.access(response, SimpleNamespace(method="GET"), environ, timedelta(milliseconds=35))
    server.access(response, SimpleNamespace(method="TRẦN"), {}, timedelta())
    server.access(response, SimpleNamespace(method="GET"), {ROUTE: "healthz"}, timedelta())

    first, second = (json.loads(line) for line in lines.written)
    first.pop("time")
    assert first == {
        "level": "INFO",
        "logger": "gunicorn.access",
        "message": "GET login",
        "request_id": answer.headers["X-Request-ID"],
        "route": "login",
        "method": "GET",
        "status": 200,
        "ms": 35,
    }
    assert second["message"] == "OTHER -"


def test_page_of_a_fault_asks_no_database(rf, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert faults.server_error(rf.get("/")).status_code == 500


def test_other_format_than_two_is_refused():
    with pytest.raises(Exception, match="LOG_FORMAT=xml: chỉ có text hoặc json"):
        logs.configuration("xml")

"""A database that does not answer, answers late or is held by others: a page in Vietnamese within a bounded time."""

import sqlite3
import time
from contextlib import closing, contextmanager

import psycopg2
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from psycopg2 import extensions

from khuyencong import patience
from khuyencong.middleware import answer_of_the_database
from khuyencong.tests.proxy import line_to
from programs.models import Business
from programs.tests.web import filled

pytestmark = pytest.mark.django_db(transaction=True)
ON_SERVER = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
SECONDS = 1  # of silence, in place of those of use
NOT_KNOWN, NOTHING_SENT = "chưa biết đã lưu hay chưa", "chỉ là mở trang"


@pytest.fixture
def client(an):
    client = Client(raise_request_exception=False)
    client.force_login(an, backend="django.contrib.auth.backends.ModelBackend")
    return client


@contextmanager
def reached_with(**changes):
    """Within, the database of the tests is reached with these settings."""
    usual = connection.settings_dict
    connection.close()
    connection.settings_dict = {**usual, **changes}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = usual


@contextmanager
def over_a_line():
    """The database of the tests, asked with patience over a line that breaks."""
    own = connection.settings_dict
    with line_to(own["HOST"], int(own["PORT"])) as line:
        extensions.set_wait_callback(patience.Patience(SECONDS, SECONDS))
        try:
            with reached_with(HOST="127.0.0.1", PORT=line.port):
                yield line
        finally:
            extensions.set_wait_callback(None)


def away(response, words):
    """The page of a database that does not answer, made without it."""
    page = response.text
    assert (response.status_code, response["Retry-After"]) == (503, "30"), page
    assert "Cơ sở dữ liệu đang không trả lời" in page and words in page
    return True


def business(client, **typed):
    return filled(client.get("/businesses/new/"), name="HTX Chè Cầu Đất", legal_form="cooperative", **typed)


def breaks_of_a_line(client):
    with over_a_line() as line:
        form = business(client)
        for mode in ("hole", "reset"):
            for send, words in (
                (lambda: client.get("/businesses/"), NOTHING_SENT),
                (lambda: client.post("/businesses/new/", form), NOT_KNOWN),
            ):
                line.mode, begun = mode, time.monotonic()
                assert away(send(), words), mode
                assert time.monotonic() - begun < 3 * SECONDS, mode
                connection.close()  # as the next request does
                assert away(send(), words), f"{mode}, before a connection stands"
                line.mode = "open"
                connection.close()
        line.latency = SECONDS / 20
        assert client.get("/businesses/").status_code == 200  # slow is not silent
    assert not Business.objects.exists()


def a_commit_whose_answer_is_lost(client):
    with over_a_line() as line:
        form = business(client)
        line.mode = "cut"
        assert away(client.post("/businesses/new/", form), NOT_KNOWN)
        assert line.committed == 1
        connection.close()
        again = client.post("/businesses/new/", form)
    assert (again.status_code, Business.objects.count()) == (302, 1)
    assert again["Location"] == f"/businesses/{Business.objects.get().pk}/"


def a_table_that_another_holds(client):
    form = business(client)
    with (
        closing(psycopg2.connect(**connection.get_connection_params())) as other,
        reached_with(OPTIONS={"options": "-c lock_timeout=200"}),
    ):
        other.cursor().execute("LOCK TABLE programs_submission IN ACCESS EXCLUSIVE MODE")
        assert away(client.post("/businesses/new/", form), NOT_KNOWN)


def a_statement_without_end(_):
    limited = {"OPTIONS": {}}
    patience.limit_statements(limited, statement=0.2)
    with reached_with(**limited), connection.cursor() as cursor:
        with pytest.raises(OperationalError) as stopped:
            cursor.execute("SELECT pg_sleep(20)")
    response = answer_of_the_database(RequestFactory().get("/reports/"), stopped.value)
    assert response.status_code == 503 and "hỏi hẹp hơn" in response.text


def a_file_that_another_writes(client):
    form = business(client)
    connection.cursor().execute("PRAGMA busy_timeout = 100")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert away(client.post("/businesses/new/", form), NOT_KNOWN)
        assert client.get("/businesses/").status_code == 200  # readers do not wait
    connection.close()
    assert client.post("/businesses/new/", form).status_code == 302


TROUBLES = {
    True: [
        breaks_of_a_line,
        a_commit_whose_answer_is_lost,
        a_table_that_another_holds,
        a_statement_without_end,
    ],
    False: [a_file_that_another_writes],
}


@pytest.mark.parametrize("trouble", TROUBLES[ON_SERVER])
def test_trouble_with_the_database_is_told_in_time_and_loses_nothing(client, trouble):
    trouble(client)

from time import time

import pytest
from django.urls import reverse

from accounts.middleware import RENEW_AFTER
from accounts.models import AuditEvent
from accounts.sessions import RENEWED, STARTED

PAGE = "password_change"


@pytest.fixture
def signed_in(client, an):
    client.force_login(an)
    return client


def turn_back(client, **seconds):
    session = client.session
    for key, back in seconds.items():
        session[key] = int(time()) - back
    session.save()


def test_session_ends_twelve_hours_after_the_log_in_however_busy(signed_in, settings):
    turn_back(signed_in, **{STARTED: 12 * 3600 - 60, RENEWED: 1})
    assert signed_in.get(reverse(PAGE)).status_code == 200

    turn_back(signed_in, **{STARTED: 12 * 3600, RENEWED: 1})

    assert signed_in.get(reverse(PAGE)).url == f"{reverse('login')}?next={reverse(PAGE)}"
    assert "_auth_user_id" not in signed_in.session


def test_session_of_unknown_age_ends(signed_in):
    session = signed_in.session
    del session[STARTED]
    session.save()

    assert signed_in.get(reverse(PAGE)).status_code == 302


def test_use_keeps_the_session_alive(signed_in):
    turn_back(signed_in, **{RENEWED: RENEW_AFTER})

    response = signed_in.get(reverse(PAGE))

    assert response.cookies["sessionid"]["max-age"] == 4 * 3600
    assert int(time()) - signed_in.session[RENEWED] < 5


def test_reading_a_page_writes_nothing_between_renewals(signed_in, django_assert_max_num_queries):
    with django_assert_max_num_queries(15) as asked:
        response = signed_in.get(reverse("password_change_done"))

    assert len(asked.captured_queries) >= 2  # the session and the person
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    assert "sessionid" not in response.cookies


def test_page_of_a_signed_in_person_is_stored_nowhere(signed_in):
    assert signed_in.get(reverse(PAGE)).headers["Cache-Control"] == "no-store, private"


def test_page_of_an_anonymous_reader_is_left_as_it_is(client, db):
    assert "no-store, private" != client.get(reverse("password_reset")).headers.get("Cache-Control")


def test_refusal_is_logged(signed_in, an):
    assert signed_in.get("/admin/", follow=True).status_code == 403

    event = AuditEvent.objects.get()
    assert (event.kind, event.user, event.object, event.detail) == (
        "denied",
        an,
        "/admin/login/",
        {"method": "GET", "status": 403},
    )

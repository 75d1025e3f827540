"""Sessions: listed to their owner, ended at once, short for whoever reaches far."""

import re
from time import time

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.backends.base import UpdateError
from django.core.management import call_command
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.middleware import RENEW_AFTER
from accounts.models import AuditEvent, Session
from accounts.sessions import RENEWED, STARTED, handle_of
from accounts.tests.conftest import PASSWORD

LIST, INSIDE = reverse("session_list"), reverse("password_change")
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


@pytest.fixture
def sign_in(django_client_factory):
    def sign_in(username="an.lamdong", **headers):
        browser = django_client_factory(headers={"User-Agent": CHROME} | headers)
        browser.post(reverse("login"), {"username": username, "password": PASSWORD})
        return browser

    return sign_in


def is_inside(browser):
    return browser.get(INSIDE).status_code == 200


def key(browser):
    return browser.session.session_key


def test_session_says_whose_it_is_and_where_it_began(an, sign_in):
    browser = sign_in()

    row = Session.objects.get()
    assert (row.pk, row.user, row.address, row.browser) == (
        key(browser),
        an,
        "127.0.0.1",
        "Chrome trên Windows",
    )
    assert abs(row.began.timestamp() - time()) < 60
    assert row.used == row.began


def test_list_shows_own_sessions_and_no_key(an, make_user, sign_in):
    make_user("binh.gialai", "Phạm Bình")
    here, phone, other = sign_in(), sign_in(**{"User-Agent": "iPhone Safari/604.1"}), sign_in("binh.gialai")

    page = here.get(LIST).content.decode()

    assert page.count("Phiên này") == 1
    assert re.findall(r"(\w+ trên \w+)\s*</td>", page) == ["Chrome trên Windows", "Safari trên iPhone"]
    assert [browser for browser in (here, phone, other) if key(browser) in page] == []


def test_list_without_others_says_so(an, sign_in):
    assert "Không có phiên nào khác" in sign_in().get(LIST).content.decode()


def test_one_session_is_ended_and_no_other(an, sign_in):
    here, lost, third = sign_in(), sign_in(), sign_in()

    assert here.post(LIST, {"end": handle_of(key(lost))}).url == LIST

    assert [is_inside(browser) for browser in (here, lost, third)] == [True, False, True]
    event = AuditEvent.objects.get(kind="sessions_ended")
    assert (event.user, event.detail) == (an, {"sessions": 1})


def test_all_others_are_ended(an, make_user, sign_in):
    make_user("binh.gialai", "Phạm Bình")
    here, lost, third, other = sign_in(), sign_in(), sign_in(), sign_in("binh.gialai")

    here.post(LIST, {"end": "others"})

    assert [is_inside(browser) for browser in (here, lost, third, other)] == [True, False, False, True]


@pytest.mark.parametrize("which", ["handle", "key"])
def test_nobody_ends_a_session_of_another(an, make_user, sign_in, which):
    make_user("binh.gialai", "Phạm Bình")
    here, other = sign_in(), sign_in("binh.gialai")

    here.post(LIST, {"end": handle_of(key(other)) if which == "handle" else key(other)})

    assert is_inside(other)
    assert not AuditEvent.objects.filter(kind="sessions_ended").exists()


def test_ended_session_is_not_written_again_by_a_request_under_way(an, sign_in):
    here = sign_in()
    under_way = here.session
    under_way["late"] = True
    Session.objects.all().delete()

    with pytest.raises(UpdateError):
        under_way.save()

    assert not Session.objects.exists()


def test_password_change_takes_the_other_sessions_off_the_list(an, sign_in):
    here, lost = sign_in(), sign_in()
    new = "nắng-sớm-trên-đồi-chè-41"

    here.post(INSIDE, {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    assert (is_inside(here), is_inside(lost)) == (True, False)
    assert Session.objects.filter(user=an).count() == 1


def test_reset_of_the_password_ends_every_session(client, an, sign_in):
    lost = sign_in()
    an.refresh_from_db()
    uid, token = urlsafe_base64_encode(force_bytes(an.pk)), default_token_generator.make_token(an)
    page = client.get(reverse("password_reset_confirm", args=[uid, token]), follow=True)
    new = "nắng-sớm-trên-đồi-chè-41"

    client.post(page.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})

    assert not is_inside(lost)
    assert not Session.objects.filter(user=an).exists()


def idle_time(browser):
    """What the browser and the server are told when the session is renewed."""
    session = browser.session
    session[RENEWED] -= RENEW_AFTER
    session.save()
    cookie = browser.get(INSIDE).cookies["sessionid"]
    row = Session.objects.get(pk=key(browser))
    assert abs((row.expire_date - row.used).total_seconds() - cookie["max-age"]) < 5
    return cookie["max-age"]


def test_idle_time_is_short_for_administrators_and_counts_when_one_becomes_one(an, root, sign_in):
    officer, administrator = sign_in(), sign_in("root")
    assert (idle_time(officer), idle_time(administrator)) == (4 * 3600, 30 * 60)

    an.is_staff = True
    an.save()

    assert idle_time(officer) == 30 * 60


def test_cleaning_takes_what_has_run_out(an, sign_in):
    old, here = sign_in(), sign_in()
    session = old.session
    session.set_expiry(-1)
    session.save()

    call_command("clearsessions")

    assert list(Session.objects.values_list("pk", flat=True)) == [key(here)]


def test_session_without_a_beginning_is_nobodys_for_long(an, sign_in):
    """A row that lost its clock ends; what the list shows of it is a dash."""
    here, strange = sign_in(), sign_in()
    session = strange.session
    del session[STARTED]
    session.save()

    assert here.get(LIST).status_code == 200
    assert not is_inside(strange)

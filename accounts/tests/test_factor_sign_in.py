"""Between the password and the session: nobody is signed in before the code is right."""

from datetime import timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.factor import FREE_FAILURES
from accounts.models import AuditEvent, Factor, RecoveryCode, Session
from accounts.tests.authenticator import SHEET_CODE, code_of, give_factor, wrong_code
from accounts.tests.conftest import PASSWORD
from accounts.waiting import PATIENCE, WAITING

ASK, LOGIN = reverse("factor_ask"), reverse("login")
INSIDE = reverse("password_change")


@pytest.fixture
def key(an):
    return give_factor(an)


def give_password(client, **extra):
    return client.post(LOGIN, {"username": "an.lamdong", "password": PASSWORD, **extra})


def give_code(client, code):
    return client.post(ASK, {"code": code})


def is_inside(client):
    return client.get(INSIDE).status_code == 200


def kinds():
    return list(AuditEvent.objects.order_by("id").values_list("kind", flat=True))


def test_password_alone_opens_nothing(client, key):
    assert give_password(client).url == ASK

    assert not is_inside(client)
    assert client.get(ASK).status_code == 200
    assert client.get(ASK).headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert kinds() == []
    assert not Session.objects.exclude(user=None).exists()


def test_code_signs_in_and_goes_where_the_person_was_bound(client, key, an):
    give_password(client, next="/accounts/security/")
    waiting = client.session.session_key

    assert give_code(client, code_of(key)).url == "/accounts/security/"

    assert is_inside(client)
    assert client.session.session_key != waiting
    event = AuditEvent.objects.get()
    assert (event.kind, event.user, event.detail) == ("login", an, {"way": "code"})


def test_code_page_leads_to_no_other_host(client, key):
    give_password(client, next="https://evil.example/")

    assert give_code(client, code_of(key)).url == reverse("home")


def test_planted_session_does_not_become_the_one_that_waits(client, key, django_client_factory):
    thief = django_client_factory()
    thief.get(LOGIN)
    planted = thief.session  # saved under a key that the thief knows
    planted["any"] = 1
    planted.save()
    client.cookies["sessionid"] = planted.session_key

    give_password(client)

    assert client.session.session_key != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()


def test_code_page_asks_nobody_who_gave_no_password(client, key):
    assert client.get(ASK).url == LOGIN
    assert give_code(client, code_of(key)).url == LOGIN


def test_waiting_ends_after_ten_minutes(client, key):
    give_password(client)
    session = client.session
    session[WAITING] = session[WAITING] | {"until": session[WAITING]["until"] - PATIENCE}
    session.save()

    assert give_code(client, code_of(key)).url == LOGIN
    assert not is_inside(client)


@pytest.mark.parametrize("change", ["password", "deactivated"])
def test_waiting_ends_when_the_account_changes(client, key, an, change):
    give_password(client)
    if change == "password":
        an.set_password("nắng-sớm-trên-đồi-chè-41")
    else:
        an.is_active = False
    an.save()

    assert give_code(client, code_of(key)).url == LOGIN


def test_code_works_once_though_it_is_still_shown(client, key, django_client_factory):
    code = code_of(key)
    give_password(client)
    give_code(client, code)
    watcher = django_client_factory()
    give_password(watcher)

    page = give_code(watcher, code)

    assert (page.status_code, "đã dùng rồi" in page.content.decode()) == (200, True)
    assert not is_inside(watcher)


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345", "+12345", "1_2345"]
)
def test_what_is_no_code_is_refused(client, key, typed):
    give_password(client)

    assert give_code(client, typed).status_code == 200
    assert not is_inside(client)


def test_spaces_between_the_digits_do_not_matter(client, key):
    give_password(client)
    code = code_of(key)

    assert give_code(client, f"{code[:3]} {code[3:]}").status_code == 302


def fail(client, key, times):
    give_password(client)
    for _ in range(times):
        assert give_code(client, wrong_code(key)).status_code == 200


def let_pass(seconds):
    """The last failure lies so far back."""
    Factor.objects.update(failed_at=timezone.now() - timedelta(seconds=seconds))


def test_five_wrong_codes_in_a_row_make_everybody_wait(client, key):
    fail(client, key, FREE_FAILURES)

    page = give_code(client, code_of(key))

    assert page.status_code == 429
    assert "Đã nhập sai 5 lần liên tiếp nên phải chờ: hãy thử lại sau 30 giây." in page.content.decode()
    assert give_code(client, SHEET_CODE).status_code == 429
    assert kinds() == ["factor_failed"] * FREE_FAILURES
    assert not is_inside(client)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(5, 30), (6, 60), (7, 120), (11, 1920), (12, 3600), (13, 3600), (10_000, 3600)]
)
def test_waiting_grows_with_each_failure_up_to_an_hour(client, key, failures, seconds):
    give_password(client)
    Factor.objects.update(failures=failures)
    let_pass(seconds - 5)
    assert give_code(client, code_of(key)).status_code == 429

    let_pass(seconds)

    assert give_code(client, code_of(key)).status_code == 302
    assert Factor.objects.get().failures == 0


def test_waiting_does_not_lengthen_by_trying(client, key):
    fail(client, key, FREE_FAILURES)
    before = Factor.objects.values().get()

    give_code(client, wrong_code(key))

    assert Factor.objects.values().get() == before


def test_recovery_code_signs_in_once(client, key, django_client_factory):
    give_password(client)
    assert give_code(client, SHEET_CODE.upper()).status_code == 302
    assert "còn 0 mã" in client.get(INSIDE).content.decode()

    again = django_client_factory()
    give_password(again)

    assert give_code(again, SHEET_CODE).status_code == 200
    assert not is_inside(again)
    assert AuditEvent.objects.get(kind="login").detail == {"way": "recovery"}
    assert RecoveryCode.objects.get().used_at is not None


def test_lost_key_of_the_portal_lets_nobody_in_but_by_the_sheet(client, key, settings, caplog):
    settings.FACTOR_KEYS = ["Q" * 43 + "="]
    give_password(client)

    assert give_code(client, code_of(key)).status_code == 200

    assert "FACTOR_KEYS" in caplog.text
    assert not is_inside(client)
    assert give_code(client, SHEET_CODE).status_code == 302


def test_reset_of_the_password_does_not_go_round_the_code(client, key, an):
    uid, token = urlsafe_base64_encode(force_bytes(an.pk)), default_token_generator.make_token(an)
    page = client.get(reverse("password_reset_confirm", args=[uid, token]), follow=True)
    new = "nắng-sớm-trên-đồi-chè-41"

    client.post(page.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})

    assert not is_inside(client)
    assert client.post(LOGIN, {"username": "an.lamdong", "password": new}).url == ASK
    assert not is_inside(client)

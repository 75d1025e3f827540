"""Setting the second factor, its recovery codes, taking it off: the person's own pages."""

import re
from base64 import b32decode, b32encode

import pytest
import segno
from django.db import connection
from django.urls import reverse
from django.utils.html import escape

from accounts.factor import PROVEN
from accounts.guesses import FREE
from accounts.models import AuditEvent, Factor, RecoveryCode
from accounts.sealing import unseal
from accounts.tests.authenticator import SHEET_CODE, code_of, give_factor, wrong_code
from accounts.tests.conftest import PASSWORD

SECURITY, SET_UP = reverse("account_security"), reverse("factor_setup")
CODES, REMOVE = reverse("factor_codes"), reverse("factor_remove")
SHEET = re.compile(r'class="factor-code">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})<')


@pytest.fixture
def signed_in(client, an):
    client.force_login(an)
    return client


@pytest.fixture
def elsewhere(an, django_client_factory):
    """The same person in another browser."""
    other = django_client_factory()
    other.force_login(an)
    return other


def offered(page) -> bytes:
    """The key that the page shows as text."""
    text = re.search(r'class="factor-code">([A-Z2-7 ]+)<', page.content.decode()).group(1).replace(" ", "")
    return b32decode(text)


def set_up(client, **typed):
    key = offered(client.get(SET_UP))
    return key, client.post(SET_UP, {"password": PASSWORD, "code": code_of(key)} | typed)


def test_picture_says_the_key_that_the_text_says(signed_in):
    """In the form that applications read: a picture of this address and of no other, which the content policy allows."""
    page = signed_in.get(SET_UP)

    secret = b32encode(offered(page)).decode()
    label = "C%E1%BB%95ng%20khuy%E1%BA%BFn%20c%C3%B4ng"
    address = f"otpauth://totp/{label}%3Aan.lamdong?secret={secret}&issuer={label}"
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff")
    assert f'src="{escape(picture)}"' in page.content.decode()
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]


def test_first_code_sets_the_factor_and_shows_ten_codes_once(signed_in, elsewhere, an):
    key, page = set_up(signed_in)

    codes = SHEET.findall(page.content.decode())
    assert len(set(codes)) == 10
    assert page.headers["Cache-Control"] == "no-store, private"
    factor = Factor.objects.get()
    assert (factor.user, unseal(factor.sealed_key)) == (an, key)
    assert signed_in.session[PROVEN] is True
    assert SHEET.findall(signed_in.get(SECURITY).content.decode()) == []
    assert elsewhere.get(SECURITY).status_code == 302
    event = AuditEvent.objects.get()
    assert (event.kind, event.user) == ("factor_set", an)


def test_setting_gives_the_session_a_new_key(signed_in):
    before = signed_in.session.session_key
    set_up(signed_in)

    assert signed_in.session.session_key != before
    assert signed_in.get(SECURITY).status_code == 200


def test_neither_key_nor_codes_stand_readable_in_the_database(signed_in):
    key, page = set_up(signed_in)
    codes = SHEET.findall(page.content.decode())

    with connection.cursor() as cursor:
        stored = ""
        for table in ("accounts_factor", "accounts_recoverycode", "accounts_session", "accounts_auditevent"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            stored += str(cursor.fetchall())
    readable = [key.hex(), *codes, *(code.replace("-", "") for code in codes)]
    assert [secret for secret in readable if secret in stored] == []


def test_key_on_offer_waits_sealed_and_stays_the_same_until_it_is_confirmed(signed_in):
    key = offered(signed_in.get(SET_UP))
    signed_in.post(SET_UP, {"password": PASSWORD, "code": wrong_code(key)})

    assert offered(signed_in.get(SET_UP)) == key
    assert unseal(signed_in.session["factor_offered"]) == key


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"password": "sai"}, "Mật khẩu hiện tại không đúng"),
        ({"code": "000"}, "Mã không khớp"),
        ({"code": ""}, "Trường này là bắt buộc"),
    ],
)
def test_set_up_is_refused_with_a_reason(signed_in, typed, message):
    _, page = set_up(signed_in, **typed)

    assert message in page.content.decode()
    assert not Factor.objects.exists()


def test_first_code_does_not_sign_in_again(signed_in, django_client_factory):
    key, _ = set_up(signed_in)
    other = django_client_factory()
    other.post(reverse("login"), {"username": "an.lamdong", "password": PASSWORD})

    page = other.post(reverse("factor_ask"), {"code": code_of(key)})

    assert page.status_code == 200


def test_another_device_needs_the_present_one(signed_in, an):
    old = give_factor(an)
    key, page = set_up(signed_in)
    assert page.status_code == 200
    assert unseal(Factor.objects.get().sealed_key) == old

    _, page = set_up(signed_in, present=wrong_code(old))
    assert "Mã không đúng" in page.content.decode()
    assert unseal(Factor.objects.get().sealed_key) == old

    set_up(signed_in, present=SHEET_CODE)
    assert unseal(Factor.objects.get().sealed_key) == key
    assert RecoveryCode.objects.filter(used_at=None).count() == 10


def test_new_codes_end_the_old_ones(signed_in, an):
    key = give_factor(an)

    page = signed_in.post(CODES, {"password": PASSWORD, "code": code_of(key)})

    assert len(SHEET.findall(page.content.decode())) == 10
    assert RecoveryCode.objects.count() == 10
    assert signed_in.post(REMOVE, {"password": PASSWORD, "code": SHEET_CODE}).status_code == 200
    assert AuditEvent.objects.get(kind="factor_set").detail == {"codes": 10}


def test_removing_needs_password_and_code_and_ends_the_other_sessions(signed_in, elsewhere, an):
    key = give_factor(an)
    assert signed_in.post(REMOVE, {"password": "sai", "code": code_of(key)}).status_code == 200
    assert signed_in.post(REMOVE, {"password": PASSWORD, "code": wrong_code(key)}).status_code == 200
    assert Factor.objects.exists()

    assert signed_in.post(REMOVE, {"password": PASSWORD, "code": code_of(key)}).url == SECURITY

    assert not Factor.objects.exists() and not RecoveryCode.objects.exists()
    assert "Chưa đặt" in signed_in.get(SECURITY).content.decode()
    assert elsewhere.get(SECURITY).status_code == 302
    assert AuditEvent.objects.filter(kind="factor_removed").count() == 1


def test_wrong_password_uses_no_code_up(signed_in, an):
    key = give_factor(an)
    signed_in.post(REMOVE, {"password": "sai", "code": code_of(key)})

    assert Factor.objects.values_list("last_step", "failures").get() == (0, 0)


def test_wrong_passwords_here_count_as_wrong_passwords_at_the_door(signed_in, an):
    for _ in range(FREE):
        set_up(signed_in, password="sai")

    _, page = set_up(signed_in)

    assert page.status_code != 302 and not Factor.objects.exists()


@pytest.mark.parametrize("url", [CODES, REMOVE])
def test_who_has_none_is_shown_where_to_set_it(signed_in, url):
    assert signed_in.get(url).url == SECURITY
    assert signed_in.post(url, {}).url == SECURITY


def test_who_must_have_one_replaces_it_but_takes_it_off_never(client, root, settings):
    key = give_factor(root)
    client.post(reverse("login"), {"username": "root", "password": PASSWORD})
    client.post(reverse("factor_ask"), {"code": code_of(key)})
    settings.FACTOR_REQUIRED = True

    page = client.post(REMOVE, {"password": PASSWORD, "code": code_of(key, later=1)})

    assert (page.status_code, "chỉ đổi được sang" in page.content.decode()) == (403, True)
    assert Factor.objects.exists()
    assert REMOVE not in client.get(SECURITY).content.decode()

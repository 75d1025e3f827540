"""One password, however a keyboard composes it; and passwords that anybody can read open nothing in use."""

from unicodedata import normalize

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.passwords import PUBLISHED, is_published
from accounts.tests.conftest import PASSWORD
from khuyencong import settings as of_use

TYPED = "mưa rừng cà phê đỏ 26"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def tones_apart(text):
    """As keyboards of the kind «tổ hợp» send it: the letter with its hat, then the tone."""
    letters = []
    for sign in normalize("NFD", text):
        if sign in TONES or not letters or normalize("NFC", letters[-1] + sign) == letters[-1] + sign:
            letters.append(sign)
        else:
            letters[-1] = normalize("NFC", letters[-1] + sign)
    return "".join(letters)


SPELLINGS = {"composed": TYPED, "decomposed": normalize("NFD", TYPED), "tones apart": tones_apart(TYPED)}


@pytest.fixture(autouse=True)
def hashers_of_use(settings):
    settings.PASSWORD_HASHERS = of_use.PASSWORD_HASHERS


def sign_in(password, username="an.lamdong"):
    return Client().post(reverse("login"), {"username": username, "password": password}).status_code == 302


def test_the_spellings_are_three():
    assert len(set(SPELLINGS.values())) == 3


@pytest.mark.parametrize("set_as", SPELLINGS)
def test_password_is_one_whichever_keyboard_set_it_and_types_it(an, set_as):
    an.set_password(SPELLINGS[set_as])
    an.save()

    assert [sign_in(typed) for typed in SPELLINGS.values()] == [True] * 3
    assert not sign_in(TYPED.replace("ừ", "ư"))


def test_password_is_one_in_every_form_and_command(an, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", SPELLINGS["decomposed"])
    call_command("createsuperuser", interactive=False, username="to.lenh", full_name="Tổ Lệnh")
    monkeypatch.setattr("getpass.getpass", lambda prompt="": SPELLINGS["tones apart"])
    call_command("changepassword", "an.lamdong")
    assert sign_in(TYPED, "to.lenh") and sign_in(TYPED)

    client = Client()
    client.force_login(User.objects.get(pk=an.pk))
    new = {
        "new_password1": SPELLINGS["decomposed"] + " nữa",
        "new_password2": SPELLINGS["decomposed"] + " nữa",
    }
    done = client.post(reverse("password_change"), {"old_password": SPELLINGS["decomposed"], **new})

    assert done.status_code == 302
    assert sign_in(TYPED + " nữa")


@pytest.mark.parametrize("kind", ["argon2", "pbkdf2_sha256"])
@pytest.mark.parametrize("set_as", SPELLINGS)
def test_hash_of_before_opens_as_it_was_typed_and_is_made_anew(an, kind, set_as):
    typed = SPELLINGS[set_as]
    User.objects.filter(pk=an.pk).update(password=make_password(typed, hasher=kind))
    assert identify_hasher(User.objects.get(pk=an.pk).password).algorithm == kind

    assert sign_in(typed)

    an.refresh_from_db()
    assert identify_hasher(an.password).algorithm == "argon2nfc"
    assert [sign_in(each) for each in SPELLINGS.values()] == [True] * 3


@pytest.mark.parametrize("typed", [PUBLISHED[0], normalize("NFD", PUBLISHED[0])])
def test_published_password_opens_no_door_in_use(an, settings, typed):
    an.set_password(PUBLISHED[0])
    an.save()
    assert sign_in(typed)

    settings.TRIAL_DATA = False

    assert not sign_in(typed)
    assert authenticate(None, username="an.lamdong", password=typed) is None
    an.set_password(PASSWORD)
    an.save()
    assert sign_in(PASSWORD)


def test_account_says_whether_its_password_is_published(an):
    made = [
        User.objects.create_user("mot", password=PUBLISHED[0], full_name="Một"),
        User.objects.create_superuser("hai", password=PUBLISHED[0], full_name="Hai"),
    ]
    an.set_password(PUBLISHED[0])
    an.save(update_fields=["password"])
    assert set(User.objects.filter(password_published=True)) == {an, *made}

    an.set_password(PASSWORD)
    an.save(update_fields=["password"])
    assert set(User.objects.filter(password_published=True)) == set(made)
    assert not is_published(None)

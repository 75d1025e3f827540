"""Guessing gets slow, by name and by address; the owner of an account and the office beside the guesser do not."""

import statistics
from datetime import timedelta
from threading import Thread
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import guesses
from accounts.devices import known_device
from accounts.models import AuditEvent, Guess, User
from accounts.tests.conftest import PASSWORD
from accounts.tests.pages import letters
from khuyencong import settings as of_use

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}
NEW = "nắng-sớm-trên-đồi-chè-41"


def sign_in(client, username="an.lamdong", password=PASSWORD, **environment):
    return client.post(reverse("login"), {"username": username, "password": password}, **environment)


def guess(times, username="an.lamdong", client=None, **environment):
    """So many wrong passwords; the last answer."""
    return [sign_in(client or Client(), username, "sai", **environment) for _ in range(times)][-1]


def later(**time):
    """Moves all that was tried into the past."""
    for row in Guess.objects.all():
        Guess.objects.filter(pk=row.pk).update(at=row.at - timedelta(**time))


@pytest.fixture
def from_anywhere(rf):
    """Guesses for a name, each from an address of its own."""

    def attempt(name, number):
        return guesses.Attempt(rf.post("/", REMOTE_ADDR=f"198.51.{number // 250}.{number % 250}"), name)

    return attempt


# ------------------------------------------------------------------------------------------------------- by name


def test_waits_grow_from_seconds_to_a_quarter_of_an_hour():
    waits = [int(guesses.wait_after(count).total_seconds()) for count in range(14)]

    assert waits == [0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]
    assert guesses.wait_after(10**6) == timedelta(minutes=15)
    assert sum(waits[:10]) < 600 <= sum(waits[:11])  # ten guesses in the first ten minutes


def test_wait_is_told_at_once_and_ends_by_itself(client, an):
    assert guess(guesses.FREE).status_code == 200

    refused = sign_in(client)

    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 15
    assert "hãy thử lại sau 15 giây" in refused.content.decode()
    assert AuditEvent.objects.latest("id").kind == AuditEvent.Kind.LOCKED_OUT
    later(seconds=16)
    assert sign_in(client).status_code == 302


def test_wait_is_told_in_minutes_when_it_is_long(client, an):
    guess(1)
    Guess.objects.update(count=20)

    assert "hãy thử lại sau 15 phút" in sign_in(client).content.decode()


def test_tries_during_the_wait_neither_count_nor_prolong_it(client, an):
    guess(guesses.FREE + 4)
    later(seconds=16)

    assert sign_in(client).status_code == 302


def test_every_spelling_of_a_name_is_one_name(an):
    for name in ("an.lamdong", "AN.lamdong", " An.LamDong ", "ａｎ.lamdong", "an.lamdong"):
        guess(1, name)

    assert sign_in(Client(), "An.LAMDONG").status_code == 429


def test_addresses_that_change_do_not_help(an, from_anywhere):
    waits = [from_anywhere("an.lamdong", number).wait for number in range(guesses.FREE + 1)]

    assert waits[:-1] == [None] * guesses.FREE and waits[-1] is not None


def test_another_person_is_not_held_up(an, make_user):
    make_user("binh.gialai", "Phạm Bình")
    guess(guesses.FREE + 1)

    assert sign_in(Client(), "binh.gialai").status_code == 302


def test_success_forgets_and_so_does_a_day(client, an):
    guess(guesses.FREE - 1)
    assert sign_in(client).status_code == 302
    assert guess(guesses.FREE).status_code == 200
    assert guess(1).status_code == 429

    later(days=1, seconds=1)

    assert guess(guesses.FREE).status_code == 200


def test_name_that_nobody_has_is_slowed_down_alike(an):
    known, unknown = guess(guesses.FREE), guess(guesses.FREE, "khong.co")
    assert known.status_code == unknown.status_code == 200

    known, unknown = guess(1), guess(1, "khong.co")

    assert known.status_code == unknown.status_code == 429
    assert known.content.decode().count("hãy thử lại sau 15 giây") == 1
    assert unknown.content.decode().count("hãy thử lại sau 15 giây") == 1


@pytest.mark.django_db(transaction=True)
def test_guesses_side_by_side_are_counted_one_by_one(rf):
    begun = []

    def attempt(number):
        begun.append(guesses.Attempt(rf.post("/", REMOTE_ADDR=f"198.51.100.{number}"), "an.lamdong").wait)
        connection.close()

    threads = [Thread(target=attempt, args=[number]) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(begun), begun.count(None)) == (9, guesses.FREE)
    assert Guess.objects.get(key=guesses.digest("name", "an.lamdong")).count == guesses.FREE


@pytest.mark.django_db(transaction=True)
def test_names_side_by_side_from_one_address_do_not_pass_the_limit(rf, settings):
    settings.SIGN_IN_NAMES_PER_HOUR = 4
    begun = []

    def attempt(number):
        begun.append(guesses.Attempt(rf.post("/"), f"ten{number}").wait)
        connection.close()

    threads = [Thread(target=attempt, args=[number]) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(begun), begun.count(None)) == (9, 4)


# ---------------------------------------------------------------------------------------------------- by address


def test_address_that_tries_many_names_has_to_wait_and_others_do_not(an, settings):
    settings.SIGN_IN_NAMES_PER_HOUR = 3
    for number in range(3):
        assert guess(1, f"ten{number}").status_code == 200

    assert guess(1, "ten3").status_code == 429
    assert guess(1, "ten0").status_code == 200  # counted already
    assert sign_in(Client(), **ELSEWHERE).status_code == 302
    later(hours=1, seconds=1)
    assert guess(1, "ten3").status_code == 200


def test_office_behind_one_address_signs_in_all_day(make_user, settings):
    settings.SIGN_IN_NAMES_PER_HOUR = 3
    for number in range(5):
        make_user(f"nguoi{number}")
        assert guess(1, f"nguoi{number}").status_code == 200
        assert sign_in(Client(), f"nguoi{number}").status_code == 302


def test_network_of_the_long_kind_is_one_address(rf):
    def network(address):
        return guesses.network_of(rf.get("/", REMOTE_ADDR=address))

    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9") != network("2001:db8:1:3::1")
    assert network("203.0.113.9") == "203.0.113.9"


# ---------------------------------------------------------------------------------- known devices and links


def test_owner_on_a_known_device_is_held_up_by_nobody(client, an, settings):
    settings.SIGN_IN_NAMES_PER_HOUR = 3
    sign_in(client)
    client.post(reverse("logout"))
    guess(guesses.FREE + 1)
    for number in range(4):
        guess(1, f"ten{number}")
    assert sign_in(Client()).status_code == 429

    assert sign_in(client).status_code == 302


def test_known_device_is_no_way_to_guess(client, an):
    sign_in(client)
    client.post(reverse("logout"))

    assert guess(guesses.FREE + 1, client=client).status_code == 429


def test_device_is_known_for_the_person_alone(client, an, make_user):
    make_user("binh.gialai", "Phạm Bình")
    sign_in(client)
    client.post(reverse("logout"))
    guess(guesses.FREE, "binh.gialai")

    assert sign_in(client, "binh.gialai").status_code == 429


def test_cookie_of_a_device_is_signed_closed_to_scripts_and_names_nobody(client, an, settings):
    cookie = sign_in(client).cookies[settings.DEVICE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == 365 * 24 * 60 * 60

    def device(value):
        request = RequestFactory().get("/")
        request.COOKIES[settings.DEVICE_COOKIE_NAME] = value
        return known_device(request, "AN.lamdong")

    assert device(cookie.value) and device(cookie.value[:-1]) is None and device("") is None


def test_link_forgets_what_was_tried(client, an):
    client.post(reverse("password_reset"), {"email": an.email})
    path = letters()[-1].body.partition("http://testserver")[2].split()[0]
    guess(guesses.FREE + 1)

    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"new_password1": NEW, "new_password2": NEW})

    assert sign_in(client, password=NEW).status_code == 302


@pytest.mark.parametrize("known", [True, False])
def test_link_opens_the_browser_in_which_it_was_used(client, an, settings, known):
    """Of a device on which its owner tried too often, and behind an address from which many names were tried."""
    settings.SIGN_IN_NAMES_PER_HOUR = 3
    if known:
        sign_in(client)
        client.post(reverse("logout"))
    guess(guesses.FREE, client=client if known else Client())
    for number in range(3):
        guess(1, f"ten{number}")
    assert sign_in(client).status_code == 429
    client.post(reverse("password_reset"), {"email": an.email})
    path = letters()[-1].body.partition("http://testserver")[2].split()[0]
    client.post(client.get(path).url, {"new_password1": NEW, "new_password2": NEW})

    assert sign_in(client, password=NEW).status_code == 302


# ----------------------------------------------------------------------------------------------------- all alike


def test_unknown_name_wrong_password_and_closed_account_look_and_last_alike(an, make_user, settings):
    settings.PASSWORD_HASHERS = of_use.PASSWORD_HASHERS
    an.set_password(PASSWORD)
    an.save()
    make_user("dong.cua", is_active=False)
    User.objects.create_user("chua.dat", full_name="Chưa Đặt")
    pages, times = {}, {}
    for name in ("an.lamdong", "khong.co", "dong.cua", "chua.dat"):
        for _ in range(3):
            began = perf_counter()
            answer = sign_in(Client(), name, PASSWORD + "!" if name == "an.lamdong" else PASSWORD)
            times.setdefault(name, []).append(perf_counter() - began)
        token = answer.context["csrf_token"]
        pages[name] = answer.content.decode().replace(str(token), "").replace(name, "")

    medians = [statistics.median(each) for each in times.values()]
    assert len({(answer.status_code, page) for page in pages.values()}) == 1
    assert max(medians) < 2 * min(medians)


def test_forgotten_rows_are_swept(client, an):
    guess(1, "khong.co")
    later(days=1, seconds=1)

    sign_in(client)

    assert not Guess.objects.filter(at__lt=timezone.now() - guesses.FORGOTTEN).exists()

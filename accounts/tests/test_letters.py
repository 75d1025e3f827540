"""Letters with a link: not too many, only to the portal, and the answer tells nobody whose address is known."""

from time import perf_counter

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import guesses
from accounts.models import Guess
from accounts.tests.pages import letters
from accounts.tests.slow_mail import SECONDS

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def ask_for_letter(address, **environment):
    answer = Client().post(reverse("password_reset"), {"email": address}, **environment)
    return answer.status_code, answer.url


def test_letters_to_one_address_are_limited_and_nobody_is_told(an):
    answers = {ask_for_letter("An@example.vn", REMOTE_ADDR=f"198.51.100.{n}") for n in range(5)}

    assert answers == {(302, reverse("password_reset_done"))}
    assert len(letters()) == guesses.LETTERS_TO_ONE
    Guess.objects.update(at=timezone.now() - guesses.HOUR)
    ask_for_letter(an.email)
    assert len(letters()) == guesses.LETTERS_TO_ONE + 1


def test_letters_asked_from_one_address_are_limited(an):
    for number in range(guesses.LETTERS_FROM_ADDRESS):
        ask_for_letter(f"ai{number}@example.vn")

    assert ask_for_letter(an.email) == (302, reverse("password_reset_done"))
    assert letters() == []
    ask_for_letter(an.email, **ELSEWHERE)
    assert len(letters()) == 1


def test_link_in_a_letter_leads_to_the_portal_whatever_the_request_says(an, settings):
    settings.PORTAL_HOST = "khuyencong.example.vn"
    settings.ALLOWED_HOSTS = [".example.vn"]

    ask_for_letter(an.email, HTTP_HOST="bay.example.vn:8443")

    assert "http://khuyencong.example.vn/accounts/reset/" in letters()[-1].body
    assert "bay.example.vn" not in letters()[-1].body
    assert Client().post(reverse("password_reset"), {}, HTTP_HOST="evil.test").status_code == 400


def test_letter_is_sent_beside_the_answer(an, settings):
    """The answer does not wait for the mail server, which is asked only where the address is known."""
    settings.EMAIL_BACKEND = "accounts.tests.slow_mail.Backend"

    began = perf_counter()
    ask_for_letter(an.email)

    assert perf_counter() - began < SECONDS
    letters()
    assert perf_counter() - began >= SECONDS

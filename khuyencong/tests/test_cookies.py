"""Every cookie of the portal over HTTPS: of this host alone, for all its paths, out of scripts' reach."""

import json

import pytest
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from khuyencong.tests.test_settings import SAFE, start
from programs.tests.cast import PASSWORD, account

PRINT_NAMES = """
import json
from django.conf import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.COOKIE_PREFIX, s.FACTOR_REQUIRED]))
"""


@pytest.mark.parametrize(
    ("change", "printed"),
    [
        ({}, ["__Host-sessionid", "__Host-csrftoken", "__Host-", True]),
        ({"DEBUG": "1"}, ["sessionid", "csrftoken", "", False]),
        ({"DEBUG": "1", "SECURE_COOKIES": "1"}, ["__Host-sessionid", "__Host-csrftoken", "__Host-", False]),
    ],
)
def test_names_bind_to_the_host_wherever_cookies_are_secure(change, printed):
    assert json.loads(start(["-c", PRINT_NAMES], **{**SAFE, **change}).stdout) == printed


@pytest.fixture
def secure(settings):
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.COOKIE_PREFIX = "__Host-"
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.DEVICE_COOKIE_NAME = "__Host-device"


def attributes(cookie):
    return [cookie[name] for name in ("path", "domain", "secure", "httponly", "samesite")]


@pytest.mark.django_db
def test_cookies_of_the_sign_in(client, secure):
    account("an")
    client.get(reverse("login"), secure=True)
    client.post(reverse("login"), {"username": "an.lamdong", "password": PASSWORD}, secure=True)

    assert {name: attributes(cookie) for name, cookie in client.cookies.items()} == dict.fromkeys(
        ["__Host-csrftoken", "__Host-sessionid", "__Host-device"], ["/", "", True, True, "Lax"]
    )
    assert client.get(reverse("home"), secure=True).status_code == 200


@pytest.mark.django_db
def test_cookies_are_taken_away_as_they_were_given(client, secure):
    account("an")
    client.post(reverse("login"), {"username": "an.lamdong", "password": PASSWORD}, secure=True)

    gone = client.post(reverse("logout"), secure=True).cookies["__Host-sessionid"]

    assert (gone.value, gone["max-age"], *attributes(gone)[:3]) == ("", 0, "/", "", True)


def test_cookie_of_messages(secure):
    request, response = RequestFactory().get("/", secure=True), HttpResponse()
    request.session = {}
    request._messages = default_storage(request)
    messages.success(request, "Đã lưu.")
    request._messages.update(response)

    ((name, cookie),) = response.cookies.items()
    assert (name, attributes(cookie)) == ("__Host-messages", ["/", "", True, True, "Lax"])

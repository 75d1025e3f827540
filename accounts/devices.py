"""Devices on which a person has signed in before, known by a signed cookie.

It opens nothing. It says that guesses made elsewhere need not hold this person up. One browser may know several people.
"""

from secrets import token_hex

from django.conf import settings
from django.core import signing

from accounts.guesses import digest
from accounts.models import User

SALT = "accounts.devices"
KEPT = 365 * 24 * 60 * 60  # seconds
PEOPLE = 8  # on one browser; the one who signed in longest ago goes first


def known_device(request, username: str) -> str | None:
    """What this browser is called for this person, or None where he has not signed in on it."""
    return _known(request).get(_person(username))


def remember(request, response, username: str) -> None:
    known, person = _known(request), _person(username)
    known[person] = known.pop(person, None) or token_hex(16)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(dict(list(known.items())[-PEOPLE:]), salt=SALT),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request) -> dict[str, str]:
    try:
        return signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return {}


def _person(username: str) -> str:
    return digest("person", User.normalize_username(username))[:16]

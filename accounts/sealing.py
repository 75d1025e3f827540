"""Keys of second factors are stored encrypted, with keys from the environment (FACTOR_KEYS).

The first of them seals, all of them open: a new one is put in front, `manage.py second_factor --reseal` seals
everything with it, then the old one may go.
"""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """None of the keys in the environment opens what is stored."""


def seal(secret: bytes) -> str:
    return _fernet().encrypt(secret).decode()


def unseal(sealed: str) -> bytes:
    try:
        return _fernet().decrypt(sealed.encode())
    except InvalidToken as error:
        raise Unreadable from error


def reseal(sealed: str) -> str:
    """The same secret under the first key; the secret itself is not handed out."""
    try:
        return _fernet().rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FACTOR_KEYS])

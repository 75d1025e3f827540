"""The application on a person's phone, and the sheet in his drawer."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django_otp.oath import TOTP

from accounts.factor import new_key
from accounts.models import Factor, RecoveryCode
from accounts.sealing import seal

SHEET_CODE = "abcd-efgh-jkmn"


def code_of(key: bytes, later: int = 0) -> str:
    """The code that the application shows, or the one of so many steps later."""
    totp = TOTP(key)
    totp.time = timezone.now().timestamp() + 30 * later
    return f"{totp.token():06}"


def wrong_code(key: bytes) -> str:
    """A code of no step near now."""
    near = {code_of(key, later) for later in range(-3, 4)}
    return next(f"{number:06}" for number in range(10) if f"{number:06}" not in near)


def give_factor(user, key=None) -> bytes:
    """As after setting it: the key, and one recovery code."""
    key = key or new_key()
    Factor.objects.create(user=user, sealed_key=seal(key), last_step=0)
    RecoveryCode.objects.create(user=user, hashed=make_password(SHEET_CODE.replace("-", "")))
    return key

"""The second factor: setting it, proving it, taking it away. The pages are in accounts.factor_views."""

import logging
import secrets
from base64 import b32encode
from datetime import timedelta
from functools import partial

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP

from accounts.models import AuditEvent, Factor, RecoveryCode, record
from accounts.sealing import Unreadable, reseal, seal, unseal
from accounts.sessions import end_sessions
from accounts.wording import wait_in_words

logger = logging.getLogger(__name__)

PROVEN = "factor_proven"  # of a session: its person has shown the second factor
KEY_BYTES = 20  # RFC 4226: at least 16, better 20
DIGITS, TOLERANCE = 6, 1  # one step of 30 seconds early or late, for clocks that differ
CODES, CODE_LENGTH = 10, 12
CODE_LETTERS = (
    "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another; 12 of 31 are 59 bits, hashed slowly
)
FREE_FAILURES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)

WRONG = "Mã không đúng hoặc đã dùng rồi. Hãy chờ ứng dụng hiện mã mới, hoặc dùng một mã khôi phục chưa dùng."
SET_MEANWHILE = (
    "Bước xác thực thứ hai vừa được đặt ở nơi khác; ở đây chưa có gì thay đổi. Hãy đăng nhập lại bằng mã ấy."
)
NO_FACTOR = "Tài khoản này chưa đặt bước xác thực thứ hai."


def has_factor(user) -> bool:
    return Factor.objects.filter(user=user).exists()


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def key_as_text(key: bytes) -> str:
    """As it is typed into the application where there is no camera."""
    letters = b32encode(key).decode().rstrip("=")
    return " ".join(letters[n : n + 4] for n in range(0, len(letters), 4))


def step_of(key: bytes, typed: str, after: int = -1) -> int | None:
    """The step of time whose code this is; none if it is of no step near now, or of one not after `after`."""
    code = typed.replace(" ", "")
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    totp = TOTP(key, digits=DIGITS)
    totp.time = timezone.now().timestamp()
    return totp.t() if totp.verify(int(code), TOLERANCE, after + 1) else None


# ------------------------------------------------------------------------------------------------------- proving


def prove(user, typed: str, request) -> str:
    """Takes a code of the application or of the sheet, for good: "code" or "recovery"; else ValidationError in words.

    The row of the factor is locked from the look at the failures to their count, so that of many posts at once one code
    opens one door, and not more are tried than are free.
    """
    _refuse_while_waiting(Factor.objects.filter(user=user).first())
    sheet = _unused_code(user, typed)  # slow hashes, before anything is locked
    with transaction.atomic():
        factor = Factor.objects.select_for_update().filter(user=user).first()
        _refuse_while_waiting(factor)
        way = "code" if _take(factor, typed) else "recovery" if sheet and _strike(sheet) else ""
        factor.failures = 0 if way else factor.failures + 1
        factor.failed_at = None if way else timezone.now()
        factor.save(update_fields=["last_step", "failures", "failed_at"])
    if way:
        return way
    record(AuditEvent.Kind.FACTOR_FAILED, request, user=user, object=user)
    raise ValidationError(WRONG, code="wrong")


def wait_until(factor: Factor):
    """The moment up to which no code is taken: after five failures in a row, and longer after each one more."""
    if factor.failures < FREE_FAILURES:
        return None
    doublings = min(factor.failures - FREE_FAILURES, 16)
    return factor.failed_at + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)


def _refuse_while_waiting(factor: Factor | None) -> None:
    if factor is None:
        raise ValidationError(NO_FACTOR, code="none")
    until = wait_until(factor)
    wait = until and until - timezone.now()
    if wait and wait > timedelta(0):
        raise ValidationError(
            f"Đã nhập sai {factor.failures} lần liên tiếp nên phải chờ: hãy thử lại sau {wait_in_words(wait)}. "
            "Mất điện thoại và cả mã khôi phục: hãy báo quản trị viên.",
            code="wait",
        )


def _take(factor: Factor, typed: str) -> bool:
    try:
        key = unseal(factor.sealed_key)
    except Unreadable:
        logger.error("Không mở được khóa xác thực của %s: FACTOR_KEYS thiếu khóa đã mã hóa nó.", factor.user)
        return False
    step = step_of(key, typed, after=factor.last_step)
    if step is None:
        return False
    factor.last_step = step
    return True


def _unused_code(user, typed: str) -> RecoveryCode | None:
    code = typed.replace("-", "").replace(" ", "").lower()
    if len(code) != CODE_LENGTH:
        return None
    unused = RecoveryCode.objects.filter(user=user, used_at=None)
    return next((row for row in unused if check_password(code, row.hashed)), None)


def _strike(code: RecoveryCode) -> bool:
    return RecoveryCode.objects.filter(pk=code.pk, used_at=None).update(used_at=timezone.now()) == 1


# ------------------------------------------------------------------------------------------------ setting, removing


def set_factor(request, key: bytes, step: int, *, first: bool) -> list[str]:
    """The signed-in person's factor is this key from now on, the other sessions end; the codes of the new sheet.

    `first`: no present factor was proven. One that was set meanwhile stays, by ValidationError: whoever has set it first
    is asked for its code.
    """
    user, sheet, now = request.user, _codes(), timezone.now()
    fresh = {"sealed_key": seal(key), "last_step": step, "failures": 0, "failed_at": None, "set_at": now}
    with transaction.atomic():
        _, made = Factor.objects.get_or_create(user=user, defaults=fresh)
        if not made and first:
            raise ValidationError(SET_MEANWHILE, code="meanwhile")
        Factor.objects.filter(user=user).update(**fresh)
        _store(user, sheet)
        record(AuditEvent.Kind.FACTOR_SET, request, object=user)
        request.session[PROVEN] = True
        request.session.cycle_key()
        end_sessions(user, but=request.session.session_key)
    return [code for code, _ in sheet]


def new_sheet(request) -> list[str]:
    """New recovery codes; those of before work no more."""
    sheet = _codes()
    with transaction.atomic():
        Factor.objects.select_for_update().get(user=request.user)
        _store(request.user, sheet)
        record(AuditEvent.Kind.FACTOR_SET, request, object=request.user, codes=CODES)
    return [code for code, _ in sheet]


def remove_factor(user, request=None, but=None) -> bool:
    """Takes the factor and its codes away and ends the sessions; whether there was one. Without a request: a command."""
    with transaction.atomic():
        found, _ = Factor.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
        if found:
            record(AuditEvent.Kind.FACTOR_REMOVED, request, object=user)
            end_sessions(user, but=but)
    return bool(found)


def reseal_all() -> tuple[int, list[str]]:
    """Seals every stored key with the first key of the environment: how many, and whose could not be opened."""
    done, lost = 0, []
    for pk in list(Factor.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            factor = Factor.objects.select_for_update().select_related(None).filter(pk=pk).first()
            if factor is None:
                continue
            try:
                factor.sealed_key = reseal(factor.sealed_key)
            except Unreadable:
                lost.append(factor.user.username)
                continue
            factor.save(update_fields=["sealed_key"])
            done += 1
    return done, lost


def _codes() -> list[tuple[str, str]]:
    """Codes as they are printed, each with its hash."""
    draw = partial(secrets.choice, CODE_LETTERS)
    plain = ["".join(draw() for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    return [("-".join((code[:4], code[4:8], code[8:])), make_password(code)) for code in plain]


def _store(user, sheet) -> None:
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, hashed=hashed) for _, hashed in sheet)

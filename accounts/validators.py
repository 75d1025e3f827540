"""Passwords that are long enough and hold enough that nobody who knows the house would guess."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from accounts import text
from accounts.passwords import composed, is_published

HOW = "Hãy ghép vài từ không liên quan nhau và không gắn với công việc hay bản thân anh/chị."
SHORTEST_NAME = 3  # letters; a shorter one, such as An, stands in too many words

DATE = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])(?:0?[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d\d"
)
PHONE = re.compile(r"(?:84|0)[35789]\d{8}")
SAME_AGAIN = re.compile(r"(.)\1\1+|(.{2,}?)\2+")
TRACKS = {  # what fingers follow -> the shortest piece of it that is noticed
    "01234567890123456789": 3,
    "abcdefghijklmnopqrstuvwxyz": 3,
    "qwertyuiop": 4,
    "asdfghjkl": 4,
    "zxcvbnm": 4,
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p": 4,
    "1q2w3e4r5t6y7u8i9o0p": 4,
}
LOOK_ALIKES = str.maketrans(
    {"@": "a", "4": "a", "3": "e", "1": "i", "!": "i", "0": "o", "$": "s", "5": "s", "7": "t"}
)


class LengthValidator:
    """Counts letters as people do: composed."""

    def __init__(self, shortest=12):
        self.shortest = shortest

    def validate(self, password, user=None):
        length = len(composed(password))
        if length < self.shortest:
            raise ValidationError(
                f"Mật khẩu mới có {length} ký tự, cần ít nhất {self.shortest}. Một câu ngắn có dấu cách cũng được.",
                code="password_too_short",
            )

    def get_help_text(self):
        return f"Mật khẩu có ít nhất {self.shortest} ký tự; một câu dài, có dấu và dấu cách, càng tốt."


class GuessableValidator:
    """Takes out of a password all that others would try; what is left has to be long enough.

    Names of the person, words of the list and of `more` (the dotted name of a function: names that are data), years and
    days, telephone numbers, rows of the keyboard, sequences and repeats. Accents, case, spaces and signs do not count.
    """

    def __init__(self, more=None, left=8):
        self.more = more
        self.left = left  # letters and digits

    def validate(self, password, user=None):
        if is_published(password) and not settings.TRIAL_DATA:
            raise ValidationError(
                f"Mật khẩu này có trong tài liệu của cổng, ai cũng biết. {HOW}", code="password_published"
            )
        known = {word for word in map(bare, self._known(user)) if len(word) >= SHORTEST_NAME}
        for typed in (password, password.lower().translate(LOOK_ALIKES)):
            rest, found = without_guessable(bare(typed), known)
            if len(rest) < self.left or is_common(rest) or is_common(password):
                raise ValidationError(_refusal(found), code="password_guessable")

    def _known(self, user) -> Iterator[str]:
        yield from common_words()
        if self.more:
            yield from import_string(self.more)()
        yield from names_of(user)

    def get_help_text(self):
        return (
            "Tên của anh/chị, tên đơn vị, tên tỉnh, năm, ngày sinh, dãy phím, chữ lặp và từ phổ biến không làm mật khẩu "
            "khó đoán hơn: phần còn lại phải đủ dài."
        )


def bare(words: str) -> str:
    """Letters and digits alone, small, without accents: "Lâm Đồng 2026" gives "lamdong2026"."""
    return "".join(sign for sign in text.fold(words) if sign.isalnum())


def names_of(user) -> Iterator[str]:
    """What a person is called: the name, its words, the account and what stands before the @ of the address."""
    if user is None:
        return
    full_name = getattr(user, "full_name", "") or ""
    address = (getattr(user, "email", "") or "").partition("@")[0]
    for called in (full_name, getattr(user, "username", "") or "", address):
        yield called
        yield from re.split(r"[\W_]+", called)


def without_guessable(password: str, known: Iterable[str]) -> tuple[str, list[str]]:
    """What is left of a bare password, and the pieces that were taken out, longest words first."""
    found = []

    def take(match):
        found.append(match[0])
        return " "  # what stood on both sides does not become one word

    for word in sorted(known, key=len, reverse=True):
        password = re.sub(re.escape(word), take, password)
    for pattern in (PHONE, DATE):
        password = pattern.sub(take, password)
    password = _off_track(password, found)
    password = SAME_AGAIN.sub(lambda match: (found.append(match[0]), match[1] or match[2])[1], password)
    return password.replace(" ", ""), found


def _off_track(password: str, found: list[str]) -> str:
    """The password without pieces that run along a track, either way."""
    kept, at = [], 0
    while at < len(password):
        length = max(_run(password[at:], track, least) for track, least in _both_ways())
        if length:
            found.append(password[at : at + length])
            kept.append(" ")
        else:
            kept.append(password[at])
        at += length or 1
    return "".join(kept)


@cache
def _both_ways() -> tuple[tuple[str, int], ...]:
    return tuple((way, least) for track, least in TRACKS.items() for way in (track, track[::-1]))


def _run(password: str, track: str, least: int) -> int:
    """How many signs at the start run along the track; 0 where they are fewer than `least`."""
    length = 0
    while length < len(password) and password[: length + 1] in track:
        length += 1
    return length if length >= least else 0


@cache
def common_words() -> tuple[str, ...]:
    """Words of the trade and of lists of stolen passwords that Vietnamese people choose, without accents."""
    return tuple((Path(__file__).parent / "data" / "common_words.txt").read_text(encoding="ascii").split())


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def is_common(password: str) -> bool:
    """In Django's list of the 20,000 most used ones."""
    return password.lower().strip() in _common_passwords()


def _refusal(found: list[str]) -> str:
    pieces = ", ".join(f"«{piece}»" for piece in dict.fromkeys(found) if piece.strip())
    why = (
        f"Mật khẩu dễ đoán: ngoài {pieces} thì còn quá ít"
        if pieces
        else "Mật khẩu dễ đoán: quá ít chữ khác nhau"
    )
    return f"{why} (tên riêng, đơn vị, tỉnh, năm, dãy phím, chữ lặp, từ phổ biến). {HOW}"

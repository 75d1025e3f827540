"""Passwords that anybody who knows the house would try first."""

from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from accounts import text

HOUSE_WORDS = ("khuyencong", "congthuong")


class HouseWordsValidator:
    """Refuses a password that holds a word of the house, however it is accented, spaced or capitalised.

    `words` adds to the list; `more` is the dotted name of a function that gives further words (names that are data).
    """

    def __init__(self, words=(), more=None):
        self.words = (*HOUSE_WORDS, *words)
        self.more = more

    def validate(self, password, user=None):
        bare = _bare(password)
        more = import_string(self.more)() if self.more else ()
        found = next((word for word in (*self.words, *more) if _bare(word) and _bare(word) in bare), None)
        if found is not None:
            raise ValidationError(
                f"Mật khẩu không được chứa «{found}»: người ngoài dễ đoán.", code="password_house_word"
            )

    def get_help_text(self):
        return "Mật khẩu không được chứa tên ngành hay tên hệ thống (khuyến công, công thương …)."


def _bare(words):
    return text.slug(words).replace("-", "")

"""Forms of the account pages: Django's own, with Vietnamese words and narrower writes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth import forms as auth_forms

from accounts import guesses
from accounts.devices import known_device
from accounts.models import AuditEvent, record
from accounts.passwords import spellings
from accounts.wording import wait_in_words

LETTERS = ThreadPoolExecutor(
    max_workers=1, thread_name_prefix="letters"
)  # what waits is sent before the server stops
PASSWORD_ERRORS = {
    "password_mismatch": "Hai lần nhập mật khẩu mới không giống nhau.",
    "password_incorrect": "Mật khẩu hiện tại không đúng. Hãy nhập lại.",
}


class LoginForm(auth_forms.AuthenticationForm):
    """Usernames are stored in lower case: how it was typed does not matter. Guessing is slowed down."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa, chữ thường.",
        "inactive": "Tài khoản này đã bị khóa.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.wait = None  # where the password was not compared: how long until it will be
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"

    def clean_username(self):
        return self.cleaned_data["username"].lower()

    def clean(self):
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not username or not password:
            return self.cleaned_data
        attempt = guesses.Attempt(self.request, username, known_device(self.request, username))
        if attempt.wait is not None:
            self.wait = attempt.wait
            raise forms.ValidationError(too_many_tries(attempt.wait), code="wait")
        self.user_cache = self._whose(username, password)
        if self.user_cache is None:
            raise self.get_invalid_login_error()
        self.confirm_login_allowed(self.user_cache)
        attempt.succeeded()
        return self.cleaned_data

    def _whose(self, username, password):
        """Each spelling costs the same for every name, known or not."""
        tried = (authenticate(self.request, username=username, password=each) for each in spellings(password))
        return next((user for user in tried if user is not None), None)


def too_many_tries(wait: timedelta) -> str:
    return (
        f"Đã thử sai nhiều lần nên phải chờ: hãy thử lại sau {wait_in_words(wait)}. "
        "Không chờ được thì đặt lại mật khẩu bằng liên kết; nếu không phải anh/chị đã thử, hãy báo quản trị viên."
    )


def prove_password(request, password: str) -> None:
    """The signed-in person's password once more, slowed down and logged as at the sign-in; else ValidationError."""
    user = request.user
    attempt = guesses.Attempt(request, user.username, known_device(request, user.username))
    if attempt.wait is not None:
        record(AuditEvent.Kind.LOCKED_OUT, request, object=request.path)
        raise forms.ValidationError(too_many_tries(attempt.wait), code="wait")
    tried = (authenticate(request, username=user.username, password=each) for each in spellings(password))
    if user not in tried:
        record(AuditEvent.Kind.LOGIN_FAILED, request, object=request.path)
        raise forms.ValidationError(PASSWORD_ERRORS["password_incorrect"], code="password_incorrect")
    attempt.succeeded()


class OnlyPassword:
    """Saves the password alone: an edit of the same account made meanwhile is not undone."""

    def set_password_and_save(self, user, password_field_name="new_password1", commit=True):  # noqa: S107
        user.set_password(self.cleaned_data[password_field_name])
        if commit:
            user.save(update_fields=["password"])
        return user


class PasswordChangeForm(OnlyPassword, auth_forms.PasswordChangeForm):
    """The signed-in person's new password, with the present one as proof."""

    error_messages = PASSWORD_ERRORS

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["old_password"].label = "Mật khẩu hiện tại"
        _name_new_passwords(self)

    def clean_old_password(self):
        prove_password(self.request, self.cleaned_data["old_password"])
        return self.cleaned_data["old_password"]


class SetPasswordForm(OnlyPassword, auth_forms.SetPasswordForm):
    """A new password, for whoever holds a valid link."""

    error_messages = PASSWORD_ERRORS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


class PasswordResetForm(auth_forms.PasswordResetForm):
    """Asks for a letter with a one-time link. It is sent beside the answer, whose time tells nothing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Thư điện tử của tài khoản"

    def send_mail(self, *arguments, **named):
        LETTERS.submit(super().send_mail, *arguments, **named)


def _name_new_passwords(form: forms.Form):
    form.fields["new_password1"].label = "Mật khẩu mới"
    form.fields["new_password2"].label = "Nhập lại mật khẩu mới"
    form.fields["new_password2"].help_text = "Nhập lại đúng mật khẩu mới, để tránh gõ nhầm."

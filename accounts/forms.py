"""Forms of the account pages: Django's own, with Vietnamese words and narrower writes."""

from django import forms
from django.contrib.auth import forms as auth_forms

PASSWORD_ERRORS = {
    "password_mismatch": "Hai lần nhập mật khẩu mới không giống nhau.",
    "password_incorrect": "Mật khẩu hiện tại không đúng. Hãy nhập lại.",
}


class LoginForm(auth_forms.AuthenticationForm):
    """Usernames are stored in lower case: how it was typed does not matter."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa, chữ thường.",
        "inactive": "Tài khoản này đã bị khóa.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"

    def clean_username(self):
        return self.cleaned_data["username"].lower()


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu hiện tại"
        _name_new_passwords(self)


class SetPasswordForm(OnlyPassword, auth_forms.SetPasswordForm):
    """A new password, for whoever holds a valid link."""

    error_messages = PASSWORD_ERRORS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


class PasswordResetForm(auth_forms.PasswordResetForm):
    """Asks for a letter with a one-time link."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Thư điện tử của tài khoản"


def _name_new_passwords(form: forms.Form):
    form.fields["new_password1"].label = "Mật khẩu mới"
    form.fields["new_password2"].label = "Nhập lại mật khẩu mới"
    form.fields["new_password2"].help_text = "Nhập lại đúng mật khẩu mới, để tránh gõ nhầm."

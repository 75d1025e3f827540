"""Forms of the second factor. Each proves what it takes: a form that is valid has used the code up."""

from django import forms

from accounts import factor
from accounts.forms import prove_password

CODE_HELP = "Sáu chữ số đang hiện trong ứng dụng, hoặc một mã khôi phục chưa dùng."


class CodeInput(forms.TextInput):
    """Comes back empty: a code that was refused is of no use, and none is sent back."""

    def format_value(self, value):
        return None


def code_field(label="Mã xác thực", help_text=CODE_HELP, **attributes):
    attributes = {
        "autocomplete": "one-time-code",
        "spellcheck": "false",
        "autocapitalize": "none",
    } | attributes
    return forms.CharField(
        label=label, help_text=help_text, max_length=32, widget=CodeInput(attrs=attributes)
    )


class CodeForm(forms.Form):
    """The code that a sign-in waits for."""

    code = code_field(autofocus=True)

    def __init__(self, *args, request, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user
        self.way = ""  # how it was proven: see factor.prove

    def clean_code(self):
        self.way = factor.prove(self.user, self.cleaned_data["code"], self.request)
        return self.cleaned_data["code"]

    @property
    def has_to_wait(self) -> bool:
        return self.has_error("code", "wait")


class PasswordForm(forms.Form):
    """The signed-in person's password once more, guarded against guessing as the sign-in is."""

    password = forms.CharField(
        label="Mật khẩu hiện tại",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        prove_password(self.request, self.cleaned_data["password"])
        return self.cleaned_data["password"]


class ProvenForm(PasswordForm):
    """Password and code together: the code is not used up by a wrong password."""

    code = code_field()

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                factor.prove(self.request.user, cleaned["code"], self.request)
            except forms.ValidationError as refusal:
                self.add_error("code", refusal)
        return cleaned


class SetUpForm(PasswordForm):
    """The first code of a new key; who has a factor already proves that one too."""

    present = code_field("Mã của thiết bị đang dùng")
    code = code_field(
        "Mã sáu chữ số", "Mã mà ứng dụng hiện ra sau khi quét hình ở trên.", inputmode="numeric"
    )

    def __init__(self, *args, key: bytes, has_factor: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.key, self.step = key, None
        if not has_factor:
            del self.fields["present"]

    def clean_code(self):
        self.step = factor.step_of(self.key, self.cleaned_data["code"])
        if self.step is None:
            raise forms.ValidationError(
                "Mã không khớp. Hãy xem đồng hồ của điện thoại có đúng giờ không, rồi nhập mã đang hiện."
            )
        return self.cleaned_data["code"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and "present" in self.fields:
            try:
                factor.prove(self.request.user, cleaned["present"], self.request)
            except forms.ValidationError as refusal:
                self.add_error("present", refusal)
        return cleaned

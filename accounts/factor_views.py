"""Pages of a person's own security: the second factor, its recovery codes, the code at the sign-in."""

from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from accounts import factor, waiting
from accounts.devices import remember
from accounts.factor_forms import CodeForm, ProvenForm, SetUpForm
from accounts.reach import reaches_far
from accounts.sealing import Unreadable, seal, unseal

ISSUER = "Cổng khuyến công"
OFFERED_KEY = "factor_offered"  # sealed, in the session: a key that no code has confirmed yet


def is_required(user) -> bool:
    return settings.FACTOR_REQUIRED and reaches_far(user)


class SecurityView(TemplateView):
    """Bảo mật tài khoản: what guards the account, and what may be done about it."""

    template_name = "registration/security.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            **kwargs,
            factor=getattr(user, "factor", None),
            codes_left=user.recovery_codes.filter(used_at=None).count(),
            required=is_required(user),
        )


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class AskCodeView(FormView):
    """Between the password and the session: until the code is right, nobody is signed in."""

    form_class = CodeForm
    template_name = "registration/factor_ask.html"

    def dispatch(self, request, *args, **kwargs):
        self.person = waiting.whose_turn(request)
        if self.person is None:
            return redirect("login")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request, "user": self.person}

    def form_valid(self, form):
        target = waiting.let_in(self.request, self.person, form.way)
        if form.way == "recovery":
            left = self.person.recovery_codes.filter(used_at=None).count()
            messages.warning(
                self.request,
                f"Đã dùng một mã khôi phục, còn {left} mã. Nếu mất điện thoại, hãy đặt lại ở «Bảo mật tài khoản».",
            )
        response = redirect(target)
        remember(self.request, response, self.person.username)
        return response

    def form_invalid(self, form):
        return self.render_to_response(
            self.get_context_data(form=form), status=429 if form.has_to_wait else 200
        )


class _OwnFactor:
    """A step about the factor that one has; who has none is shown where to set it."""

    def dispatch(self, request, *args, **kwargs):
        if not factor.has_factor(request.user):
            return redirect("account_security")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SetUpView(FormView):
    """A new key, as a picture and as text, confirmed by its first code; then the sheet of recovery codes, once."""

    form_class = SetUpForm
    template_name = "registration/factor_setup.html"

    def dispatch(self, request, *args, **kwargs):
        self.key = self.offered_key(request.session)
        self.has_factor = factor.has_factor(request.user)
        self.forced = is_required(request.user) and factor.PROVEN not in request.session
        return super().dispatch(request, *args, **kwargs)

    def offered_key(self, session) -> bytes:
        """The same one until it is confirmed: a wrong code or a reload does not make the picture scanned worthless."""
        try:
            return unseal(session[OFFERED_KEY])
        except (KeyError, Unreadable):
            key = factor.new_key()
            session[OFFERED_KEY] = seal(key)
            return key

    def get_form_kwargs(self):
        own = {"request": self.request, "key": self.key, "has_factor": self.has_factor}
        return super().get_form_kwargs() | own

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            layout="layouts/plain.html" if self.forced else "base.html",
            forced=self.forced,
            has_factor=self.has_factor,
            picture=segno.make(self.address(), error="m").svg_data_uri(scale=5, border=4, light="#fff"),
            key_text=factor.key_as_text(self.key),
        )

    def address(self) -> str:
        """What the picture says, in the form that applications read."""
        label = quote(f"{ISSUER}:{self.request.user.username}")
        secret = factor.key_as_text(self.key).replace(" ", "")
        return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER}, quote_via=quote)}"

    def form_valid(self, form):
        try:
            codes = factor.set_factor(self.request, self.key, form.step, first=not self.has_factor)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        self.request.session.pop(OFFERED_KEY, None)
        return show_sheet(self.request, codes)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class NewCodesView(_OwnFactor, FormView):
    form_class = ProvenForm
    template_name = "registration/factor_codes.html"

    def form_valid(self, form):
        return show_sheet(self.request, factor.new_sheet(self.request))


@method_decorator(sensitive_post_parameters(), name="dispatch")
class RemoveView(_OwnFactor, FormView):
    form_class = ProvenForm
    template_name = "registration/factor_remove.html"
    success_url = reverse_lazy("account_security")

    def dispatch(self, request, *args, **kwargs):
        if is_required(request.user):
            raise PermissionDenied(
                "Tài khoản quản trị hoặc có phạm vi cả nước phải có bước xác thực thứ hai, nên chỉ đổi được sang "
                "thiết bị khác ở «Bảo mật tài khoản»."
            )
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        request = self.request
        request.session.pop(factor.PROVEN, None)
        factor.remove_factor(request.user, request, but=request.session.session_key)
        messages.success(request, "Đã bỏ bước xác thực thứ hai. Các phiên đăng nhập khác đã kết thúc.")
        return super().form_valid(form)


def show_sheet(request, codes):
    """The one time that the codes are seen: in the answer itself, stored nowhere."""
    context = {"codes": codes, "home": reverse("home"), "person": request.user}
    return render(request, "registration/factor_sheet.html", context)

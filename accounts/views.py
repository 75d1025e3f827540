"""Signing in and out, changing and resetting a password: Django's views, logged, in Vietnamese."""

from http import HTTPStatus
from math import ceil

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.http import Http404, HttpResponseRedirect

from accounts import forms, guesses
from accounts.devices import known_device, remember
from accounts.factor import has_factor
from accounts.models import AuditEvent, record
from accounts.sessions import end_sessions
from accounts.waiting import ask_code


class LoginView(auth_views.LoginView):
    authentication_form = forms.LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, password_reset_enabled=settings.PASSWORD_RESET_ENABLED)

    def form_valid(self, form):
        user = form.get_user()
        if has_factor(user):
            return ask_code(self.request, user, self.get_success_url())
        response = super().form_valid(form)
        record(AuditEvent.Kind.LOGIN, self.request)
        remember(self.request, response, form.get_user().username)
        return response

    def form_invalid(self, form):
        kind = AuditEvent.Kind.LOGIN_FAILED if form.wait is None else AuditEvent.Kind.LOCKED_OUT
        record(kind, self.request, username=form.data.get("username", ""))
        response = super().form_invalid(form)
        if form.wait is not None:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str(ceil(form.wait.total_seconds()))
        return response


class LogoutView(auth_views.LogoutView):
    """Leaves nothing in the browser. Not the cookies: that would reach other systems of the same domain."""

    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            record(AuditEvent.Kind.LOGOUT, request)
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class PasswordChangeView(auth_views.PasswordChangeView):
    """The new password ends the person's other sessions: each carries a hash of the password it began with."""

    form_class = forms.PasswordChangeForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        response = super().form_valid(form)
        end_sessions(self.request.user, but=self.request.session.session_key)
        record(AuditEvent.Kind.PASSWORD_CHANGED, self.request)
        return response


class PasswordChangeDoneView(auth_views.PasswordChangeDoneView):
    pass


class _WhereMailWorks:
    """The pages of the letter are there only if letters reach people; one-time links work in any case."""

    def dispatch(self, request, *args, **kwargs):
        if not settings.PASSWORD_RESET_ENABLED:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class PasswordResetView(_WhereMailWorks, auth_views.PasswordResetView):
    """Answers the same whether or not the address is known, and whether or not it has had its letters of the hour."""

    form_class = forms.PasswordResetForm

    def form_valid(self, form):
        address = form.cleaned_data["email"]
        record(AuditEvent.Kind.RESET_REQUESTED, self.request, object=address)
        if guesses.letter_allowed(self.request, address):
            form.save(
                request=self.request,
                use_https=self.request.is_secure(),
                domain_override=settings.PORTAL_HOST or self.request.get_host(),
            )
        return HttpResponseRedirect(self.get_success_url())


class PasswordResetDoneView(_WhereMailWorks, auth_views.PasswordResetDoneView):
    pass


class PasswordResetConfirmView(auth_views.PasswordResetConfirmView):
    """The page behind a link from a letter or from an administrator. A deactivated account stays closed.

    It signs nobody in: whoever set the password still needs the second factor. Guesses of others hold him up no more.
    """

    form_class = forms.SetPasswordForm

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form):
        response = super().form_valid(form)
        end_sessions(self.user)
        record(AuditEvent.Kind.PASSWORD_RESET, self.request, user=self.user)
        guesses.forget(self.user.username, known_device(self.request, self.user.username))
        remember(self.request, response, self.user.username)
        return response


class PasswordResetCompleteView(auth_views.PasswordResetCompleteView):
    pass

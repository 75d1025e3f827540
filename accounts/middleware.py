"""What holds for everybody who is signed in: sessions end, pages stay in no cache, refusals are logged."""

from time import time

from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse

from accounts.factor import PROVEN
from accounts.models import AuditEvent, record
from accounts.reach import reaches_far
from accounts.sessions import RENEWED, STARTED, renew

# Renewing the idle time is a write: once in a while is enough, reading pages stay reading pages.
RENEW_AFTER = 5 * 60


class SessionAgeMiddleware:
    """Ends a session SESSION_ABSOLUTE_AGE seconds after the log-in; until then use keeps it alive."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time())
            if now - request.session.get(STARTED, 0) >= settings.SESSION_ABSOLUTE_AGE:
                logout(request)
            elif now - request.session.get(RENEWED, 0) >= RENEW_AFTER:
                renew(request.session, request.user)
        return self.get_response(request)


class FactorMiddleware:
    """Where the second factor is required, whoever reaches far and has not shown it gets to the page that sets it up.

    Stands before every view. What is open is a list; all else, the admin, files and addresses that do not exist too,
    is not. A session that has shown the factor asks nothing; whose reach grew meanwhile is asked at the next click.
    """

    OPEN = ("factor_setup", "logout")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.FACTOR_REQUIRED and request.user.is_authenticated and not self._may_pass(request):
            return redirect("factor_setup")
        return self.get_response(request)

    def _may_pass(self, request) -> bool:
        return (
            request.session.get(PROVEN) is True
            or request.path in map(reverse, self.OPEN)
            or not reaches_far(request.user)
        )


class NoStoreMiddleware:
    """Keeps what a signed-in person saw out of every cache: on a shared machine "back" shows nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class DenialLogMiddleware:
    """Writes each refusal (403) of a signed-in person to the audit log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 403 and request.user.is_authenticated:
            record(AuditEvent.Kind.DENIED, request, object=request.path, method=request.method)
        return response

"""What holds at every door: it opens to whom its address says, sessions end, caches keep no page, refusals are logged."""

import logging
from time import time

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

from accounts.doors import UNDECLARED, right_of
from accounts.factor import PROVEN
from accounts.models import AuditEvent, record
from accounts.reach import reaches_far
from accounts.refusals import noted
from accounts.sessions import RENEWED, STARTED, renew

logger = logging.getLogger("django.security.doors")

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
    """Writes each refusal of a signed-in person to the audit log, one line an answer.

    403 and, in a look-up of the admin, 400; 404 where an address exists and its row does not, or is out of sight (the
    two are told apart by nobody); and what a form refused for want of a right (accounts.refusals).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            reasons = noted(request.user)
            named = request.resolver_match is not None
            if response.status_code == 403 or reasons or (named and response.status_code in (400, 404)):
                told = {"method": request.method, "status": response.status_code}
                if reasons:
                    told["reasons"] = reasons
                record(AuditEvent.Kind.DENIED, request, object=request.path, **told)
        return response


class DeclaredRightMiddleware:
    """Asks the right that an address declares (accounts.doors) before its view; without one nobody passes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        right = right_of(view)
        if right is None:
            logger.error("Địa chỉ chưa khai báo quyền: %s %s", request.method, request.path)
            raise PermissionDenied(UNDECLARED)
        if not right.allows(request.user):
            raise PermissionDenied(right.words)

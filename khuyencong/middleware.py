"""What every request meets first and last: methods that no page knows are refused, and errors are told in Vietnamese."""

import logging

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.views import defaults

from khuyencong.faults import answer_of_the_database, server_error

logger = logging.getLogger("django.request")


class DatabaseAnswersMiddleware:
    """Asks who is there, the first question a page has for the database, where a failure can still be answered.

    Stands right inside of what makes request.user; all that follows finds the person known.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            request.user.is_authenticated  # noqa: B018
        except Exception as exception:
            if page := answer_of_the_database(request, exception):
                return page
            raise
        return self.get_response(request)

    def process_exception(self, request, exception):
        return answer_of_the_database(request, exception)


METHODS = ("GET", "HEAD", "POST")


class KnownMethodsMiddleware:
    """Pages are read and forms are sent: no view, the admin's neither, is asked for anything else (TRACE, PUT, BREW)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        known = request.method in METHODS
        response = self.get_response(request) if known else HttpResponseNotAllowed(METHODS)
        if response.status_code == 405 and not response.content:
            response.content = render_to_string("405.html")
            response.headers["Content-Length"] = str(len(response.content))  # written inside, of nothing
        return response


class OwnErrorPagesMiddleware:
    """Stands innermost. With DEBUG off Django shows the same pages by itself, and this does nothing.

    With DEBUG on whoever tries the portal reads Vietnamese, whoever runs it has the console.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return defaults.page_not_found(request, Http404())
        return response

    def process_exception(self, request, exception):
        if not settings.DEBUG or isinstance(exception, PermissionDenied):
            return None
        if isinstance(exception, Http404):
            return defaults.page_not_found(request, exception)
        if isinstance(exception, SuspiciousOperation | BadRequest):
            return defaults.bad_request(request, exception)
        logger.error(
            "Internal Server Error: %s", request.path, exc_info=exception, extra={"request": request}
        )
        return server_error(request)

"""Our own error pages with DEBUG on too: whoever tries the portal reads Vietnamese, whoever runs it has the console."""

import logging

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.views import defaults

from khuyencong.views import server_error

logger = logging.getLogger("django.request")


class OwnErrorPagesMiddleware:
    """Stands innermost. With DEBUG off Django shows the same pages by itself, and this does nothing."""

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
        if isinstance(exception, SuspiciousOperation):
            return defaults.bad_request(request, exception)
        logger.error(
            "Internal Server Error: %s", request.path, exc_info=exception, extra={"request": request}
        )
        return server_error(request)

"""The pages for what goes wrong at the server: a database that does not answer, and faults of our own."""

import logging
import sys

from django.http import HttpResponseServerError
from django.template.loader import render_to_string

from khuyencong import patience, refusals
from khuyencong.operation import trace

logger = logging.getLogger("django.request")
READS = ("GET", "HEAD", "OPTIONS")


def answer_of_the_database(request, exception):
    """The page for a database that is away, takes too long or cannot hold what was asked; None for any other fault."""
    if patience.is_away(exception):
        page = refusals.AWAY_READING if request.method in READS else refusals.AWAY_WRITING
    elif patience.is_too_slow(exception):
        page = refusals.TOO_SLOW
    elif patience.is_not_storable(exception):
        page = refusals.UNREADABLE
    else:
        return None
    logger.warning(
        "%s %s: %s",
        request.method,
        request.path,
        page.heading,
        exc_info=exception,
        extra={"request": request},
    )
    return refusals.answer(page, trace.request_id())


def server_error(request, *args):
    """Also asked for what fails outside of a view, such as storing the session at the end of a request.

    Its code is the request id, by which the log is searched. Asks no database.
    """
    error = sys.exception()
    if error is not None and (page := answer_of_the_database(request, error)):
        return page
    return HttpResponseServerError(render_to_string("500.html", {"error_code": trace.request_id()}))

"""Limits of what comes in, kept before anything of it is read: how large, how many, of what kind, in which letters.

What a request is asked about rises: its head first; its body only where a view waits for it, by who asks.
"""

import codecs
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.http import parse_header_parameters
from django.views import defaults

from khuyencong import refusals
from programs.pages.uploads import MAX_BYTES

OTHER_LETTERS = "application/octet-stream"
FORM, FORM_WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"
NO_BODY = ("GET", "HEAD", "OPTIONS", "TRACE")
STRANGER_BYTES = 64 * 1024  # of somebody who is not signed in: a name, a password, a token
UPLOAD_BYTES = MAX_BYTES + 1024 * 1024  # one file and the form around it
THROWN_AWAY_BYTES = 5 * MAX_BYTES  # read off and dropped, so that who sent it reads why
UNPARSED = (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError)


def in_utf8(application):
    """The application, told of no other letters: Django takes any codec that a request names, before a middleware."""

    def serve(environ, start_response):
        _, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        if _letters(parameters.get("charset", "utf-8")) != "utf-8":
            environ["CONTENT_TYPE"] = OTHER_LETTERS
        return application(environ, start_response)

    return serve


class IncomingMiddleware:
    """Stands before all that reads a request. Its process_view runs when the person is known, before the body is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return head_refused(request) or self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        return body_refused(request)


def head_refused(request) -> HttpResponse | None:
    """The answer to a host, an address or a cookie that nobody means; None if the head is in order."""
    try:
        request.get_host()
        asked = request.GET
    except (DisallowedHost, SuspiciousOperation) as problem:
        return defaults.bad_request(request, problem)
    texts = (
        request.path,
        *request.COOKIES.values(),
        *asked,
        *(v for _, values in asked.lists() for v in values),
    )
    if any("\0" in text for text in texts):
        return refusals.answer(refusals.UNREADABLE)
    return None


def body_refused(request) -> HttpResponse | None:
    """The answer to a body that is too large, of another kind or torn; None if it is in order, and read by then."""
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        return refusals.answer(refusals.LENGTH)
    length = _length(request)
    if length > most_bytes(request):
        _throw_away(request, length)
        return refusals.answer(refusals.TOO_LARGE)
    if request.method in NO_BODY or not length:
        return None
    if request.content_type not in (FORM, FORM_WITH_FILES):
        return refusals.answer(refusals.KIND)
    try:
        request.POST  # noqa: B018  read here, so that what is wrong with it is answered here
    except RequestDataTooBig:
        return refusals.answer(refusals.TOO_LARGE)
    except UNPARSED as problem:
        return defaults.bad_request(request, problem)
    return None


def most_bytes(request) -> int:
    """How large a body this person may send."""
    if not request.user.is_authenticated:
        return STRANGER_BYTES
    return UPLOAD_BYTES if request.content_type == FORM_WITH_FILES else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _length(request) -> int:
    """As announced; the server hands on no more than that."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _throw_away(request, length) -> None:
    """Of somebody signed in; a stranger's connection is simply closed. Nothing is kept, not even in memory."""
    if request.user.is_authenticated and length <= THROWN_AWAY_BYTES:
        with suppress(UnreadablePostError):  # who left does not read why
            while request.read(64 * 1024):
                pass


def _letters(encoding) -> str:
    """The name of the encoding that a request claims for its form; "" if there is no such thing."""
    try:
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return ""

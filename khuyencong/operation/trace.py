"""Which request is being answered here, and under which id it is spoken of: in every log line and on the error page."""

import re
import uuid
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest

NONE = "-"  # outside a request; a request that found no view
HEADER = "X-Request-ID"
GIVEN = re.compile(r"[0-9A-Za-z_-]{8,64}")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


@dataclass(frozen=True)
class Trace:
    """One request under way."""

    id: str
    request: HttpRequest


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def begin(request: HttpRequest, *, behind_proxy: bool) -> Trace:
    """The proxy's id, if there is a proxy and it gave a proper one; else a new one. A stranger's own is not taken."""
    given = request.headers.get(HEADER, "") if behind_proxy else ""
    trace = Trace(given if GIVEN.fullmatch(given) else uuid.uuid4().hex, request)
    _current.set(trace)
    return trace


def end(**kwargs) -> None:
    """Receives Django's request_finished."""
    _current.set(None)


def request_id() -> str:
    trace = _current.get()
    return trace.id if trace else NONE


def route() -> str:
    trace = _current.get()
    return route_of(trace.request) if trace else NONE


def route_of(request: HttpRequest) -> str:
    """The name of the view: unlike the path it holds no token, no number and no word that somebody typed."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name or match.route) if match else NONE


def method_of(request: HttpRequest) -> str:
    return request.method if request.method in METHODS else "OTHER"

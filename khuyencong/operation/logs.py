"""The lines of the log, for people (LOG_FORMAT=text) or machines (json): alike for Django, commands and gunicorn.

Every line has the request id and the route. No line has a query string, a path (it may hold a token), a citizen's number,
a telephone number, an e-mail address or a text that somebody typed; a line break in a value is written as \\n.
"""

import logging
import re
import traceback
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured
from pythonjsonlogger.json import JsonFormatter

from khuyencong.operation import trace

FORMATS = ("text", "json")
EXTRAS = ("method", "status", "ms", "statement")  # what a line may say beside its message
LINE_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
HIDDEN = (
    (re.compile(r"DETAIL:.*", re.DOTALL), "DETAIL: …"),  # PostgreSQL repeats the row there
    (re.compile(r"LINE \d+:.*", re.DOTALL), "LINE …"),  # … and the statement there
    (re.compile(r"[^\s@'\"<>=:/]+@[^\s@'\"<>]+"), "…@…"),
    (re.compile(r"(?:\d[ .]?){8,}\d"), "…"),  # citizens' numbers, telephones, tax codes
    (
        re.compile(r"(['\"])(?![A-Za-z_][A-Za-z0-9_]{0,60}\1)(?:(?!\1).)*\1"),
        "'…'",
    ),  # quoted, and not a name of the code
    (re.compile(r"(?i)\b(password|passwd|token|secret|key)(\s*[=:]\s*)\S+"), r"\1\2…"),
)


def clean(text: str) -> str:
    """A text without what may not stand in a log, on one line."""
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    return LINE_BREAKS.sub(lambda found: f"\\x{ord(found[0]):02x}" if found[0] not in "\r\n" else "\\n", text)


def told(error: BaseException) -> str:
    """An exception and those before it: where, in full; what it said, without the values."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = "".join(traceback.format_tb(error.__traceback__))
    said = f"{type(error).__module__}.{type(error).__qualname__}: {clean(str(error))}"
    return (f"{told(before)}\n" if before else "") + frames + said


class Traced(logging.Filter):
    """Gives a record the request id and the route, and puts the route where Django wrote the path."""

    def filter(self, record):
        request = getattr(record, "request", None)
        if not hasattr(record, "request_id"):  # the access log says them itself: its request is over
            record.request_id, record.route = trace.request_id(), trace.route()
        if request is not None and hasattr(request, "path") and isinstance(record.args, tuple):
            route = trace.route_of(request)
            record.args = tuple(route if argument == request.path else argument for argument in record.args)
        return True


class TextFormatter(logging.Formatter):
    """One line, then the frames of the exception, each set in so that it cannot be taken for a line of its own."""

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request_id)s %(route)s] %(message)s")

    def format(self, record):
        record.exc_text = None  # of a formatter before this one, which leaves nothing out
        return super().format(record)

    def formatMessage(self, record):
        record.message = clean(record.message)
        extras = (f" {name}={getattr(record, name)}" for name in EXTRAS if hasattr(record, name))
        return LINE_BREAKS.sub(" ", super().formatMessage(record) + "".join(extras))

    def formatException(self, ei):
        return "    | " + told(ei[1]).replace("\n", "\n    | ")


class JsonLines(JsonFormatter):
    """One JSON object a line: time with its offset, level, logger, message, request_id, route, what was measured."""

    def __init__(self):
        super().__init__("%(message)s", json_ensure_ascii=False)

    def add_fields(self, log_data, record, message_dict):
        log_data |= {
            "time": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": clean(record.message),
            "request_id": record.request_id,
            "route": record.route,
        }
        log_data |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            log_data["exception"] = told(record.exc_info[1])


def configuration(kind: str, recent_folder: str = "", *, access: bool = True) -> dict:
    """For logging.config.dictConfig. With a folder, errors and slow statements are kept there for the operator's page;
    without `access` gunicorn tells no single request."""
    if kind not in FORMATS:
        raise ImproperlyConfigured(f"LOG_FORMAT={kind}: chỉ có {' hoặc '.join(FORMATS)}.")
    formatters = {"text": {"()": TextFormatter}, "json": {"()": JsonLines}}
    filters = {"traced": {"()": Traced}}
    console = {"class": "logging.StreamHandler", "formatter": kind, "filters": ["traced"]}
    handlers = {"console": console}
    if recent_folder:
        handlers["recent"] = {
            "class": "khuyencong.operation.recent.RecentHandler",
            "folder": recent_folder,
            "level": "WARNING",
            "formatter": "json",
            "filters": ["traced"],
        }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formatters,
        "filters": filters,
        "handlers": handlers,
        "root": {"handlers": list(handlers), "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING"},  # else its own handlers write each line again
            "gunicorn.error": {"handlers": [], "propagate": True},  # its level is --log-level
            "gunicorn.access": {"handlers": [], "level": "INFO" if access else "WARNING", "propagate": True},
        },
    }

"""Statements that take longer than SLOW_QUERY_MS go to the log: the text without its parameters, request id, route.

Nothing is wrapped where the setting is 0.
"""

import logging
import re
from contextlib import contextmanager, nullcontext
from time import perf_counter

from django.db import connections

from accounts import meters
from khuyencong.operation import trace

logger = logging.getLogger(__name__)
LITERAL = re.compile(r"'(?:[^']|'')*'")
LONGEST = 2000  # characters of a statement


def watched(milliseconds: int):
    """A context in which slow statements are told."""
    return _watching(milliseconds) if milliseconds > 0 else nullcontext()


@contextmanager
def _watching(milliseconds: int):
    def timed(execute, sql, params, many, context):
        started = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = (perf_counter() - started) * 1000
            if took >= milliseconds:
                tell(sql, took)

    with connections["default"].execute_wrapper(timed):
        yield


def tell(sql, took: float) -> None:
    """What a statement says in quotes by itself is left out like its parameters."""
    meters.SLOW_STATEMENTS.labels(trace.route()).inc()
    told = LITERAL.sub("'…'", " ".join(str(sql).split()))[:LONGEST]
    logger.warning("Câu lệnh chậm", extra={"ms": round(took), "statement": told})

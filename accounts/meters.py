"""What the portal counts of itself, for the operator's monitoring: numbers by kind, never by person or province.

Several worker processes add up where PROMETHEUS_MULTIPROC_DIR names a folder (deploy/gunicorn.conf.py sees to it).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import Counter, Histogram

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS = Counter("khuyencong_requests", "Requests answered", ["route", "method", "status"])
REQUEST_SECONDS = Histogram(
    "khuyencong_request_seconds", "Seconds until the answer began", ["route", "method"], buckets=SECONDS
)
EVENTS = Counter("khuyencong_events", "Events of the audit log: login_failed, exported, denied …", ["kind"])
WRITE_WAIT = Histogram(
    "khuyencong_write_wait_seconds",
    "Seconds a writer waited for his turn: at the head of the ledgers, on SQLite at the beginning of a transaction",
    buckets=(0.001, 0.005, *SECONDS),
)
SLOW_STATEMENTS = Counter("khuyencong_slow_statements", "Statements slower than SLOW_QUERY_MS", ["route"])


@contextmanager
def waiting_to_write() -> Iterator[None]:
    """Times what is inside as waiting for one's turn; a wait that ends in an error counts too."""
    started = perf_counter()
    try:
        yield
    finally:
        WRITE_WAIT.observe(perf_counter() - started)

"""Today's date: the one place that reads it, and the one place where a test sets it.

Days are Vietnamese days, whatever the zone of the server's clock. Moments (when a posting was recorded, when a session
began) are not days: they are read from the machine where they are written down.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils import timezone

_set: list[date] = []  # what tests have set, the innermost last; seen by every thread of the process


def today() -> date:
    return _set[-1] if _set else timezone.localdate()


@contextmanager
def today_is(day: date) -> Iterator[None]:
    """For tests: within this block it is `day`."""
    _set.append(day)
    try:
        yield
    finally:
        _set.pop()

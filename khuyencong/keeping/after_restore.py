"""What is done again to restored data before anybody is served: what was taken away since must not come back.

Each step is a function without arguments that may be run any number of times and returns what it did, in words. They
run in the restored database while nobody else looks at it, in this order, after its upgrade.
"""

from collections.abc import Callable

from django.contrib.sessions.models import Session


def end_sessions() -> str:
    """Who was signed in at the time of the backup may have been shut out since."""
    ended, _ = Session.objects.all().delete()
    return f"kết thúc {ended} phiên đăng nhập"


AFTER_RESTORE: tuple[Callable[[], str], ...] = (end_sessions,)

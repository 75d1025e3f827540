"""What is done again to restored data before anybody is served: what was taken away since must not come back.

Each step is a function without arguments that may be run any number of times and returns what it did, in words. They
run in the restored database while nobody else looks at it, in this order, after its upgrade.
"""

from collections.abc import Callable

from accounts.models import Session
from khuyencong.retention import RULES, purge


def end_sessions() -> str:
    """Who was signed in at the time of the backup may have been shut out since."""
    ended, _ = Session.objects.all().delete()
    return f"kết thúc {ended} phiên đăng nhập"


def purge_again() -> str:
    """What had been let go since the backup was made comes back with it."""
    gone = {rule.what: rows for rule, rows in zip(RULES, purge(), strict=True) if rows}
    told = "; ".join(f"{what}: {rows}" for what, rows in gone.items())
    return f"xử lý {sum(gone.values())} dòng quá thời hạn lưu{f' ({told})' if told else ''}"


AFTER_RESTORE: tuple[Callable[[], str], ...] = (end_sessions, purge_again)

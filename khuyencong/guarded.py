"""The portal serves nobody while a trigger of its database is missing, altered or disabled.

Asked by the web server's entrance and by readyz, not by commands: migrate, a restore and the healing command work on
a database that is not sound yet.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts import triggers

WAY_OUT = (
    "Sau khi nâng cấp hoặc khôi phục hãy chạy: python manage.py migrate. "
    "Nếu vẫn còn: python manage.py triggers --reinstall (ghi vào nhật ký hệ thống)."
)


def refuse_unguarded_start() -> None:
    """Stop with one message that lists what is wrong with the triggers, and the way out."""
    try:
        found = triggers.problems(connection)
    finally:
        connection.close()  # a server that forks must not share it
    if found:
        lines = "".join(f"\n  - {problem}" for problem in found)
        raise ImproperlyConfigured(
            f"Cổng không khởi động vì trigger khóa sổ không còn nguyên vẹn:{lines}\n{WAY_OUT}"
        )

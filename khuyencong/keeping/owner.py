"""Two roles of one database: the owner's commands make and keep it, the portal only works in it.

DATABASE_URL is the portal's, DATABASE_OWNER_URL the owner's. Without the second one role does both.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ENTRANCES = ("manage.py", "django-admin")
COMMANDS = frozenset(
    {
        "migrate",
        "load_reference",
        "load_demo",
        "make_volume",
        "keys",
        "triggers",
        "backup",
        "restore",
        "purge",
    }
)


def is_asked(arguments: Sequence[str]) -> bool:
    """Whether this process was started as one of the owner's commands: no server and no other command is."""
    return len(arguments) > 1 and Path(arguments[0]).name in ENTRANCES and arguments[1] in COMMANDS


def chosen(portal: dict[str, Any], owner_url: str, arguments: Sequence[str]) -> tuple[dict[str, Any], str]:
    """The database as this process enters it, and the portal's role where that is another than the one that enters."""
    if not owner_url or not is_asked(arguments):
        return portal, ""
    owner = environ.Env.db_url_config(owner_url)
    same = all(owner[part] == portal[part] for part in ("ENGINE", "NAME"))
    if not same or "postgresql" not in owner["ENGINE"] or owner["USER"] == portal["USER"]:
        raise ImproperlyConfigured(
            "DATABASE_OWNER_URL phải là cùng cơ sở dữ liệu PostgreSQL với DATABASE_URL nhưng bằng vai trò khác. "
            "Nếu chỉ có một vai trò hoặc dùng SQLite thì bỏ DATABASE_OWNER_URL."
        )
    return owner, portal["USER"]

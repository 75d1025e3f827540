"""The one operation that lifts triggers, alike on SQLite and PostgreSQL, written to the audit log."""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from accounts import triggers
from accounts.models import AuditEvent, User

logger = logging.getLogger(__name__)


@contextmanager
def lifted(
    connection, reason: str, *, by: User | None = None, tables: Collection[str] | None = None
) -> Iterator[None]:
    """Within, the triggers of these tables (None: all) are gone; after, all are in place; one transaction.

    For what the owner decides to do to rows that are only ever added to, a migration of data among it. Others wait
    meanwhile, a failure takes all of it back. ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("Gỡ trigger phải có lý do.")
    chosen = [trigger for trigger in triggers.declared() if tables is None or trigger.table in tables]
    names = ["mọi bảng"] if tables is None else sorted(tables)
    logger.warning("Gỡ trigger của %s: %s", ", ".join(names), reason)
    with triggers.without(connection, chosen):
        _log(connection, AuditEvent.Kind.TRIGGERS_LIFTED, by, reason, tables=names)
        yield


def reinstall(connection, *, by: User | None = None) -> list[str]:
    """Heals what is missing, altered, disabled or strange. Returns what was found; written to the log if anything."""
    found = triggers.problems(connection)
    if triggers.install(connection):
        logger.warning("Cài lại trigger: %s", "; ".join(found))
        _log(connection, AuditEvent.Kind.TRIGGERS_REINSTALLED, by, "", found=found)
    return found


def _log(connection, kind, by, object, **detail):
    AuditEvent.objects.using(connection.alias).create(
        kind=kind, user=by, username=by.username if by else "", object=object[:255], detail=detail
    )

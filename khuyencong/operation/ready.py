"""Whether this process can serve: the database answers, its schema and triggers are whole, its data are no trial's."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from accounts import triggers
from khuyencong import trial
from khuyencong.guarded import WAY_OUT


def problems() -> list[str]:
    """In words for the operator; empty when ready. Each kind is asked only if those before it are well."""
    try:
        if waiting := unapplied():
            return [
                f"{len(waiting)} migration chưa áp dụng: {', '.join(waiting)}. Hãy chạy: python manage.py migrate"
            ]
        if found := triggers.problems(connection):
            return [f"Trigger khóa sổ không còn nguyên vẹn: {'; '.join(found)}. {WAY_OUT}"]
        if found := trial.remains():
            return [f"{trial.HEADLINE}: {'; '.join(found)}"]
    except DatabaseError as error:
        return [f"Cơ sở dữ liệu không trả lời: {error}"]
    return []


def unapplied() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{app}.{name}" for app, name in known() if (app, name) not in applied]


@cache
def known() -> tuple[tuple[str, str], ...]:
    """The migrations of the code, which do not change while it runs."""
    return tuple(sorted(MigrationLoader(None).disk_migrations))

"""What the portal's own role may do in PostgreSQL: it adds to ledgers, histories and the log, and cannot change them.

Which tables those are is what the apps declare by `append_only` (accounts.triggers); nothing is listed here a second
time. SQLite knows no roles: there the triggers are all there is.
"""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction

from accounts import triggers

READ_ALONE = (  # what the owner's commands alone write
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "programs_loadedrow",
)


def append_only_tables() -> dict[str, tuple[str, ...]]:
    """Table -> its columns that the portal fills in afterwards, once."""
    return {each.table: each.later for each in triggers.declared() if each.later is not None}


def grant(connection, role: str) -> None:
    """Gives the portal's role what it needs in this schema, and takes away all else. Runs after every migrate.

    Tables that come later are read and added to, until this has run for them. Temporary tables are refused: one
    would hide a table of ours from the functions of the triggers.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise ImproperlyConfigured(
                f"Chưa có vai trò «{role}» của DATABASE_URL trong PostgreSQL: hãy tạo (createuser), rồi chạy lại migrate."
            )
        cursor.execute("SELECT current_schema(), current_database()")
        schema, database = (_quoted(name) for name in cursor.fetchone())
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
        )
        tables = sorted(name for (name,) in cursor.fetchall())
        cursor.execute(";\n".join(_statements(_quoted(role), schema, database, tables)))


def _statements(role, schema, database, tables):
    kept = append_only_tables()
    every = f"IN SCHEMA {schema}"
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {role}"
    yield f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC, {role}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {role}"
    for things in ("TABLES", "SEQUENCES"):
        yield f"REVOKE ALL ON ALL {things} {every} FROM PUBLIC, {role}"
        yield f"ALTER DEFAULT PRIVILEGES {every} REVOKE ALL ON {things} FROM PUBLIC, {role}"
    yield f"ALTER DEFAULT PRIVILEGES {every} GRANT SELECT, INSERT ON TABLES TO {role}"
    for table in tables:
        name = f"{schema}.{_quoted(table)}"
        if table in READ_ALONE:
            yield f"GRANT SELECT ON {name} TO {role}"
        elif table in kept:
            yield f"GRANT SELECT, INSERT ON {name} TO {role}"
            if kept[table]:
                yield f"GRANT UPDATE ({', '.join(map(_quoted, kept[table]))}) ON {name} TO {role}"
        else:
            yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {role}"


def grant_after_migrate(using, **kwargs) -> None:
    """For Django's own signal, sent when every table is there."""
    if settings.PORTAL_ROLE:
        grant(connections[using], settings.PORTAL_ROLE)


_TOO_MUCH = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(%s) AND (
        pg_has_role(c.relowner, 'USAGE') OR has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER'))
    ORDER BY 1"""
_CREATES = """
    SELECT has_database_privilege(current_database(), 'CREATE, TEMPORARY')
        OR has_schema_privilege(current_schema(), 'CREATE')"""


def excesses(connection) -> list[str]:
    """In words, what the role that asks may do in PostgreSQL and the portal never needs; empty for the portal's own."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        [role] = cursor.fetchone()
        cursor.execute(_TOO_MUCH, [sorted(append_only_tables())])
        if changeable := [name for (name,) in cursor.fetchall()]:
            found.append(
                f"vai trò «{role}» sửa, xóa được {len(changeable)} bảng chỉ ghi thêm ({changeable[0]} …)"
            )
        cursor.execute(_CREATES)
        if cursor.fetchone()[0]:
            found.append(f"vai trò «{role}» tạo được bảng, kể cả bảng tạm che bảng thật")
    return found


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'

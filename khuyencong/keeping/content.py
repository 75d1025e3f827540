"""What a database holds, in a form that two databases can be compared by: rows, values, numbers given, files named."""

from django.db.migrations.recorder import MigrationRecorder

from khuyencong.keeping import postgres, sqlite
from programs.models import Installation, LedgerHead

ENGINES = {"sqlite": sqlite, "postgresql": postgres}


def told(connection, sequences: dict | None = None) -> dict:
    """The part of a manifest that the database answers; asked of a snapshot that nobody writes to.

    `sequences`: as they stood when the snapshot was taken; numbers are given on meanwhile.
    """
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        sequences = engine.sequences(cursor) if sequences is None else sequences
        names = sorted(
            table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"
        )
        tables = {name: engine.digest(cursor, name) for name in names}
    migrations = MigrationRecorder(connection).applied_migrations()
    return {
        "engine": connection.vendor,
        "migrations": sorted(f"{app}.{name}" for app, name in migrations),
        "kind": Installation.objects.values_list("kind", flat=True).first(),
        "posting": LedgerHead.objects.values_list("number", flat=True).first() or 0,
        "tables": tables,
        "sequences": sequences,
    }


def differences(wanted: dict, found: dict) -> list[str]:
    """In words, where a restored database is not what its manifest says."""
    saved, restored = wanted["tables"], found["tables"]
    wrong = [
        f"bảng {table}: bản sao có {_rows(saved.get(table))}, khôi phục được {_rows(restored.get(table))}"
        for table in sorted(saved.keys() | restored.keys())
        if saved.get(table) != restored.get(table)
    ]
    if found["posting"] != wanted["posting"]:
        wrong.append(f"bút toán cuối là {found['posting']}, không phải {wanted['posting']}")
    return wrong + [
        f"bộ đánh số của {name} đứng ở {found['sequences'].get(name)}, trước {number}: số cũ sẽ bị cấp lại"
        for name, number in wanted["sequences"].items()
        if (found["sequences"].get(name) or 0) < (number or 0)
    ]


def _rows(table: dict | None) -> str:
    return "không có" if table is None else f"{table['rows']} dòng ({table['sha256'][:8]})"


def is_empty(connection) -> bool:
    """Whether the database has no table at all."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)

"""Restore: an archive that proves itself becomes the database in one step; what was there before is kept aside."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils._os import safe_join

from accounts import triggers
from accounts.models import AuditEvent, record
from khuyencong.keeping import archive
from khuyencong.keeping.after_restore import AFTER_RESTORE
from khuyencong.keeping.content import ENGINES, differences, is_empty, told
from khuyencong.keeping.places import Trouble, working_folder
from khuyencong.keeping.storage import write_whole
from programs.models import Installation


@dataclass(frozen=True)
class Restored:
    """The manifest of what was restored, what was done to it again, and where the former state is ("": none)."""

    manifest: dict
    steps: list[str]
    former: str


def restore(connection, source: Path, *, replace: bool = False) -> Restored:
    """Brings an archive back. Until its last step the database in use is as it was, whatever happens.

    Files come first: they lie under names of their own and disturb nobody.
    """
    manifest = archive.read(source)
    empty = is_empty(connection)
    _refuse(connection, manifest, empty=empty, replace=replace)
    engine, moment = ENGINES[connection.vendor], f"{timezone.localtime():%Y%m%d-%H%M%S}"
    with working_folder(Path(settings.MEDIA_ROOT).parent) as folder:
        dump = folder / archive.DATABASE
        _unpack(source, manifest, dump)
        try:
            engine.load(connection, dump)
            with engine.inside(connection, dump):
                steps = _prove(connection, manifest, source)
            former = engine.put_in_place(connection, dump, moment, was_empty=empty)
        finally:
            engine.clear(connection)
    return Restored(manifest, steps, former)


def _refuse(connection, manifest, *, empty, replace) -> None:
    if manifest["engine"] != connection.vendor:
        raise Trouble(
            f"Bản sao lưu của {manifest['engine']}, cổng đang dùng {connection.vendor}: không khôi phục được."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest["migrations"]) - known):
        raise Trouble(
            f"Bản sao lưu của phiên bản mới hơn ({newer[0]}): hãy cài đúng phiên bản ấy hoặc mới hơn rồi khôi phục."
        )
    if empty:
        return
    if not replace:
        raise Trouble(
            "Cơ sở dữ liệu đích đã có bảng. Hãy khôi phục vào nơi trống; muốn thay thế thì thêm --replace "
            "(trạng thái hiện nay được giữ lại bên cạnh)."
        )
    kind = _kind(connection)
    if kind and manifest["kind"] and kind != manifest["kind"]:
        raise Trouble("Một bên là dữ liệu thật, một bên là dữ liệu minh họa: không thay thế cho nhau.")


def _kind(connection) -> str | None:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if Installation._meta.db_table not in tables:
        return None
    return Installation.objects.values_list("kind", flat=True).first()


def _unpack(source: Path, manifest: dict, dump: Path) -> None:
    """The database into the working folder, the files where they belong."""
    for name, stream in archive.members(source):
        if name == archive.DATABASE:
            with archive.copied(stream, manifest["database"]) as pieces, dump.open("wb") as file:
                file.writelines(pieces)
        elif name.startswith(archive.FILES):
            name = name.removeprefix(archive.FILES)
            with archive.copied(stream, manifest["files"][name]) as pieces:
                write_whole(_place(name), pieces)


def _place(name: str) -> Path:
    try:
        return Path(safe_join(settings.MEDIA_ROOT, name))
    except SuspiciousFileOperation as error:
        raise Trouble(f"Bản sao lưu có tệp đặt ngoài thư mục tệp: {name}. Không dùng được.") from error


def _prove(connection, manifest: dict, source: Path) -> list[str]:
    """Compares with the manifest, then brings to today's version and does again what has to be done again."""
    if wrong := differences(manifest, told(connection)):
        raise Trouble("Khôi phục không giống bản sao lưu:\n  - " + "\n  - ".join(wrong))
    call_command("migrate", verbosity=0, interactive=False)
    steps = [step() for step in AFTER_RESTORE]
    record(
        AuditEvent.Kind.RESTORED,
        object=source.name,
        made_at=manifest["made_at"],
        posting=manifest["posting"],
        steps=steps,
    )
    if wrong := triggers.problems(connection):
        raise Trouble("Trigger khóa sổ không nguyên vẹn sau khôi phục:\n  - " + "\n  - ".join(wrong))
    return steps

"""Backup: the database of one moment, then every file that it names, into one archive that proves itself."""

import os
import tarfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from accounts.models import AuditEvent, record
from khuyencong.keeping import archive
from khuyencong.keeping.content import ENGINES, told
from khuyencong.keeping.files import named
from khuyencong.keeping.places import Trouble, working_folder
from khuyencong.keeping.storage import is_own_hash, settle


@dataclass(frozen=True)
class BackedUp:
    """Where the archive is, its manifest, and the stored files that were missing or not what they were stored as."""

    path: Path
    manifest: dict
    faulty: list[str]


def back_up(connection, target: Path) -> BackedUp:
    """Writes an archive to `target`: a name that is not taken, or a folder, in which it is named by its moment.

    It gets its name when it is whole, on the disk, and read back as it was written. Files are never changed and never
    removed while a row names them, so that those of the moment are all there when they are copied after it.
    """
    moment = timezone.localtime()
    path = target / f"khuyencong-{moment:%Y%m%d-%H%M%S}.tar" if target.is_dir() else target
    if path.exists():
        raise Trouble(f"{path} đã có: hãy chọn tên khác, bản sao lưu cũ không bị ghi đè.")
    if path.suffix != ".tar":
        raise Trouble(f"Không có thư mục {path}: hãy tạo thư mục ấy, hoặc ghi tên tệp kết thúc bằng .tar.")
    with working_folder(path.parent) as folder:
        half = folder / "archive.tar"
        manifest = _write(connection, half, folder, moment)
        _to_disk(half)
        if archive.read(half) != manifest:
            raise Trouble("Đọc lại bản sao lưu không đúng như đã ghi: hãy kiểm tra đĩa rồi chạy lại.")
        os.replace(half, path)
        settle(path.parent)
    record(
        AuditEvent.Kind.BACKED_UP,
        object=path.name,
        posting=manifest["posting"],
        sha256=manifest["database"]["sha256"],
        files=len(manifest["files"]),
        faulty=len(manifest["faulty"]),
    )
    return BackedUp(path, manifest, manifest["faulty"])


def _write(connection, half: Path, folder: Path, moment) -> dict:
    dump = folder / archive.DATABASE
    with ENGINES[connection.vendor].taken(connection, dump) as numbers:
        answers, names = told(connection, numbers), sorted(named())
    half.touch(mode=0o600)
    with tarfile.open(half, "w", format=tarfile.PAX_FORMAT) as whole:
        database = archive.add(whole, archive.DATABASE, dump)
        files, faulty = _add_files(whole, names)
        manifest = {
            "format": archive.FORMAT,
            "version": archive.VERSION,
            "made_at": moment.isoformat(timespec="seconds"),
            **answers,
            "database": database,
            "files": files,
            "faulty": faulty,
        }
        archive.add_manifest(whole, manifest, folder / archive.MANIFEST)
    return manifest


def _add_files(whole, names) -> tuple[dict, list[str]]:
    """One bad file must not be the end of all backups: it is named, the rest is saved."""
    files, faulty = {}, []
    for name in names:
        path = Path(settings.MEDIA_ROOT) / name
        if not path.is_file():
            faulty.append(name)
            continue
        files[name] = archive.add(whole, f"{archive.FILES}{name}", path)
        if not is_own_hash(name, files[name]["sha256"]):
            faulty.append(name)
    return files, faulty


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())

"""Where the files lie that people attach: each written once, named by the SHA-256 of what it holds, never changed."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from django.core.files.storage import FileSystemStorage

PARTIAL = ".partial-"  # how a file begins its life; a killed process leaves it, the sweep takes it away
READ_ONLY = 0o440


class StoredFiles(FileSystemStorage):
    """The same content in the same folder is one file; sent again it is written again, so a damaged one heals."""

    def get_available_name(self, name, max_length=None):
        return name

    def _save(self, name, content):
        digest = hashlib.sha256()
        for chunk in content.chunks():
            digest.update(chunk)
        name = PurePosixPath(name).with_name(digest.hexdigest() + PurePosixPath(name).suffix).as_posix()
        write_whole(Path(self.path(name)), content.chunks())
        return name

    def delete(self, name):
        raise PermissionError(
            f"Tệp đã lưu không bị xóa: {name}. Tệp không ai dùng: python manage.py sweep_files."
        )


def is_own_hash(name: str, sha256: str) -> bool:
    """False only of a file that is named by a hash and holds something else; older names say nothing."""
    stem = PurePosixPath(name).stem
    named_by_hash = len(stem) == 64 and set(stem) <= set("0123456789abcdef")
    return not named_by_hash or stem == sha256


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """The file is there whole or not at all, also after a power cut; nobody writes to it afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, partial = tempfile.mkstemp(prefix=PARTIAL, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(descriptor)
        os.chmod(partial, READ_ONLY)
        os.replace(partial, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(partial)
        raise
    settle(path.parent)
    settle(path.parent.parent)


def settle(folder: Path) -> None:
    """What was renamed in this folder stays so after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

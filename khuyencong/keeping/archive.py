"""The file of a backup: one tar with the database, the stored files and, as the last member, the manifest.

The manifest says of every member what it holds, of the database what it answers, of itself its own hash. So half an
archive has none, and a changed one is noticed.
"""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from khuyencong.keeping.places import Trouble

FORMAT, VERSION = "khuyencong-backup", 1
DATABASE, MANIFEST, FILES = "database", "manifest.json", "files/"
PIECE = 1024 * 1024
MOST_OF_A_MANIFEST = 256 * PIECE


class Hashed:
    """A stream that is hashed while it is read."""

    def __init__(self, stream):
        self._stream, self._found, self.size = stream, hashlib.sha256(), 0

    def read(self, size=PIECE):
        piece = self._stream.read(size)
        self._found.update(piece)
        self.size += len(piece)
        return piece

    def told(self) -> dict:
        return {"sha256": self._found.hexdigest(), "size": self.size}


def add(archive: tarfile.TarFile, name: str, path: Path) -> dict:
    """Adds a file under a name. Returns what the manifest says of it."""
    with path.open("rb") as file:
        member = tarfile.TarInfo(name)
        member.size, member.mode = path.stat().st_size, 0o600
        hashed = Hashed(file)
        archive.addfile(member, hashed)
    return hashed.told()


def add_manifest(archive: tarfile.TarFile, manifest: dict, path: Path) -> None:
    path.write_text(json.dumps({"manifest": manifest, "sha256": _hash(manifest)}, indent=1), encoding="utf-8")
    add(archive, MANIFEST, path)


def _hash(manifest: dict) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def read(path: Path) -> dict:
    """The manifest of an archive of which every byte was read and is as it says. Trouble otherwise."""
    manifest = _manifest(path)
    wanted = {DATABASE: manifest["database"]}
    wanted |= {f"{FILES}{name}": told for name, told in manifest["files"].items()}
    found = {name: _told(stream) for name, stream in members(path) if name != MANIFEST}
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            raise Trouble(f"Bản sao lưu {path} thiếu {name}: không dùng được, hãy lấy bản khác.")
        if wanted.get(name) != found[name]:
            raise Trouble(f"Bản sao lưu {path} bị hỏng ở {name}: không dùng được, hãy lấy bản khác.")
    return manifest


def _manifest(path: Path) -> dict:
    try:
        with tarfile.open(path, "r:") as archive:
            member = archive.getmember(MANIFEST)
            if member.size > MOST_OF_A_MANIFEST:
                raise ValueError(member.size)
            whole = json.loads(archive.extractfile(member).read())
        manifest = whole["manifest"]
        sound = whole["sha256"] == _hash(manifest)
    except OSError as error:
        raise Trouble(f"Không đọc được {path}: {error.strerror or error}.") from error
    except (tarfile.TarError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Trouble(
            f"{path} không phải bản sao lưu trọn vẹn của cổng: không có bảng kê, hoặc bị cắt."
        ) from error
    if not sound or manifest.get("format") != FORMAT:
        raise Trouble(f"{path} không phải bản sao lưu của cổng, hoặc bảng kê đã bị sửa.")
    if manifest["version"] > VERSION:
        raise Trouble(f"{path} do một phiên bản mới hơn của cổng ghi: hãy nâng cấp cổng trước khi khôi phục.")
    return manifest


def members(path: Path) -> Iterator[tuple[str, Hashed]]:
    """Each member's name and content, in their order; whoever wants the content reads it before the next one."""
    try:
        with tarfile.open(path, "r:") as archive:
            for member in archive:
                if not member.isreg():
                    raise Trouble(f"Bản sao lưu {path} có phần lạ {member.name}: không dùng được.")
                yield member.name, Hashed(archive.extractfile(member))
    except tarfile.TarError as error:
        raise Trouble(f"Bản sao lưu {path} bị cắt hoặc bị hỏng: {error}.") from error


def _told(stream: Hashed) -> dict:
    while stream.read():
        pass
    return stream.told()


@contextmanager
def copied(stream: Hashed, wanted: dict) -> Iterator[Iterator[bytes]]:
    """The content in pieces; at the end it has to be what the manifest says, whatever was read of it before."""
    yield iter(stream.read, b"")
    if stream.told() != wanted:
        raise Trouble(
            "Bản sao lưu đổi trong lúc khôi phục: không dùng được, chưa đổi gì trong cơ sở dữ liệu."
        )

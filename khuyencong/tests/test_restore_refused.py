"""What restore refuses, before it changes anything."""

import hashlib
import json
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from khuyencong.keeping import archive
from khuyencong.keeping.places import Trouble
from khuyencong.keeping.restore import restore
from khuyencong.tests.databases import asked_instead, rows_of, spare
from khuyencong.tests.restoring import empty_place
from khuyencong.tests.test_upgrade import SCHEMA
from programs.models import Installation


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path):
    """One bit of the database inside."""
    with tarfile.open(path) as whole:
        place = whole.getmember(archive.DATABASE).offset_data + 5000
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def rewrite(path, change=lambda manifest: None, leave_out=(), sign=True):
    """The archive once more, by somebody who knows its form."""
    with tarfile.open(path) as whole:
        members = [(member, whole.extractfile(member).read()) for member in whole]
    written = json.loads(dict((member.name, content) for member, content in members)[archive.MANIFEST])
    change(written["manifest"])
    if sign:
        written["sha256"] = archive._hash(written["manifest"])
    with tarfile.open(path, "w") as whole:
        for member, content in members:
            if member.name == archive.MANIFEST:
                (path.parent / "manifest").write_text(json.dumps(written))
                archive.add(whole, archive.MANIFEST, path.parent / "manifest")
            elif member.name not in leave_out:
                (path.parent / "member").write_bytes(content)
                archive.add(whole, member.name, path.parent / "member")


def other_engine(manifest):
    manifest["engine"] = {"sqlite": "postgresql", "postgresql": "sqlite"}[manifest["engine"]]


WRONG = {
    "cut": (cut, "bảng kê|bị cắt"),
    "one bit": (flip, "bị hỏng ở database"),
    "no archive": (lambda path: path.write_text("SQLite format 3"), "không phải bản sao lưu trọn vẹn"),
    "not there": (Path.unlink, "Không đọc được"),
    "no database": (lambda path: rewrite(path, leave_out=[archive.DATABASE]), "thiếu database"),
    "manifest edited": (
        lambda path: rewrite(path, lambda manifest: manifest.update(posting=1), sign=False),
        "bảng kê đã bị sửa",
    ),
    "another engine": (lambda path: rewrite(path, other_engine), "cổng đang dùng"),
    "newer form": (lambda path: rewrite(path, lambda manifest: manifest.update(version=2)), "nâng cấp cổng"),
    "newer schema": (
        lambda path: rewrite(path, lambda manifest: manifest["migrations"].append("programs.9999_later")),
        "phiên bản mới hơn .programs.9999_later",
    ),
    "other numbers": (
        lambda path: rewrite(path, lambda manifest: manifest["tables"]["programs_posting"].update(rows=1)),
        "không giống bản sao lưu:\n  - bảng programs_posting: bản sao có 1 dòng",
    ),
    "other posting": (
        lambda path: rewrite(path, lambda manifest: manifest.update(posting=1)),
        "bút toán cuối là",
    ),
}


@pytest.fixture
def sound(saved):
    return saved.read_bytes()


@pytest.mark.parametrize("fault", WRONG)
def test_archive_that_is_not_what_it_says_is_refused_and_changes_nothing(
    fault, sound, tmp_path, settings, django_db_blocker
):
    spoil, words = WRONG[fault]
    path = tmp_path / "a.tar"
    path.write_bytes(sound)
    spoil(path)
    with django_db_blocker.unblock(), empty_place(tmp_path, settings) as connection:
        with pytest.raises(CommandError, match=words):
            call_command("restore", str(path))
        assert rows_of(connection, SCHEMA[connection.vendor]) == []


@pytest.mark.parametrize("name", ["../../out.pdf", "/tmp/out.pdf"])  # noqa: S108
def test_archive_writes_no_file_outside_the_folder_of_files(
    name, sound, tmp_path, settings, django_db_blocker
):
    path = tmp_path / "a.tar"
    path.write_bytes(sound)

    def hostile(manifest):
        manifest["files"][name] = {"sha256": hashlib.sha256(b"x").hexdigest(), "size": 1}

    rewrite(path, hostile)
    (tmp_path / "x").write_bytes(b"x")
    with tarfile.open(path, "a") as whole:
        archive.add(whole, f"files/{name}", tmp_path / "x")
    with django_db_blocker.unblock(), empty_place(tmp_path, settings) as connection:
        with pytest.raises(Trouble, match="ngoài thư mục tệp"):
            restore(connection, path)
    assert not list(tmp_path.rglob("out.pdf")) and not Path("/tmp/out.pdf").exists()  # noqa: S108


def test_demo_does_not_replace_what_is_real(sound, released, tmp_path, django_db_blocker):
    path = tmp_path / "a.tar"
    path.write_bytes(sound)
    with (
        django_db_blocker.unblock(),
        spare(tmp_path, like=released) as name,
        asked_instead(name) as connection,
    ):
        kind = Installation.objects.get().kind
        rewrite(path, lambda manifest: manifest.update(kind={"real": "demo", "demo": "real"}[kind]))
        with pytest.raises(Trouble, match="không thay thế cho nhau"):
            restore(connection, path, replace=True)

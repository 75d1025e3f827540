"""The drill: a backup under writers, brought back into an empty place and proved equal; and what the commands tell."""

import threading

import pytest
from django.core.management import CommandError, call_command

from accounts import triggers
from accounts.models import AuditEvent, Session
from khuyencong.keeping.after_restore import AFTER_RESTORE
from khuyencong.keeping.places import Trouble
from khuyencong.keeping.restore import restore
from khuyencong.tests.databases import asked_instead, rows_of
from khuyencong.tests.restoring import (
    backed_up,
    empty_place,
    fingerprint,
    portal_in_use,
    stored_files,
    writers,
)


@pytest.fixture
def portal(released, django_db_blocker, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "first" / "media"
    with django_db_blocker.unblock(), portal_in_use(tmp_path, released) as name:
        yield name


def test_quiet_backup_comes_back_equal_in_an_empty_place(portal, tmp_path, settings):
    with asked_instead(portal) as connection:
        before, files = fingerprint(connection), stored_files(settings.MEDIA_ROOT)
        path = backed_up(tmp_path)
        logged = AuditEvent.objects.get(kind=AuditEvent.Kind.BACKED_UP)
        assert (logged.object, logged.detail["files"], logged.detail["faulty"]) == ("a.tar", 3, 0)

    with empty_place(tmp_path, settings) as connection:
        done = restore(connection, path)

        assert fingerprint(connection) == before
        assert triggers.problems(connection) == []
        assert stored_files(settings.MEDIA_ROOT) == files and len(files) == 3
        assert (done.former, Session.objects.count()) == ("", 0)
        assert done.steps == ["kết thúc 1 phiên đăng nhập", "xử lý 0 dòng quá thời hạn lưu"]
        assert len(done.steps) == len(AFTER_RESTORE)
        assert AuditEvent.objects.get(kind=AuditEvent.Kind.RESTORED).detail["steps"] == done.steps
        AuditEvent.objects.create(kind="exported")  # a number that was given before is not given again


def test_backup_under_writers_is_one_moment(portal, tmp_path, settings):
    with asked_instead(portal), writers() as done:
        while len(done) < 30:
            threading.Event().wait(0.01)
        acknowledged = set(done)
        path = backed_up(tmp_path)
        written_on = len(done)
    assert len(done) >= written_on > len(acknowledged)

    with empty_place(tmp_path, settings) as connection:
        restore(connection, path)
        found = set(AuditEvent.objects.filter(kind="exported").values_list("object", flat=True))
        pairs = {tuple(map(int, name.split(":")[:2])) for name in found}
        assert found == {f"{thread}:{pair}:{half}" for thread, pair in pairs for half in "ab"}  # none half
        assert acknowledged <= pairs
        for thread in {thread for thread, _ in pairs}:  # none later without all before it
            own = {pair for number, pair in pairs if number == thread}
            assert own == set(range(len(own)))
        AuditEvent.objects.create(kind="exported")


def test_replaced_database_is_kept_aside(portal, released, tmp_path, settings):
    with asked_instead(portal) as connection:
        path, wanted = backed_up(tmp_path), fingerprint(connection)
    with empty_place(tmp_path, settings, like=released) as connection:
        own = fingerprint(connection)
        with pytest.raises(Trouble, match="--replace"):
            restore(connection, path)
        assert fingerprint(connection) == own != wanted

        done = restore(connection, path, replace=True)

        assert fingerprint(connection) == wanted
        place, _, former = done.former.partition(" ")
        if place == "schema":
            assert rows_of(connection, f"SELECT count(*) FROM {former}.programs_projectevent") == [  # noqa: S608
                (len(own[0]["programs.ProjectEvent"]),)
            ]
            assert rows_of(connection, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'dang%'") == []
            return
    with asked_instead(former) as aside:
        assert fingerprint(aside) == own


# ------------------------------------------------------------------------------------------------- what is told


def test_backup_is_not_written_over_another_and_a_folder_gives_it_a_name(portal, tmp_path, capsys):
    with asked_instead(portal):
        call_command("backup", str(tmp_path / "a.tar"))
        with pytest.raises(CommandError, match="đã có: hãy chọn tên khác"):
            call_command("backup", str(tmp_path / "a.tar"))
        with pytest.raises(CommandError, match="Không có thư mục"):
            call_command("backup", str(tmp_path / "copies"))
        (tmp_path / "copies").mkdir()
        call_command("backup", str(tmp_path / "copies"))
        [path] = (tmp_path / "copies").iterdir()
        call_command("restore", "--check", str(path))

    assert path.name.startswith("khuyencong-2") and path.stat().st_mode & 0o077 == 0
    assert "đã đọc lại và khớp" in capsys.readouterr().out


@pytest.mark.parametrize("fault", ["missing", "damaged"])
def test_lost_or_damaged_file_is_told_and_the_rest_is_saved(portal, tmp_path, settings, capsys, fault):
    media, name = settings.MEDIA_ROOT, max(stored_files(settings.MEDIA_ROOT), key=len)
    (media / name).unlink()
    if fault == "damaged":
        (media / name).write_bytes(b"x")
    with asked_instead(portal):
        with pytest.raises(CommandError, match=f"1 tệp bị mất hoặc hỏng từ trước:\n  - {name}"):
            call_command("backup", str(tmp_path / "a.tar"))
    with empty_place(tmp_path, settings):
        call_command("restore", str(tmp_path / "a.tar"))
        assert f"Tệp đã mất hoặc hỏng từ trước khi sao lưu: {name}" in capsys.readouterr().out

"""Stored files: named by what they hold, whole or not there, swept when no row names them."""

import hashlib
import os
import time
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from accounts.models import AuditEvent
from khuyencong.keeping import files
from khuyencong.keeping.files import sweep
from khuyencong.keeping.storage import PARTIAL, StoredFiles, write_whole
from programs.models import ProjectEvent
from programs.projects import steps
from programs.tests.web import errors, sent

CONTENT = b"%PDF-1.7 m\xe1\xbb\x99t"
NAME = f"events/2026/{hashlib.sha256(CONTENT).hexdigest()}.pdf"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def stored(content=CONTENT, name="events/2026/ten.pdf"):
    return default_storage.save(name, ContentFile(content))


def age(path, days=2):
    os.utime(path, (time.time() - days * 86400,) * 2)


def everything(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_file_is_named_by_what_it_holds_and_keeps_its_bytes(media):
    assert stored() == NAME
    assert (media / NAME).read_bytes() == CONTENT
    assert (media / NAME).stat().st_mode & 0o777 == 0o440


def test_same_content_is_one_file_and_another_is_another(media):
    assert {stored(), stored(name="events/2026/khac.pdf")} == {NAME}
    assert stored(CONTENT + b" ") != NAME
    assert len(everything(media)) == 2


def test_damaged_file_heals_when_it_is_sent_again(media):
    stored()
    os.chmod(media / NAME, 0o600)
    (media / NAME).write_bytes(b"")

    stored()

    assert (media / NAME).read_bytes() == CONTENT


def test_stored_file_is_not_deleted_by_name(media):
    with pytest.raises(PermissionError, match="không bị xóa"):
        default_storage.delete(stored())
    assert everything(media) == [NAME]


def test_writing_that_breaks_off_leaves_no_file(media):
    def breaks():
        yield b"%PDF"
        raise OSError("đầy đĩa")

    with pytest.raises(OSError, match="đầy đĩa"):
        write_whole(media / NAME, breaks())
    assert everything(media) == []


# ------------------------------------------------------------------------------------------------------- the sweep


@pytest.fixture
def step(db, an, project, media):
    """A step with a file, and what killed requests left beside it: a file and half a file, all of them old."""
    name = stored()
    event = ProjectEvent(
        project=project, happening="approved", budget_year=2023, on=date(2023, 4, 3), file=name
    )
    steps.record_event(event=event, by=an)
    left = stored(b"%PDF-1.7 left")
    half = media / f"events/2026/{PARTIAL}x"
    half.write_bytes(b"%PDF")
    for path in (media / name, media / left, half):
        age(path)
    return sorted([left, f"events/2026/{PARTIAL}x"])


def test_sweep_takes_what_no_row_names_and_tells_first(step, media, capsys):
    call_command("sweep_files", "--dry-run")
    assert f"{step[0]}\n{step[1]}\n2 tệp không ai dùng sẽ bị xóa." in capsys.readouterr().out
    assert len(everything(media)) == 3

    call_command("sweep_files")

    assert everything(media) == [NAME]
    assert AuditEvent.objects.get(kind=AuditEvent.Kind.PURGED).detail == {"files": 2, "hours": 24}
    call_command("sweep_files")
    assert "Không có tệp nào" in capsys.readouterr().out


@pytest.mark.django_db
def test_young_file_is_waited_for(media):
    age(media / stored(), days=0.9)

    assert sweep(DAY) == [] and everything(media) == [NAME]
    with pytest.raises(CommandError, match="phải từ 1"):
        call_command("sweep_files", "--hours", "0")


@pytest.mark.django_db
def test_file_sent_again_just_before_it_is_swept_is_put_back(media):
    """The sweep had looked at its age before: aside it is seen to be young."""
    files._move(media / stored(), media / files.ASIDE / NAME)

    sweep(DAY)

    assert everything(media) == [NAME]


def test_sweep_that_was_killed_is_finished_by_the_next(step, media):
    """It had moved a file aside that a row names by now, and one that none does."""
    for name in (NAME, step[1]):
        files._move(media / name, media / files.ASIDE / name)

    sweep(DAY)

    assert everything(media) == [NAME]


# ------------------------------------------------------------------------------------------- before anything is locked


class Watching(StoredFiles):
    """Remembers how many transactions and savepoints were open when a file was stored."""

    depths: list[int] = []

    def _save(self, name, content):
        self.depths.append(len(connection.savepoint_ids))
        return super()._save(name, content)


def test_file_is_stored_before_the_transaction_that_locks_the_ledger(sign_in, an, project, settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Watching"}}
    Watching.depths.clear()
    step = {
        "happening": "approved",
        "outcome": "done",
        "on": "03/04/2023",
        "budget_year": "2023",
        "document": "1/QĐ",
    }
    client, outside = sign_in(an), len(connection.savepoint_ids)

    answer = client.post(
        reverse("event_add", args=[project.code]), sent(step, file=SimpleUploadedFile("qd.pdf", CONTENT))
    )

    assert (answer.status_code, Watching.depths) == (302, [outside])
    assert ProjectEvent.objects.get().file.name.endswith(NAME.rpartition("/")[2])


def test_refused_step_leaves_a_file_to_the_sweep_and_no_row(sign_in, an, project, media):
    step = {
        "happening": "accepted",
        "outcome": "done",
        "on": "03/04/2023",
        "budget_year": "2023",
        "document": "1/BB",
    }

    answer = sign_in(an).post(
        reverse("event_add", args=[project.code]), sent(step, file=SimpleUploadedFile("bb.pdf", CONTENT))
    )

    assert "không ghi được bước" in errors(answer)["__all__"][0]
    [left] = everything(media)
    age(media / left)
    assert sweep(DAY) == [left] and everything(media) == []

"""Portals that are saved and brought back: one in use, an empty place, writers beside, and what tells them apart."""

import re
import threading
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections, transaction

from accounts import triggers
from accounts.models import AuditEvent, Session
from khuyencong.keeping.backup import back_up
from khuyencong.keeping.content import told
from khuyencong.keeping.storage import write_whole
from khuyencong.tests.databases import asked_instead, rows_of, spare
from khuyencong.tests.test_upgrade import SCHEMA
from programs.models import LedgerHead, ProjectEvent

STORED = b"%PDF-1.7 quy\xe1\xba\xbft \xc4\x91\xe1\xbb\x8bnh"
CASTS = re.compile(
    r"::(text|character varying)(\[\])?|[()]"
)  # PostgreSQL writes them anew when it reads a condition
CHANGED_BY_A_RESTORE = {"accounts.AuditEvent", "accounts.Session"}


@contextmanager
def portal_in_use(folder: Path, like: str):
    """The name of a database in use: rows of years, steps with files of old and of new names, somebody signed in."""
    with spare(folder, like=like) as name:
        with asked_instead(name):
            Session.objects.create(session_key="k" * 32, session_data="x", expire_date="2099-01-01T00:00Z")
            for old in ProjectEvent.objects.exclude(file="").values_list("file", flat=True):
                write_whole(Path(default_storage.path(old)), [STORED, old.encode()])
            attach(default_storage.save("events/2023/ten.pdf", ContentFile(STORED)))
        yield name


def attach(name):
    """A step with a file, written as the ledger's own numbering wants it, past the checks of people."""
    row = ProjectEvent.objects.order_by("pk").first()
    with transaction.atomic():
        head = LedgerHead.lock()
        posting = row.posting
        posting.pk, posting.number, posting.recorded_at = None, head.number + 1, head.recorded_at
        posting.save(force_insert=True)
        row.pk, row.posting, row.file, row.reverses, row.on = None, posting, name, None, "2026-11-01"
        row.budget_year = 2099
        row.save(force_insert=True)
        head.number += 1
        head.save()


def fingerprint(connection):
    """Every row of every table but the two that a restore writes to; schema, triggers, numbers given.

    By the models, another way than that of the manifest.
    """
    rows = {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.label not in CHANGED_BY_A_RESTORE
    }
    numbers = {
        name: number
        for name, number in told(connection)["sequences"].items()
        if not name.startswith("accounts_auditevent")
    }
    schema = [CASTS.sub("", str(row)) for row in rows_of(connection, SCHEMA[connection.vendor])]
    return rows, schema, triggers.stored(connection), numbers


def stored_files(media):
    return {
        path.relative_to(media).as_posix(): path.read_bytes()
        for path in Path(media).rglob("*")
        if path.is_file()
    }


def backed_up(tmp_path, name="a.tar"):
    return back_up(connections["default"], tmp_path / name).path


@contextmanager
def empty_place(tmp_path, settings, like=None):
    """Another machine: a database without tables (or like another), a folder without files."""
    (tmp_path / "second").mkdir(exist_ok=True)
    settings.MEDIA_ROOT = tmp_path / "second" / "media"
    with spare(tmp_path / "second", like=like) as name, asked_instead(name) as connection:
        yield connection


@contextmanager
def writers(many=3):
    """Threads that write pairs of events, a pair a transaction, until the block ends. Yields the acknowledged ones."""
    enough, done = threading.Event(), []

    def write(thread):
        pair = 0
        try:
            while not enough.is_set():
                both = [AuditEvent(kind="exported", object=f"{thread}:{pair}:{half}") for half in "ab"]
                with transaction.atomic(using="spare"):
                    AuditEvent.objects.using("spare").bulk_create(both)
                done.append((thread, pair))
                pair += 1
        finally:
            connections["spare"].close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    try:
        yield done
    finally:
        enough.set()
        for thread in threads:
            thread.join()

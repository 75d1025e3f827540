"""What the operator's manual says is done, as it says: with two roles on PostgreSQL, and with a process killed midway."""

import re
import secrets
import signal
from contextlib import contextmanager

import psycopg2
import pytest
from django.conf import settings as portal_settings
from django.db import connections

from accounts import triggers
from accounts.models import AuditEvent
from khuyencong.keeping.places import WORKING
from khuyencong.tests.databases import _on_server, asked_instead, python, rows_of, spare, url_of
from khuyencong.tests.restoring import attach, fingerprint
from khuyencong.tests.test_upgrade import SCHEMA
from programs.models import ProjectEvent

MANUAL = (portal_settings.BASE_DIR / "docs" / "van-hanh-sao-luu.md").read_text(encoding="utf-8")
KILLED = -signal.SIGKILL
OURS = [f"khuyencong.W01{number}" for number in range(3)]  # doubts of the database


def commands(heading):
    """The arguments of every command that a section of the manual has people type."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", MANUAL, re.MULTILINE | re.DOTALL)[1]
    typed = "".join(re.findall(r"^```\n(.*?)^```\n", section, re.MULTILINE | re.DOTALL))
    return [line.split()[2:] for line in typed.splitlines() if line.startswith("python manage.py")]


@contextmanager
def two_roles(name):
    """Variables of the owner's commands, and of the portal, for a database that gets an owner of its own."""
    if connections["default"].vendor == "sqlite":
        yield {}, {}
        return
    owner, portal = (f"{what}_{secrets.token_hex(4)}" for what in ("owner", "portal"))
    for role in (owner, portal):
        _on_server(f"CREATE ROLE {role} LOGIN PASSWORD '{role}'")
    _on_server(f'ALTER DATABASE "{name}" OWNER TO {owner}')
    place = url_of(name).rpartition("@")[2]
    as_portal = {"DATABASE_URL": f"postgres://{portal}:{portal}@{place}"}
    try:
        yield {**as_portal, "DATABASE_OWNER_URL": f"postgres://{owner}:{owner}@{place}"}, as_portal
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')
        _on_server(f"DROP ROLE {owner}, {portal}")
        _on_server(f'CREATE DATABASE "{name}"')  # whoever made it drops it


def test_manual_of_restoring_ends_with_a_portal_that_serves_under_its_own_role(
    saved, tmp_path, django_db_blocker
):
    steps = [
        [str(saved) if word == "BAN_SAO.tar" else word for word in step] for step in commands("Khôi phục")
    ]
    assert [step[0] for step in steps] == ["restore", "restore", "load_reference", "keys", "triggers"]
    (tmp_path / "new").mkdir()
    with django_db_blocker.unblock(), spare(tmp_path / "new") as name, two_roles(name) as (owner, portal):
        for step in steps:
            done = python(name, "manage.py", *step, **owner)
            assert done.returncode == 0, (step, done.stdout, done.stderr)

        assert python(name, "-c", "import khuyencong.wsgi", **portal).returncode == 0
        asked = python(name, "manage.py", "check", "--deploy", **portal).stderr
        assert [word for word in OURS if word in asked] == ([] if owner else OURS[1:2])
        again = python(name, "manage.py", "backup", str(tmp_path / "b.tar"), **owner)
        assert "đã đọc lại và khớp" in again.stdout, again.stderr
        if owner:
            refused_to(portal["DATABASE_URL"])
            alone = python(name, "manage.py", "backup", str(tmp_path / "c.tar"), **portal)
            assert "đặt DATABASE_OWNER_URL" in alone.stderr, (alone.stdout, alone.stderr)


def refused_to(url):
    """What the manual says the portal's role may not do."""
    with psycopg2.connect(url) as server, server.cursor() as cursor:
        for statement in (
            "UPDATE accounts_auditevent SET kind = ''",
            "CREATE TEMP TABLE programs_closure (id int)",
        ):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(statement)
            server.rollback()


def test_every_command_of_the_manual_exists():
    for heading in ("Sao lưu", "Khôi phục", "Nâng cấp từ phiên bản liền trước"):
        assert commands(heading)
    known = {"backup", "restore", "load_reference", "keys", "triggers", "migrate", "collectstatic", "check"}
    typed = [step for heading in re.findall(r"^## (.*)$", MANUAL, re.MULTILINE) for step in commands(heading)]
    assert {step[0] for step in typed} == known


# ------------------------------------------------------------------------------------------------------ killed midway

KILLING = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.db import connection
from khuyencong.keeping.backup import back_up
from khuyencong.keeping.restore import restore
what, path, media, left = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
settings.MEDIA_ROOT = media

def count(event, arguments):
    global left
    if event == "subprocess.Popen":
        print(arguments[1])
    if event in ("os.rename", "subprocess.Popen", "tempfile.mkdtemp", "shutil.rmtree") or (
        event == "open" and "khuyencong-partial" in str(arguments[0]) and arguments[1] != "r"
    ):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
restore(connection, path, replace=True) if what == "restore" else back_up(connection, path)
"""


@pytest.mark.parametrize("step", [2, 4, 5])
def test_killed_backup_leaves_nothing_that_looks_whole(released, django_db_blocker, tmp_path, step):
    target = tmp_path / "copies" / "a.tar"
    with django_db_blocker.unblock(), spare(tmp_path, like=released) as name:
        run = ("-c", KILLING, "backup", str(target), str(tmp_path / "media"))
        killed = python(name, *run, str(step))

        assert killed.returncode == KILLED, killed.stderr
        assert all(path.name.startswith(WORKING) for path in target.parent.iterdir())
        done = python(name, *run, "999")
        assert done.returncode == 0 and target.is_file(), done.stderr
        usual = connections["default"]
        assert ("pg_dump" in done.stdout) == (
            usual.vendor == "postgresql"
        )  # the programs as they were called
        assert not usual.settings_dict["PASSWORD"] or usual.settings_dict["PASSWORD"] not in done.stdout


@pytest.mark.parametrize("step", [2, 3, 4, 8])
def test_killed_restore_leaves_a_whole_database_the_former_or_the_new_one_and_runs_again(
    saved, released, tmp_path, django_db_blocker, step
):
    (tmp_path / "new").mkdir()
    run = ("-c", KILLING, "restore", str(saved), str(tmp_path / "new" / "media"))
    with django_db_blocker.unblock(), spare(tmp_path / "new", like=released) as name:
        with asked_instead(name) as connection:
            attach("events/2026/khac.pdf")  # what the archive does not have
            before = fingerprint(connection)
        killed = python(name, *run, str(step))
        assert killed.returncode == KILLED or step > 4, killed.stderr  # SQLite has fewer steps
        with asked_instead(name) as connection:
            left = fingerprint(connection)
            assert triggers.problems(connection) == []

        done = python(name, *run, "999")

        assert done.returncode == 0, done.stderr
        with asked_instead(name) as connection:
            assert left in (before, fingerprint(connection)) and before != fingerprint(connection)
            assert left == before or step > 3
            assert not ProjectEvent.objects.filter(file="events/2026/khac.pdf").exists()
            assert AuditEvent.objects.filter(kind=AuditEvent.Kind.RESTORED).count() == 1
            assert triggers.problems(connection) == [] and rows_of(connection, SCHEMA[connection.vendor])

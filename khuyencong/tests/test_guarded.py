"""The portal does not serve without its triggers: not at the start, not in readyz, until somebody heals them."""

import sqlite3
import subprocess
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts import triggers
from accounts.lifting import lifted
from accounts.models import AuditEvent, record
from accounts.tests.test_triggers import ALTERED, drop, execute
from khuyencong.tests.databases import asked_instead, python, spare, url_of
from tooling import machine

START = ("-c", "import khuyencong.wsgi")
TABLE = "accounts_auditevent"
OFF = {  # how a trigger is made silent without touching its name or its words
    "sqlite": [f"DROP TRIGGER {TABLE}_no_update", f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} WHEN 0 "
               "BEGIN SELECT RAISE(ABORT, 'Nhật ký hệ thống chỉ được ghi thêm'); END"],
    "postgresql": [f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_no_update"],
}  # fmt: skip
ORIGIN = {
    "sqlite": OFF["sqlite"],
    "postgresql": [
        f"ALTER TABLE {TABLE} ENABLE TRIGGER {TABLE}_no_update"
    ],  # as a restore of data alone leaves it
}


@pytest.fixture
def restored(released, django_db_blocker, tmp_path):
    """The name of a database whose triggers were lost on the way back."""
    with django_db_blocker.unblock(), spare(tmp_path, like=released) as name:
        with asked_instead(name) as spared:
            triggers._drop(spared, triggers.stored(spared))
        yield name


def test_readyz_refuses_while_a_trigger_is_missing(client, db):
    drop(f"{TABLE}_no_update", TABLE)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "unready"})


@pytest.mark.parametrize(
    "statements", [ALTERED, OFF, ORIGIN], ids=["altered", "disabled", "of a replica no more"]
)
def test_readyz_refuses_while_a_trigger_is_altered_or_disabled_and_is_well_when_healed(
    client, db, statements
):
    for statement in statements[connection.vendor]:
        execute(statement)
    assert client.get("/readyz").status_code == 503

    call_command("triggers", "--reinstall")

    assert client.get("/readyz").status_code == 200


def test_session_that_calls_itself_a_replica_meets_the_triggers(an):
    record(AuditEvent.Kind.LOGIN, user=an)

    with pytest.raises(IntegrityError, match="chỉ được ghi thêm"), transaction.atomic():
        if connection.vendor == "postgresql":
            execute("SET LOCAL session_replication_role = replica")
        AuditEvent.objects.update(kind="logout")


def test_portal_starts_over_a_sound_database(released, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), spare(tmp_path, like=released) as name:
        assert python(name, *START).returncode == 0


def test_portal_refuses_to_start_after_a_restore_without_triggers_until_migrate(restored):
    refused = python(restored, *START)

    assert refused.returncode == 1
    assert "thiếu trigger programs_moneyentry_no_update" in refused.stderr
    assert "python manage.py migrate" in refused.stderr
    assert python(restored, "manage.py", "migrate").returncode == 0
    assert python(restored, *START).returncode == 0


def dumped_and_restored(name, into):
    """A backup as README tells, brought back into an empty database."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(into)) as target:
            source.backup(target)
        return
    binaries = machine.postgres_binaries()
    dump = subprocess.run([binaries / "pg_dump", "-d", url_of(name)], capture_output=True, check=True)
    subprocess.run(
        [binaries / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", url_of(into)], input=dump.stdout, check=True
    )


def test_backup_brings_the_triggers_with_it(released, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), spare(tmp_path) as name:
        dumped_and_restored(released, name)
        with asked_instead(name) as restored:
            assert triggers.problems(restored) == []


def test_command_tells_and_heals(db, capsys):
    drop(f"{TABLE}_no_update", TABLE)

    with pytest.raises(CommandError, match="1 chỗ chưa nguyên vẹn; chạy lại với --reinstall"):
        call_command("triggers")
    assert f"thiếu trigger {TABLE}_no_update" in capsys.readouterr().out
    call_command("triggers", "--reinstall")
    assert "trigger: đã cài lại." in capsys.readouterr().out
    call_command("triggers")
    assert "trigger: nguyên vẹn." in capsys.readouterr().out


def test_healing_during_a_lift_is_what_the_lift_does_itself(db):
    with lifted(connection, "Thử", tables=[TABLE]):
        assert triggers.problems(connection) != []
    assert triggers.problems(connection) == []

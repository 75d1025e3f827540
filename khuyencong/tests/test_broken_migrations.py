"""A migration that fails, is killed or goes at the ledgers, by a process of its own: triggers and rows stay whatever
happens, on both databases alike.
"""

import shutil
import signal
from textwrap import dedent, indent

import pytest
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from accounts import triggers
from khuyencong.tests.databases import ROOT, asked_instead, python, rows_of, spare

SETTINGS = 'from khuyencong.settings_test import *\nMIGRATION_MODULES = {"programs": "more_of_programs"}\n'
MIGRATION = """
import os, signal
from django.db import migrations, transaction, IntegrityError
from accounts.fields import TextLine
from accounts.lifting import lifted

def run(apps, schema_editor):
    connection = schema_editor.connection
    Entry = apps.get_model("programs", "MoneyEntry")
{run}

class Migration(migrations.Migration):
    atomic = {atomic}
    dependencies = [("programs", "{last}")]
    operations = [
        migrations.AlterField("moneyentry", "document", TextLine("chứng từ", max_length=170, blank=True)),
        migrations.AlterField("project", "place", TextLine("địa điểm", max_length=260, blank=True)),
        migrations.RunPython(run, migrations.RunPython.noop),
    ]
"""
ROWS = "SELECT id, amount, note, reverses_id FROM programs_moneyentry ORDER BY id"
LIFTS = "SELECT object FROM accounts_auditevent WHERE kind = 'triggers_lifted' ORDER BY id"
KILL = "os.kill(os.getpid(), signal.SIGKILL)"


@pytest.fixture
def database(released, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), spare(tmp_path, like=released) as name:
        yield name


@pytest.fixture
def migrate(database, tmp_path):
    """migrate("body of a function") runs `manage.py migrate` with one more migration; (process, problems, rows)."""
    package = tmp_path / "more_of_programs"
    shutil.copytree(ROOT / "programs" / "migrations", package)
    (tmp_path / "more_settings.py").write_text(SETTINGS, encoding="utf-8")
    (_, last), *_ = MigrationLoader(None).graph.leaf_nodes("programs")

    def run(body, atomic=True):
        code = MIGRATION.format(run=indent(dedent(body), " " * 4), atomic=atomic, last=last)
        (package / "9999_more.py").write_text(code, encoding="utf-8")
        done = python(
            database, "manage.py", "migrate", DJANGO_SETTINGS_MODULE="more_settings", PYTHONPATH=str(tmp_path)
        )
        with asked_instead(database) as connection:
            return done, triggers.problems(connection), rows_of(connection, ROWS)

    return run


@pytest.fixture
def rows(database):
    with asked_instead(database) as connection:
        assert triggers.problems(connection) == []
        return rows_of(connection, ROWS)


def test_tables_are_rebuilt_under_their_triggers(migrate, rows):
    """Also within the migration: what follows a rebuilt table meets its triggers again."""
    done, problems, now = migrate(
        """
        try:
            with transaction.atomic():
                Entry.objects.update(amount=1)
        except IntegrityError as refusal:
            print("refused:", refusal)
        """
    )

    assert (done.returncode, problems, now) == (0, [], rows), done.stderr
    assert "refused: Sổ chỉ được ghi thêm" in done.stdout


@pytest.mark.parametrize(
    "body",
    [
        "raise RuntimeError('giữa chừng')",
        "schema_editor.execute('DELETE FROM programs_moneyentry')",
    ],
)
def test_migration_that_fails_or_goes_at_the_ledgers_changes_nothing(migrate, rows, body):
    done, problems, now = migrate(body)

    assert (problems, now) == ([], rows)
    assert done.returncode == 1
    assert "giữa chừng" in done.stderr or "Sổ chỉ được ghi thêm" in done.stderr


@pytest.mark.parametrize(
    "body",
    [
        f"""
        with getattr(schema_editor, "_triggers_aside", transaction.atomic)():
            {KILL}
        """,
        f"""
        with lifted(connection, "Thử"):
            Entry.objects.update(amount=1)
            {KILL}
        """,
    ],
    ids=["while a table is rebuilt", "while triggers are lifted"],  # PostgreSQL changes a column in place
)
def test_killed_migration_leaves_triggers_and_rows(migrate, rows, body):
    done, problems, now = migrate(body)

    assert (done.returncode, problems, now) == (-signal.SIGKILL, [], rows)


def test_migration_of_data_lifts_triggers_by_the_logged_operation(migrate, rows, database):
    done, problems, now = migrate(
        """
        with lifted(connection, "Bỏ ghi chú cũ", tables=["programs_moneyentry"]):
            Entry.objects.update(note="")
        """
    )

    assert (done.returncode, problems) == (0, []), done.stderr
    assert [row != old for row, old in zip(now, rows, strict=True)] == [True] * len(rows)
    with asked_instead(database) as connection:
        assert rows_of(connection, LIFTS)[-1] == ("Bỏ ghi chú cũ",)


def test_migration_outside_a_transaction_may_not_rebuild_a_table(migrate, rows):
    done, problems, now = migrate("pass", atomic=False)

    assert (problems, now) == ([], rows)
    if connections["default"].vendor == "sqlite":
        assert "hãy bỏ atomic = False" in done.stderr
    else:
        assert done.returncode == 0

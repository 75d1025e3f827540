import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts import triggers
from accounts.models import AuditEvent, User, record


@pytest.fixture
def trigger(db):
    rule = triggers.refusal(
        "accounts_user_no_root",
        "accounts_user",
        "BEFORE INSERT",
        "Tên 'root' 100% cấm.",
        "NEW.username = 'root'",
    )
    triggers.install(connection, [*triggers.declared(), rule])
    return rule


def test_every_declared_trigger_is_installed(db):
    names = [trigger.name for trigger in triggers.declared()]

    assert {"accounts_auditevent_no_update", "accounts_auditevent_no_delete"} <= {*names}
    assert len(names) == len({*names})
    assert max(map(len, names)) <= 63, "PostgreSQL cuts longer names"
    assert triggers.problems(connection) == []


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def drop(name, table):
    execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))


def test_missing_trigger_is_named(db):
    drop("accounts_auditevent_no_update", "accounts_auditevent")

    assert triggers.problems(connection) == [
        "thiếu trigger accounts_auditevent_no_update của bảng accounts_auditevent"
    ]


ALTERED = {
    "sqlite": [
        "DROP TRIGGER accounts_auditevent_no_delete",
        "CREATE TRIGGER accounts_auditevent_no_delete BEFORE DELETE ON accounts_auditevent BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION accounts_auditevent_no_delete() RETURNS trigger LANGUAGE plpgsql "
        "AS 'BEGIN RETURN OLD; END'"
    ],
}


def test_trigger_of_the_same_name_with_another_body_is_altered(db):
    for statement in ALTERED[connection.vendor]:
        execute(statement)

    assert triggers.problems(connection) == [
        "trigger accounts_auditevent_no_delete của bảng accounts_auditevent đã bị sửa"
    ]


def test_trigger_that_nobody_declared_is_strange(trigger):
    assert triggers.problems(connection) == ["trigger lạ accounts_user_no_root ở bảng accounts_user"]


def test_trigger_refuses_what_meets_its_condition_with_its_message(trigger):
    User.objects.create(username="khac", full_name="Khác")

    with pytest.raises(IntegrityError, match="Tên 'root' 100% cấm."), transaction.atomic():
        User.objects.create(username="root", full_name="Gốc")

    assert [user.username for user in User.objects.all()] == ["khac"]


def test_install_may_be_repeated_and_changes_the_rule(trigger):
    other = triggers.refusal(trigger.name, trigger.table, trigger.event, "Cấm.", "NEW.username = 'admin'")

    assert triggers.install(connection, [*triggers.declared(), other]) == [trigger.name]
    assert triggers.install(connection, [*triggers.declared(), other]) == []

    User.objects.create(username="root", full_name="Gốc")
    with pytest.raises(IntegrityError, match="Cấm."), transaction.atomic():
        User.objects.create(username="admin", full_name="Gốc")


def test_trigger_of_a_table_not_yet_made_waits(db):
    early = triggers.append_only("accounts_nosuch", "Chưa có bảng.")

    triggers.install(connection, [*triggers.declared(), *early])

    assert triggers.problems(connection) == []


def test_migrate_puts_triggers_back(db):
    drop("accounts_auditevent_no_update", "accounts_auditevent")
    for statement in ALTERED[connection.vendor]:
        execute(statement)

    call_command("migrate", verbosity=0)

    assert triggers.problems(connection) == []


@pytest.mark.django_db(transaction=True)
def test_transactional_test_is_flushed_despite_the_triggers():
    record(AuditEvent.Kind.LOGIN, username="ai đó")

    assert AuditEvent.objects.count() == 1

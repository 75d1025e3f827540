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
    triggers.install(connection, [rule])
    return rule


def test_every_declared_trigger_is_installed(db):
    names = {trigger.name for trigger in triggers.declared()}

    assert {"accounts_auditevent_no_update", "accounts_auditevent_no_delete"} <= names
    assert triggers.missing(connection) == []


def test_missing_trigger_is_named(db):
    triggers.remove(connection, triggers.append_only("accounts_auditevent", ""))

    assert {"accounts_auditevent_no_update", "accounts_auditevent_no_delete"} <= set(
        triggers.missing(connection)
    )


def test_trigger_refuses_what_meets_its_condition_with_its_message(trigger):
    User.objects.create(username="khac", full_name="Khác")

    with pytest.raises(IntegrityError, match="Tên 'root' 100% cấm."), transaction.atomic():
        User.objects.create(username="root", full_name="Gốc")

    assert [user.username for user in User.objects.all()] == ["khac"]


def test_install_may_be_repeated_and_changes_the_rule(trigger):
    other = triggers.refusal(trigger.name, trigger.table, trigger.event, "Cấm.", "NEW.username = 'admin'")

    triggers.install(connection, [other])
    triggers.install(connection, [other])

    User.objects.create(username="root", full_name="Gốc")
    with pytest.raises(IntegrityError, match="Cấm."), transaction.atomic():
        User.objects.create(username="admin", full_name="Gốc")


def test_trigger_of_a_table_not_yet_made_waits(db):
    early = triggers.append_only("accounts_nosuch", "Chưa có bảng.")

    triggers.install(connection, early)
    triggers.remove(connection, early)

    assert triggers.missing(connection) == []


def test_migrate_puts_triggers_back(db):
    triggers.remove(connection, triggers.declared())

    call_command("migrate", verbosity=0)

    assert triggers.missing(connection) == []


def test_lifted_triggers_are_back_afterwards(an):
    record(AuditEvent.Kind.LOGIN, user=an)

    with triggers.lifted(connection):
        AuditEvent.objects.all().delete()

    assert AuditEvent.objects.count() == 0
    assert triggers.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_transactional_test_is_flushed_despite_the_triggers():
    record(AuditEvent.Kind.LOGIN, username="ai đó")

    assert AuditEvent.objects.count() == 1

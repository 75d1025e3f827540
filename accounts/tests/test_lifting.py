"""The one operation that lifts triggers: its lift and its end, what it writes, what happens when it fails."""

import pytest
from django.db import connection

from accounts import triggers
from accounts.lifting import lifted, reinstall
from accounts.models import AuditEvent, record
from accounts.tests.test_triggers import ALTERED, drop, execute

LOG = ("accounts_auditevent",)


def test_lifted_triggers_are_back_afterwards_and_the_lift_is_in_the_log(an):
    record(AuditEvent.Kind.LOGIN, user=an, username="nhầm")

    with lifted(connection, "Sửa tên ghi nhầm", by=an, tables=LOG):
        AuditEvent.objects.filter(kind="login").update(username="an.lamdong")

    assert triggers.problems(connection) == []
    lift, login = AuditEvent.objects.all()
    assert (lift.kind, lift.user, lift.object, lift.detail) == (
        "triggers_lifted",
        an,
        "Sửa tên ghi nhầm",
        {"tables": ["accounts_auditevent"]},
    )
    assert login.username == "an.lamdong"


def test_lift_of_some_tables_leaves_the_others_closed(db):
    with lifted(connection, "Thử", tables=LOG):
        assert {
            place[0] for place in triggers.wanted(connection).keys() - triggers.stored(connection).keys()
        } == {*LOG}


def test_lift_that_fails_takes_all_back(an):
    record(AuditEvent.Kind.LOGIN, user=an)

    with pytest.raises(RuntimeError), lifted(connection, "Thử", tables=LOG):
        AuditEvent.objects.filter(kind="login").delete()
        raise RuntimeError

    assert triggers.problems(connection) == []
    assert [event.kind for event in AuditEvent.objects.all()] == ["login"]


def test_lift_without_a_reason_is_refused(db):
    with pytest.raises(ValueError, match="phải có lý do"), lifted(connection, " "):
        pass


def test_healing_says_what_was_wrong_and_writes_it_down(an):
    drop("accounts_auditevent_no_update", "accounts_auditevent")
    for statement in ALTERED[connection.vendor]:
        execute(statement)

    found = reinstall(connection, by=an)

    assert len(found) == 2
    assert triggers.problems(connection) == []
    assert [(e.kind, e.user, e.detail) for e in AuditEvent.objects.all()] == [
        ("triggers_back", an, {"found": found})
    ]


def test_healing_what_is_sound_writes_nothing(db):
    assert reinstall(connection) == []
    assert not AuditEvent.objects.exists()

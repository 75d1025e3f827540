"""The server's way of giving rights: what it changes, what it logs, what it refuses."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from programs.access import Scope
from programs.models import Department
from programs.tests.cast import LAM_DONG


@pytest.fixture
def body(an):
    return Department.objects.get(valid_to=None, **dict(LAM_DONG))


def run(*words):
    said = StringIO()
    call_command("rights", *words, stdout=said)
    return said.getvalue()


def last():
    event = AuditEvent.objects.first()
    return event.kind, event.user, event.object, event.detail["changes"]


def test_rights_are_given_and_taken_and_the_log_says_so(an):
    Group.objects.create(name="Biên tập")

    said = run("AN.lamdong", "--group", "Biên tập", "--staff", "--superuser")

    an.refresh_from_db()
    assert (an.is_staff, an.is_superuser, an.version, an.groups.count()) == (True, True, 2, 1)
    assert "Nhóm quyền: Biên tập" in said
    assert last() == (
        "user_changed", None, "Trần Thị An (an.lamdong)",
        {"Nhóm quyền": ["–", "Biên tập"], "Vào trang quản trị": ["Không", "Có"],
         "Quản trị toàn hệ thống": ["Không", "Có"]},
    )  # fmt: skip
    run("an.lamdong", "--no-group", "Biên tập", "--no-superuser")
    an.refresh_from_db()
    assert (an.is_staff, an.is_superuser, an.groups.count()) == (True, False, 0)


def test_looking_changes_and_logs_nothing(an):
    assert "Phân công số" in run("an.lamdong")
    assert not AuditEvent.objects.exists()


def test_membership_is_given_and_ended(dung, body):
    run("dung.lamdong", "--membership", body.name, "--role", "leader", "--from", "2025-07-01")
    row = dung.memberships.get(role="leader")

    kind, _, named, changes = last()
    assert (kind, named, changes["từ ngày"]) == (
        "membership_changed",
        f"phân công: {row}",
        ["–", "01/07/2025"],
    )
    run("dung.lamdong", "--end-membership", str(row.pk), "--to", "31/12/2025")
    assert last()[3] == {"đến hết ngày": ["–", "31/12/2025"]}
    assert Scope.of(dung).lead_ids == frozenset()


def test_what_is_wrong_is_refused_whole(an, binh, body):
    foreign = str(binh.memberships.get().pk)
    for words in (
        ["khong.co"],
        ["an.lamdong", "--superuser", "--group", "Không có"],
        ["an.lamdong", "--superuser", "--membership", body.name],
        ["an.lamdong", "--superuser", "--membership", "Sở Không Có", "--role", "viewer"],
        ["an.lamdong", "--superuser", "--end-membership", foreign, "--to", "31/12/2025"],
        ["an.lamdong", "--superuser", "--end-membership", str(an.memberships.get().pk)],
        ["an.lamdong", "--superuser", "--end-membership", str(an.memberships.get().pk), "--to", "1900-01-01"],
    ):
        with pytest.raises(CommandError):
            run(*words)
    an.refresh_from_db()
    assert (an.is_superuser, an.memberships.count(), AuditEvent.objects.count()) == (False, 1, 0)

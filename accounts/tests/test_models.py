import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, User, record


def test_user_is_named_family_name_first():
    user = User(username="ut", full_name="Nguyễn Bá Út")

    assert (user.get_full_name(), user.get_short_name(), str(user)) == (
        "Nguyễn Bá Út",
        "Út",
        "Nguyễn Bá Út (ut)",
    )


def test_username_is_one_in_any_case(an):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="AN.LamDong", full_name="Người khác")


def test_record_takes_the_signed_in_person_and_the_address(an, rf):
    request = rf.get("/", REMOTE_ADDR="10.1.2.3")
    request.user = an

    event = record(AuditEvent.Kind.EXPORTED, request, object="Biểu PL II", rows=15)

    event.refresh_from_db()
    assert (event.user, event.username, event.address, event.object, event.detail) == (
        an,
        "an.lamdong",
        "10.1.2.3",
        "Biểu PL II",
        {"rows": 15},
    )


def test_record_believes_the_proxy_only_behind_one(an, rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
    request.user = an

    assert record(AuditEvent.Kind.LOGIN, request).address == "10.0.0.1"
    settings.BEHIND_PROXY = True
    assert record(AuditEvent.Kind.LOGIN, request).address == "203.0.113.7"


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: AuditEvent.objects.update(username="ai đó"),
        lambda: AuditEvent.objects.all().delete(),
        lambda: AuditEvent.objects.get().save(),
    ],
    ids=["update", "delete", "save"],
)
def test_audit_event_is_neither_changed_nor_deleted(an, attempt):
    record(AuditEvent.Kind.LOGIN, user=an)

    with pytest.raises(IntegrityError, match="Nhật ký hệ thống chỉ được ghi thêm"), transaction.atomic():
        attempt()

    assert list(AuditEvent.objects.values_list("username")) == [("an.lamdong",)]


@pytest.mark.parametrize(
    "attempt",
    [lambda an: an.delete(), lambda an: User.objects.filter(pk=an.pk).delete()],
    ids=["row", "rows"],
)
def test_who_did_anything_is_not_deleted_and_it_is_said_why(an, attempt):
    record(AuditEvent.Kind.LOGIN, user=an)

    with pytest.raises(IntegrityError, match="đã có tên trong sự kiện: 1.*Hãy khóa tài khoản"):
        attempt(an)

    assert User.objects.filter(pk=an.pk).exists()


def test_who_did_nothing_may_be_deleted_with_the_rights_of_the_account(an):
    an.groups.add(Group.objects.create(name="Quản trị"))

    an.delete()

    assert not User.objects.filter(username="an.lamdong").exists()

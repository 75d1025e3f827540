import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.models import AuditEvent, User, record
from accounts.tests.conftest import PASSWORD
from accounts.tests.pages import change_url, values

LIST = reverse("admin:accounts_user_changelist")
LINK = re.compile(r">http://testserver(/accounts/reset/[^<]+)<")


def fields_of(page):
    return set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page))


def test_clerk_edits_a_person_and_the_log_says_what(as_clerk, an, clerk):
    response = as_clerk.post(change_url(an), values(an, full_name="Trần Thị Ân"))

    assert response.url == LIST
    an.refresh_from_db()
    assert (an.full_name, an.search_key, an.version) == ("Trần Thị Ân", "an.lamdong tran thi an", 2)
    event = AuditEvent.objects.get()
    assert (event.kind, event.user, event.object) == ("user_changed", clerk, "Trần Thị Ân (an.lamdong)")
    assert event.detail == {"changes": {"Họ và tên": ["Trần Thị An", "Trần Thị Ân"]}}


def test_clerk_sees_no_rights(as_clerk, an):
    page = as_clerk.get(change_url(an)).content.decode()

    assert fields_of(page) & {"full_name", "is_active"} == {"full_name", "is_active"}
    assert fields_of(page) & {"is_staff", "is_superuser", "groups", "user_permissions", "password"} == set()
    assert "is_superuser" not in as_clerk.get(LIST).content.decode()


@pytest.mark.parametrize(
    "lookup", ["is_superuser__exact=1", "is_staff=1", "groups__id=1", "password__startswith=a"]
)
def test_clerk_cannot_ask_for_rights_by_url(as_clerk, lookup):
    assert as_clerk.get(f"{LIST}?{lookup}").status_code == 400


@pytest.mark.parametrize("who", ["an", "clerk"])
def test_clerk_gives_no_rights_by_a_forged_post(as_clerk, request, who):
    user = request.getfixturevalue(who)
    group = Group.objects.create(name="Quản trị")
    forged = {
        "is_staff": "on",
        "is_superuser": "on",
        "groups": [group.pk],
        "user_permissions": [1],
        "password": "x",
    }

    as_clerk.post(change_url(user), values(user, full_name="Đã sửa", **forged))

    was_staff = user.is_staff
    user.refresh_from_db()
    assert (user.full_name, user.is_superuser, user.is_staff) == ("Đã sửa", False, was_staff)
    assert (user.groups.count(), user.check_password(PASSWORD)) == (0, True)


@pytest.mark.parametrize("active", [True, False])
def test_clerk_does_not_touch_a_superuser(as_clerk, root, active):
    User.objects.filter(pk=root.pk).update(is_active=active)

    assert as_clerk.post(change_url(root), values(root, email="toi@example.vn")).status_code == 403
    page = as_clerk.post(LIST, {"action": "make_reset_link", "_selected_action": [root.pk]}, follow=True)

    root.refresh_from_db()
    assert (root.email, root.version) == ("", 1)
    assert "nhiều quyền hơn" in page.content.decode()
    assert not AuditEvent.objects.filter(kind="reset_link").exists()


@pytest.mark.parametrize("active", [True, False])
def test_clerk_does_not_touch_one_with_a_right_more(as_clerk, make_user, active):
    other = make_user("phu.trach", "Đỗ Phụ Trách", is_active=active)
    group = Group.objects.create(name="Nhóm")
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    other.groups.add(group)

    assert as_clerk.post(change_url(other), values(other, is_active="")).status_code == 403
    assert fields_of(as_clerk.get(change_url(other)).content.decode()) & {"full_name", "is_active"} == set()


def test_clerk_does_not_change_groups(as_clerk):
    group = Group.objects.create(name="Nhóm")

    for name in ("changelist", "add"):
        assert as_clerk.get(reverse(f"admin:auth_group_{name}")).status_code == 403
    assert (
        as_clerk.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "X"}).status_code == 403
    )


def test_nobody_deactivates_or_demotes_himself(as_root, root):
    as_root.post(change_url(root), values(root, is_active="", full_name="Lê Vẫn Còn"))

    root.refresh_from_db()
    assert (root.full_name, root.is_active, root.is_superuser, root.is_staff) == (
        "Lê Vẫn Còn",
        True,
        True,
        True,
    )


def test_nobody_is_deleted(as_root, an):
    refused = as_root.post(reverse("admin:accounts_user_delete", args=[an.pk]), {"post": "yes"})
    assert refused.status_code == 403
    assert "Hãy bỏ chọn «Đang hoạt động»" in refused.content.decode()
    assert "delete_selected" not in as_root.get(LIST).content.decode()
    assert User.objects.filter(pk=an.pk).exists()


def test_superuser_gives_rights_and_the_log_says_which(as_root, an):
    group = Group.objects.create(name="Biên tập")

    as_root.post(change_url(an), values(an, is_staff="on", groups=[group.pk]))

    an.refresh_from_db()
    assert (an.is_staff, list(an.groups.all())) == (True, [group])
    changes = AuditEvent.objects.get().detail["changes"]
    assert sorted(old_new for old_new in changes.values()) == [["Không", "Có"], ["–", "Biên tập"]]


def test_deactivated_person_is_signed_out_at_once(as_root, an, django_client_factory):
    their = django_client_factory()
    their.force_login(an)

    as_root.post(change_url(an), values(an, is_active=""))

    assert their.get(reverse("password_change")).status_code == 302
    assert list(AuditEvent.objects.values_list("kind", flat=True)) == ["user_deactivated"]


def test_new_account_has_no_password(as_clerk):
    response = as_clerk.post(
        reverse("admin:accounts_user_add"), {"full_name": "Hồ Mới", "username": "Ho.Moi", "email": ""}
    )

    user = User.objects.get(username="ho.moi")
    assert response.url == LIST
    assert (user.has_usable_password(), user.is_staff, user.is_superuser) == (False, False, False)
    assert [event.kind for event in AuditEvent.objects.order_by("pk")] == ["asked_elsewhere", "user_created"]


def test_name_taken_in_another_case_is_refused(as_clerk, an):
    page = as_clerk.post(reverse("admin:accounts_user_add"), {"full_name": "B", "username": "AN.LAMDONG"})

    assert page.status_code == 200
    assert User.objects.filter(full_name="B").count() == 0


@pytest.mark.parametrize("term", ["tran thi an", "Trần Thị", "TRẦN", "an.lam", "Tra\u0302\u0300n"])
def test_search_needs_no_accents(as_clerk, an, make_user, term):
    make_user("binh", "Phạm Bình")

    page = as_clerk.get(LIST, {"q": term}).content.decode()

    assert "an.lamdong" in page
    assert "Phạm Bình" not in page


def test_reset_link_is_made_once_however_often_it_was_asked_for(as_clerk, an, clerk, django_client_factory):
    asked = {"action": "make_reset_link", "_selected_action": [an.pk]}

    answers = [as_clerk.post(LIST, asked) for _ in range(3)]

    (address,) = {answer["Location"] for answer in answers}
    response = as_clerk.get(address)
    link = LINK.search(response.content.decode()).group(1)
    assert response.headers["Cache-Control"] == "no-store, private"
    event = AuditEvent.objects.get()
    assert (event.kind, event.user, event.object) == ("reset_link", clerk, "Trần Thị An (an.lamdong)")
    assert link.rstrip("/").rpartition("/")[2] not in str(event.detail)
    assert "Đặt mật khẩu mới" in django_client_factory().get(link, follow=True).content.decode()


def test_page_of_a_reset_link_is_its_makers_and_ends_with_its_use(
    as_clerk, root, an, settings, django_client_factory
):
    asked = {"action": "make_reset_link", "_selected_action": [an.pk]}
    address = as_clerk.post(LIST, asked)["Location"]

    assert LINK.search(as_clerk.get(address).content.decode())
    other = django_client_factory()
    other.force_login(root)
    assert other.get(address).status_code == 404
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert as_clerk.get(address).status_code == 404
    settings.PASSWORD_RESET_TIMEOUT = 3600
    an.set_password("mot-mat-khau-khac")
    an.save()
    assert as_clerk.get(address).status_code == 404


def test_reset_link_is_for_one_active_person(as_clerk, an, make_user):
    asleep = make_user("ngu", "Lý Ngủ", is_active=False)

    def try_for(*people):
        chosen = {"action": "make_reset_link", "_selected_action": [user.pk for user in people]}
        return as_clerk.post(LIST, chosen, follow=True).content.decode()

    assert "Hãy chọn đúng một tài khoản" in try_for(an, asleep)
    assert "đang bị khóa" in try_for(asleep)


def test_desk_left_open_is_no_way_to_another_password(as_clerk, clerk):
    """His own password takes the present one, whatever page of the portal it is."""
    page = as_clerk.post(LIST, {"action": "make_reset_link", "_selected_action": [clerk.pk]}, follow=True)
    as_clerk.post(change_url(clerk), values(clerk, email="toi@example.vn"))

    assert "bằng mật khẩu hiện tại" in page.content.decode()
    assert not AuditEvent.objects.filter(kind="reset_link").exists()
    clerk.refresh_from_db()
    assert clerk.email == ""


def test_group_names_its_rights_in_vietnamese(as_root):
    page = as_root.get(reverse("admin:auth_group_add")).content.decode()

    options = re.findall(r"<option value=\"\d+\">([^<]+)</option>", page)
    assert "tài khoản: sửa" in options
    assert [option for option in options if "Can " in option] == []


def test_group_change_is_logged(as_root):
    right = Permission.objects.get(codename="view_user")

    as_root.post(reverse("admin:auth_group_add"), {"name": "Biên tập", "permissions": [right.pk]})

    event = AuditEvent.objects.get()
    assert (event.kind, event.object, event.detail) == (
        "rights_changed",
        "Biên tập",
        {"changes": {"Tên": ["–", "Biên tập"], "Quyền": ["–", "tài khoản: xem"]}},
    )


def test_log_is_read_and_only_read(as_root, an):
    event = record(AuditEvent.Kind.LOGIN, user=an, cửa="chính")
    url = reverse("admin:accounts_auditevent_change", args=[event.pk])

    assert "cửa" in as_root.get(url).content.decode()
    assert as_root.post(url, {"username": "x"}).status_code == 403
    assert as_root.get(reverse("admin:accounts_auditevent_add")).status_code == 403
    assert as_root.get(reverse("admin:accounts_auditevent_delete", args=[event.pk])).status_code == 403
    assert "an.lamdong" in as_root.get(reverse("admin:accounts_auditevent_changelist")).content.decode()

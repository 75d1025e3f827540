"""What an administrator does about another's sign-in: only where the guard of accounts lets him, never to himself."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import AuditEvent, Factor, RecoveryCode, Session
from accounts.tests.authenticator import give_factor
from accounts.tests.conftest import PASSWORD
from accounts.tests.pages import change_url, values

LIST = reverse("admin:accounts_user_changelist")
ACTIONS = ["end_all_sessions", "take_factor_away"]


def act(client, action, *people):
    chosen = [person.pk for person in people]
    return client.post(LIST, {"action": action, "_selected_action": chosen}, follow=True).content.decode()


@pytest.fixture
def inside(django_client_factory):
    """Signs the person in, in a browser of his own."""

    def inside(person):
        browser = django_client_factory()
        browser.force_login(person)
        return browser

    return inside


def is_inside(browser):
    return browser.get(reverse("password_change")).status_code == 200


def test_sessions_of_several_people_are_ended(as_clerk, clerk, an, make_user, inside):
    binh = make_user("binh.gialai", "Phạm Bình")
    browsers = [inside(an), inside(an), inside(binh)]

    page = act(as_clerk, "end_all_sessions", an, binh)

    assert "Trần Thị An (an.lamdong): đã kết thúc 2 phiên đăng nhập." in page
    assert [is_inside(browser) for browser in browsers] == [False] * 3
    events = AuditEvent.objects.filter(kind="sessions_ended").order_by("-object")
    assert [(event.user, event.object, event.detail) for event in events] == [
        (clerk, "Trần Thị An (an.lamdong)", {"sessions": 2}),
        (clerk, "Phạm Bình (binh.gialai)", {"sessions": 1}),
    ]


def test_lost_phone_is_taken_away_and_the_sessions_end(
    as_clerk, clerk, an, inside, client, django_client_factory
):
    give_factor(an)
    thief = inside(an)

    assert "đã bỏ bước xác thực thứ hai" in act(as_clerk, "take_factor_away", an)

    assert not is_inside(thief)
    assert not Factor.objects.exists() and not RecoveryCode.objects.exists()
    event = AuditEvent.objects.get(kind="factor_removed")
    assert (event.user, event.object) == (clerk, "Trần Thị An (an.lamdong)")
    browser = django_client_factory()
    browser.post(reverse("login"), {"username": "an.lamdong", "password": PASSWORD})
    assert is_inside(browser)


@pytest.mark.parametrize("action", ACTIONS)
def test_who_has_more_rights_is_out_of_reach(as_clerk, root, inside, action):
    give_factor(root)
    browser = inside(root)

    assert "nhiều quyền hơn" in act(as_clerk, action, root)

    assert is_inside(browser) and Factor.objects.filter(user=root).exists()


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("who", ["clerk", "root"])
def test_nobody_does_it_to_himself_without_password_and_code(request, client, action, who):
    person = request.getfixturevalue(who)
    give_factor(person)
    client.force_login(person)

    assert "«Bảo mật tài khoản»" in act(client, action, person)

    assert Factor.objects.filter(user=person).exists() and is_inside(client)


@pytest.mark.parametrize("action", ACTIONS)
def test_reader_of_accounts_has_no_such_action(client, make_user, an, inside, action):
    reader = make_user("doc", "Ngô Đọc", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_user"))
    give_factor(an)
    browser = inside(an)
    client.force_login(reader)

    act(client, action, an)

    assert is_inside(browser) and Factor.objects.exists()


def test_factor_is_taken_from_one_at_a_time(as_clerk, an, make_user):
    binh = make_user("binh.gialai", "Phạm Bình")
    give_factor(an), give_factor(binh)

    assert "đúng một tài khoản" in act(as_clerk, "take_factor_away", an, binh)
    assert Factor.objects.count() == 2


def test_who_has_no_factor_loses_none(as_clerk, an):
    assert "chưa đặt bước xác thực thứ hai" in act(as_clerk, "take_factor_away", an)
    assert not AuditEvent.objects.filter(kind="factor_removed").exists()


def test_deactivated_person_is_out_at_once(as_clerk, an, inside):
    browser = inside(an)
    form = values(an)
    del form["is_active"]

    as_clerk.post(change_url(an), form)

    assert not is_inside(browser)
    assert not Session.objects.filter(user=an).exists()

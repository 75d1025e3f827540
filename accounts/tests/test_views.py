import re

import pytest
from django.urls import reverse

from accounts.guesses import FREE
from accounts.models import AuditEvent
from accounts.tests.conftest import PASSWORD
from accounts.tests.pages import letters

NEW = "nắng-sớm-trên-đồi-chè-41"


def kinds():
    return list(AuditEvent.objects.order_by("id").values_list("kind", "username"))


def sign_in(client, username="an.lamdong", password=PASSWORD, **extra):
    return client.post(reverse("login"), {"username": username, "password": password, **extra})


def test_login_takes_the_name_in_any_case_and_is_logged(client, an):
    response = sign_in(client, "An.LamDong")

    assert (response.status_code, response.url) == (302, reverse("home"))
    assert kinds() == [("login", "an.lamdong")]
    assert AuditEvent.objects.get().user == an


def test_login_goes_where_the_person_was_bound_but_to_no_other_host(client, an):
    assert sign_in(client, next="/accounts/password/").url == "/accounts/password/"
    client.logout()
    assert sign_in(client, next="https://evil.example/").url == reverse("home")


def test_login_failed_says_so_in_vietnamese_and_is_logged(client, an):
    response = sign_in(client, password="sai")

    assert "Tên đăng nhập hoặc mật khẩu không đúng" in response.content.decode()
    assert kinds() == [("login_failed", "an.lamdong")]
    assert AuditEvent.objects.get().user is None


def test_login_of_a_deactivated_person_fails_like_any_other(client, an):
    an.is_active = False
    an.save()

    assert "Tên đăng nhập hoặc mật khẩu không đúng" in sign_in(client).content.decode()


def test_admin_asks_for_the_same_log_in(client, an):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0] == f"{reverse('login')}?next=/admin/"
    assert 'name="password"' in response.content.decode()


def test_admin_is_closed_to_who_is_no_staff(client, an):
    client.force_login(an)

    assert client.get("/admin/", follow=True).status_code == 403


def test_logout_ends_the_session_and_clears_the_browser(client, an):
    client.force_login(an)

    response = client.post(reverse("logout"))

    assert response.url == reverse("login")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session
    assert kinds() == [("logout", "an.lamdong")]


def test_logout_is_no_link(client, an):
    client.force_login(an)

    assert client.get(reverse("logout")).status_code == 405
    assert "_auth_user_id" in client.session


def change_password(client, old=PASSWORD, new=NEW, again=NEW):
    return client.post(
        reverse("password_change"), {"old_password": old, "new_password1": new, "new_password2": again}
    )


def test_password_change_ends_the_other_sessions_only(client, an, django_client_factory):
    elsewhere = django_client_factory()
    client.force_login(an)
    elsewhere.force_login(an)

    assert change_password(client).url == reverse("password_change_done")

    assert "đã kết thúc" in client.get(reverse("password_change_done")).content.decode()
    assert elsewhere.get(reverse("password_change_done")).url.startswith(reverse("login"))
    assert kinds() == [("password_changed", "an.lamdong")]
    an.refresh_from_db()
    assert an.check_password(NEW)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"old": "sai"}, "Mật khẩu hiện tại không đúng"),
        ({"again": "khác-hẳn-nhau-12"}, "Hai lần nhập mật khẩu mới không giống nhau"),
        (
            {"new": "khuyencong-2026-abc", "again": "khuyencong-2026-abc"},
            "ngoài «khuyencong», «2026», «abc» thì còn quá ít",
        ),
        ({"new": "ngắn", "again": "ngắn"}, "12"),
        ({"new": "an.lamdong-1", "again": "an.lamdong-1"}, "Mật khẩu dễ đoán: ngoài «anlamdong»"),
    ],
)
def test_password_change_is_refused_with_a_reason(client, an, typed, message):
    client.force_login(an)

    page = change_password(client, **typed).content.decode()

    assert message in page
    an.refresh_from_db()
    assert an.check_password(PASSWORD)
    assert kinds() == ([("login_failed", "an.lamdong")] if "old" in typed else [])


def test_present_password_is_guessed_no_faster_here_than_at_the_sign_in(client, an):
    client.force_login(an, backend="django.contrib.auth.backends.ModelBackend")
    new = {"new_password1": "bếp lửa hồng sớm mai", "new_password2": "bếp lửa hồng sớm mai"}
    for _ in range(FREE):
        client.post(reverse("password_change"), new | {"old_password": "sai"})

    page = client.post(reverse("password_change"), new | {"old_password": PASSWORD})

    assert page.status_code == 200 and "phải chờ" in str(page.context["form"].errors["old_password"])
    assert [kind for kind, _ in kinds()] == ["login_failed"] * FREE + ["locked_out"]
    an.refresh_from_db()
    assert an.check_password(PASSWORD)


def test_password_change_keeps_an_edit_made_meanwhile(client, an, make_user):
    client.force_login(an)
    stale = type(an).objects.get(pk=an.pk)
    type(an).objects.filter(pk=an.pk).update(full_name="Trần Thị An Mới")

    change_password(client)

    assert stale.full_name == "Trần Thị An"
    an.refresh_from_db()
    assert an.full_name == "Trần Thị An Mới"


def test_reset_letter_holds_a_link_that_works_once(client, an):
    response = client.post(reverse("password_reset"), {"email": "AN@example.vn"})
    assert response.url == reverse("password_reset_done")
    (letter,) = letters()
    assert letter.subject == "Đặt lại mật khẩu cổng khuyến công"
    assert "Trần Thị An" in letter.body
    link = re.search(r"http://testserver(\S+)", letter.body).group(1)

    page = client.get(link, follow=True)
    done = client.post(page.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})

    assert done.url == reverse("password_reset_complete")
    assert "mật khẩu mới" in client.get(done.url).content.decode()
    an.refresh_from_db()
    assert an.check_password(NEW)
    assert "Liên kết không dùng được" in client.get(link).content.decode()
    assert kinds() == [("reset_requested", ""), ("password_reset", "an.lamdong")]


def test_reset_of_an_unknown_address_answers_the_same(client, an):
    known = client.post(reverse("password_reset"), {"email": "an@example.vn"}, follow=True)
    unknown = client.post(reverse("password_reset"), {"email": "ai@example.vn"}, follow=True)

    assert known.content == unknown.content
    assert len(letters()) == 1


def reset_link(client):
    client.post(reverse("password_reset"), {"email": "an@example.vn"})
    return re.search(r"http://testserver(\S+)", letters()[-1].body).group(1)


def test_reset_link_of_a_deactivated_person_is_dead(client, an):
    link = reset_link(client)
    type(an).objects.update(is_active=False)

    assert "Liên kết không dùng được" in client.get(link).content.decode()


def test_reset_is_hidden_where_no_mail_is_sent(client, an, settings):
    assert reverse("password_reset") in client.get(reverse("login")).content.decode()
    link = reset_link(client)

    settings.PASSWORD_RESET_ENABLED = False

    page = client.get(reverse("login")).content.decode()
    assert reverse("password_reset") not in page
    assert "đề nghị quản trị viên" in page
    assert client.get(reverse("password_reset")).status_code == 404
    assert client.post(reverse("password_reset"), {"email": "an@example.vn"}).status_code == 404
    assert client.get(reverse("password_reset_done")).status_code == 404
    assert client.get(link, follow=True).status_code == 200


@pytest.mark.parametrize(
    "name", ["login", "password_reset", "password_reset_done", "password_reset_complete"]
)
def test_page_is_open_to_who_is_not_signed_in(client, db, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["password_change", "password_change_done"])
def test_page_asks_to_sign_in(client, db, name):
    assert client.get(reverse(name)).url == f"{reverse('login')}?next={reverse(name)}"

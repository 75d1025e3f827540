"""Whether a name is taken out of sight is an answer: logged each time, and limited by the hour."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from accounts.elsewhere import answer_elsewhere
from accounts.models import AuditEvent, User
from programs.choices import Role
from programs.tests.factories import membership, user
from programs.tests.pages import errors_of, rights_to, sct, staff, typed

ASKED = AuditEvent.Kind.ASKED_ELSEWHERE


@pytest.fixture
def keeper(reference, client):
    """A leader of Lâm Đồng who keeps accounts, and somebody of Gia Lai whose name he does not see."""
    membership(user("binh.gialai", "Nguyễn Văn Bình"), sct("P34-52"), Role.OFFICER)
    made = staff("lan", sct("P34-68"), Role.LEADER, rights_to(User))
    client.force_login(made)
    return made


def add(client, name):
    return client.post(
        "/admin/accounts/user/add/", {"username": name, "full_name": "Người Mới", "email": "m@example.vn"}
    )


def told():
    return list(AuditEvent.objects.filter(kind=ASKED).order_by("pk").values_list("object", "detail"))


def test_each_answer_about_a_name_out_of_sight_is_logged(db, keeper, client):
    refused, made = add(client, "Binh.GiaLai"), add(client, "moi.lamdong")
    assert errors_of(refused) != []
    assert made.status_code == 302
    assert told() == [("binh.gialai", {"found": True}), ("moi.lamdong", {"found": False})]


def test_name_in_sight_and_an_administrator_are_no_question(db, keeper, root, client):
    membership(user("dung.lamdong", "Phạm Thị Dung"), sct("P34-68"), Role.VIEWER)
    assert errors_of(add(client, "dung.lamdong")) != []
    client.force_login(root)
    assert errors_of(add(client, "binh.gialai")) != []
    assert told() == []


def test_at_the_limit_nothing_is_told_whether_it_is_there_or_not(db, keeper, client, settings):
    settings.ASKED_ELSEWHERE_AN_HOUR = 2
    for name in ("mot", "hai"):
        add(client, name)
    answers = [errors_of(add(client, name)) for name in ("binh.gialai", "khong.co")]
    assert answers[0] == answers[1]
    assert "Hãy thử lại sau" in str(answers[0])
    assert not User.objects.filter(username="khong.co").exists()
    assert [name for name, _ in told()] == ["mot", "hai"]
    denied = AuditEvent.objects.filter(kind=AuditEvent.Kind.DENIED, user=keeper)
    assert [event.object for event in denied.order_by("pk")] == ["binh.gialai", "khong.co"]


def test_change_of_a_name_is_the_same_question(db, keeper, client, settings):
    settings.ASKED_ELSEWHERE_AN_HOUR = 0
    other = user("them.lamdong", "Cao Thị Thêm")
    membership(other, sct("P34-68"), Role.VIEWER)
    page = f"/admin/accounts/user/{other.pk}/change/"
    refused = client.post(page, typed(client, page, username="binh.gialai"))
    assert "Hãy thử lại sau" not in client.get(page).text
    assert "đã thử 0 tên" in str(errors_of(refused))
    assert client.post(page, typed(client, page, full_name="Cao Thị Thêm Hai")).status_code == 302


def request_of(person):
    request = RequestFactory().get("/")
    request.user = person
    return request


def written(person, age):
    """An answer of so long ago, as the log holds it."""
    columns = "at, kind, user_id, username, object, detail"
    row = [timezone.now() - age, ASKED, person.pk, person.username, "x", "{}"]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO accounts_auditevent ({columns}) VALUES (%s, %s, %s, %s, %s, %s)", row)  # noqa: S608


def test_an_hour_later_it_is_answered_again_and_another_person_is_not_kept(db, settings):
    settings.ASKED_ELSEWHERE_AN_HOUR = 1
    lan, minh = user("lan", "Lan"), user("minh", "Minh")
    written(lan, timedelta(minutes=59))
    written(minh, timedelta(minutes=61))
    answer_elsewhere(request_of(minh), "x", found=True)
    with pytest.raises(ValidationError, match="Hãy thử lại sau"):
        answer_elsewhere(request_of(lan), "x", found=True)

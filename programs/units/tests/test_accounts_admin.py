"""Who places people and keeps accounts in the admin."""

from datetime import date

import pytest
from django.urls import reverse

from accounts import rights
from accounts.models import User
from programs.access import Scope
from programs.choices import Role
from programs.models import Membership
from programs.tests.factories import membership, province, user
from programs.tests.pages import change_url, rights_to, sct, staff, typed, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def place(client, person, body, role=Role.OFFICER):
    return client.post(
        url(Membership, "add"),
        {"user": person.pk, "department": body.pk, "role": role, "valid_from": "01/01/2026"},
    )


def test_superuser_places_a_person(client, root):
    an = user("an.lamdong", "Trần Thị An")

    assert place(client, an, sct("P34-68")).status_code == 302
    assert Scope.of(User.objects.get(pk=an.pk)).can_edit(province("P63-67").pk)


def test_leader_places_people_in_the_bodies_of_his_province_alone(client, ministry):
    new = user("moi", "Nguyễn Văn Mới")
    client.force_login(staff("lan", sct("P34-68"), Role.LEADER, rights_to(Membership)))

    refused = [place(client, new, sct("P34-52")), place(client, new, ministry)]
    accepted = place(client, new, sct("P34-68"))

    assert [response.status_code for response in refused] == [200, 200]
    assert accepted.status_code == 302
    assert [m.department for m in new.memberships.all()] == [sct("P34-68")]


def test_nobody_places_or_raises_himself(client, ministry):
    lan = staff("lan", sct("P34-68"), Role.LEADER, rights_to(Membership))
    client.force_login(lan)
    own = lan.memberships.get()

    assert place(client, lan, sct("P34-68")).status_code == 200
    assert client.post(change_url(own), {"role": Role.LEADER, "department": ministry.pk}).status_code == 403
    assert list(lan.memberships.all()) == [own]


def test_officer_places_nobody(client):
    client.force_login(staff("an", sct("P34-68"), Role.OFFICER, rights_to(Membership)))

    assert client.get(url(Membership, "add")).status_code == 403


def test_membership_is_ended_not_deleted(client, root):
    row = membership(user("an.lamdong"), sct("P34-68"))

    assert client.post(url(Membership, "delete", row.pk), {"post": "yes"}).status_code == 403
    page = change_url(row)
    client.post(page, typed(client, page, valid_to="31/12/2025"))
    row.refresh_from_db()
    assert row.valid_to == date(2025, 12, 31)
    assert row.history.first().history_user == root


def test_keeper_of_accounts_of_a_province_sees_and_touches_no_account_beyond_it(client, ministry):
    chi, binh, new = user("chi.bct"), user("binh.gialai"), user("moi")
    dung = user("dung.lamdong")
    for person, body in ((chi, ministry), (binh, sct("P34-52")), (dung, sct("P63-67"))):
        membership(person, body)
    keeper = staff("thu.ky", sct("P34-68"), Role.VIEWER, ["view_user", "change_user"])
    client.force_login(keeper)
    list_page = reverse("admin:accounts_user_changelist")

    seen = client.get(list_page).context["cl"].queryset
    client.post(list_page, {"action": "make_reset_link", "_selected_action": [chi.pk]})
    answer = client.get(reverse("admin:accounts_user_change", args=[chi.pk]))

    assert set(seen) == {new, dung, keeper}
    assert answer.status_code != 200
    outranked = [rights.outranks(person, keeper) for person in (chi, binh, dung, new)]
    assert outranked == [True, True, True, False]  # Dung writes where the keeper only reads

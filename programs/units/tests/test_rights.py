"""Nobody acts on an account that reaches further than his own: every role against every role, by every way in."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts import clock, rights
from accounts.models import AuditEvent, User
from accounts.tests.pages import values
from programs.choices import Role
from programs.ledger.opening import posting_0
from programs.models import Department, Membership
from programs.tests.factories import membership, user
from programs.tests.pages import change_url, rights_to, sct, staff, typed, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LIST = reverse("admin:accounts_user_changelist")
KEEPER = [*rights_to(User, Membership, Group), "view_auditevent"]
BODIES = {"tinh": "P34-68", "cu": "P63-67", "khac": "P34-52"}
ROLES = [  # from the least to the furthest; whom each may act on is said in MAY
    ("tinh", Role.VIEWER),
    ("tinh", Role.OFFICER),
    ("tinh", Role.LEADER),
    ("cu", Role.OFFICER),
    ("khac", Role.VIEWER),
    ("bo", Role.VIEWER),
    ("bo", Role.OFFICER),
    ("bo", Role.LEADER),
]
MAY = {  # everybody may act on an equal of the same place
    ("tinh", "viewer"): {"tinh viewer"},
    ("tinh", "officer"): {"tinh viewer", "tinh officer", "cu officer"},
    ("tinh", "leader"): {"tinh viewer", "tinh officer", "tinh leader", "cu officer"},
    ("cu", "officer"): set(),  # the old body has ended: it gives nothing any more
    ("khac", "viewer"): {"khac viewer"},
    ("bo", "viewer"): {"tinh viewer", "khac viewer", "bo viewer"},
    ("bo", "officer"): {"tinh viewer", "khac viewer", "bo viewer", "bo officer"},
    ("bo", "leader"): {"tinh viewer", "khac viewer", "bo viewer", "bo officer", "bo leader"},
}


@pytest.fixture
def place_of(ministry):
    return lambda body: ministry if body == "bo" else sct(BODIES[body])


@pytest.fixture
def everybody(place_of):
    """One account of each role, all with the same rights, so that memberships alone tell them apart."""
    return {f"{body} {role}": staff(f"{body}.{role}", place_of(body), role, KEEPER) for body, role in ROLES}


def acts(client, person):
    """What one might try on an account: the change of each field, sleep, and the link."""
    page = reverse("admin:accounts_user_change", args=[person.pk])
    forged = {"is_superuser": "on", "is_staff": "on", "password": "x", "user_permissions": [1], "version": 9}
    client.post(page, values(person, email="toi@example.vn"))
    client.post(page, values(person, is_active="", **forged))
    client.post(page + "?_popup=1&_to_field=id", values(person, full_name="Đã đổi"))
    client.post(LIST, {"action": "make_reset_link", "_selected_action": [person.pk]})


def state(person):
    row = User.objects.get(pk=person.pk)
    return row.email, row.full_name, row.is_active, row.version, row.is_superuser, row.password


@pytest.mark.parametrize(("body", "role"), ROLES)
def test_each_role_acts_on_nobody_who_reaches_further(client, everybody, place_of, body, role):
    actor = staff("nguoi.lam", place_of(body), role, KEEPER)
    client.force_login(actor)
    touched = set()

    for name, person in everybody.items():
        before, links = state(person), AuditEvent.objects.filter(kind="reset_link").count()
        acts(client, person)
        links = AuditEvent.objects.filter(kind="reset_link").count() - links
        if state(person) != before or links:
            touched.add(name)
        assert state(person)[4:] == before[4:]

    assert touched == MAY[body, role]


@pytest.mark.parametrize(
    ("starts", "ends"), [(None, None), (None, -30), (30, None)], ids=["in force", "ended", "still to come"]
)
@pytest.mark.parametrize("active", [True, False], ids=["awake", "asleep"])
def test_leader_of_today_yesterday_and_tomorrow_is_out_of_a_viewers_reach(client, starts, ends, active):
    viewer = staff("xem", sct("P34-68"), Role.VIEWER, KEEPER)
    leader = user("lanh.dao", is_active=active)
    today = clock.today()
    days = {"valid_from": today + timedelta(starts) if starts else date(2025, 7, 1)}
    days["valid_to"] = today + timedelta(ends) if ends else None
    Membership.objects.create(user=leader, department=sct("P34-68"), role=Role.LEADER, **days)
    client.force_login(viewer)
    before = state(leader)

    acts(client, leader)

    assert state(leader) == before
    assert not AuditEvent.objects.filter(kind="reset_link").exists()
    refused = AuditEvent.objects.filter(kind="denied", user=viewer)
    assert {event.detail.get("reasons", [""])[0] for event in refused} == {"", rights.OUTRANKED}


def test_what_was_given_once_and_has_ended_gives_its_holder_nothing(client):
    """An ended leader keeps accounts no longer; that he might come back protects him, and does not arm him."""
    former = staff("cuu", None, rights=KEEPER)
    membership(former, sct("P34-68"), Role.LEADER, valid_to=date(2025, 12, 31))
    officer = staff("chuyen.vien", sct("P34-68"), Role.OFFICER)

    assert rights.outranks(officer, former)
    assert rights.outranks(former, officer)


def test_centre_acts_on_readers_of_its_region_alone(ministry):
    centre = Department.objects.get(kind="regional_centre", region__code="MTTN", valid_to=None)
    actor, reader = staff("vu", centre, Role.VIEWER, KEEPER), staff("dung", sct("P34-68"), Role.VIEWER)
    others = [
        staff("vu.2", centre, Role.LEADER),
        staff("an", sct("P34-68")),
        staff("chi", ministry, Role.VIEWER),
    ]

    assert not rights.outranks(reader, actor)
    assert [rights.outranks(other, actor) for other in others] == [True, True, True]


def test_account_of_the_portal_itself_is_the_countrys():
    keeper = staff("lan", sct("P34-68"), Role.LEADER, KEEPER)

    assert rights.outranks(posting_0().recorded_by, keeper)


def place(client, person, body, role, **more):
    values = {"user": person.pk, "department": body.pk, "role": role, "valid_from": "01/01/2026"}
    return client.post(url(Membership, "add"), values | more)


@pytest.mark.parametrize(
    ("by", "role", "given"),
    [
        (("tinh", Role.VIEWER), Role.VIEWER, False),
        (("tinh", Role.OFFICER), Role.VIEWER, False),
        (("tinh", Role.LEADER), Role.LEADER, True),
        (("bo", Role.OFFICER), Role.VIEWER, False),
        (("bo", Role.LEADER), Role.VIEWER, True),
        (("bo", Role.LEADER), Role.OFFICER, False),
    ],
)
def test_nobody_gives_a_place_that_reaches_further_than_his_own(client, place_of, by, role, given):
    new = user("moi")
    giver = staff("nguoi.giao", place_of(by[0]), by[1], KEEPER)
    client.force_login(giver)

    place(client, new, sct("P34-68"), role)

    assert new.memberships.exists() is given
    event = AuditEvent.objects.get(user=giver)
    assert event.kind == ("membership_changed" if given else "denied")


def test_a_place_is_neither_raised_nor_given_away_by_a_forged_edit(client, ministry):
    """The closer of books reads every province and writes for none: he makes nobody its officer, by edit neither."""
    giver = staff("minh", ministry, Role.LEADER, KEEPER)
    reader, leader = user("doc"), staff("lan", sct("P34-68"), Role.LEADER)
    row = membership(reader, sct("P34-68"), Role.VIEWER)
    client.force_login(giver)
    sent = typed(client, change_url(row))

    for forged in ({"role": Role.LEADER}, {"user": leader.pk}, {"user": giver.pk}):
        assert client.post(change_url(row) + "?_popup=1", sent | forged).status_code == 200
    for other in (leader.memberships.get(), giver.memberships.get()):
        assert client.post(change_url(other), sent | {"valid_to": "31/12/2025"}).status_code == 403

    row.refresh_from_db()
    assert (row.user, row.role) == (reader, Role.VIEWER)
    assert AuditEvent.objects.filter(kind="denied", user=giver).count() == 5
    assert client.post(change_url(row), sent | {"valid_to": "31/12/2026"}).status_code == 302
    event = AuditEvent.objects.get(kind="membership_changed")
    assert event.detail == {"changes": {"Đến hết ngày": ["–", "31/12/2026"]}}


def test_administrator_edits_neither_his_own_rights_nor_his_own_place(client, root):
    own_group, other = Group.objects.create(name="Của tôi"), Group.objects.create(name="Khác")
    root.groups.add(own_group)
    row = membership(root, sct("P34-68"), Role.VIEWER)
    client.force_login(root)
    forged = {"groups": [other.pk], "is_superuser": "", "is_staff": "", "user_permissions": [1]}

    client.post(reverse("admin:accounts_user_change", args=[root.pk]), values(root, **forged))
    group = reverse("admin:auth_group_change", args=[own_group.pk])
    answers = [
        client.post(group, {"name": "X"}),
        client.post(reverse("admin:auth_group_delete", args=[own_group.pk]), {"post": "yes"}),
        client.post(change_url(row), {"role": Role.LEADER}),
        place(client, root, sct("P34-68"), Role.LEADER),
    ]
    chosen = {"action": "delete_selected", "_selected_action": [own_group.pk], "post": "yes"}
    client.post(reverse("admin:auth_group_changelist"), chosen)

    root.refresh_from_db()
    assert [answer.status_code for answer in answers] == [403, 403, 403, 200]
    assert (root.is_superuser, root.is_staff, list(root.groups.all())) == (True, True, [own_group])
    assert [m.role for m in root.memberships.all()] == [Role.VIEWER]


@pytest.mark.parametrize("page", ["changelist", "add", "change", "delete", "history"])
def test_groups_are_closed_to_all_but_administrators(client, place_of, page):
    group = Group.objects.create(name="Nhóm")
    args = [group.pk] if page in ("change", "delete", "history") else []
    client.force_login(staff("minh", place_of("bo"), Role.LEADER, KEEPER))
    address = reverse(f"admin:auth_group_{page}", args=args)

    for ask in ("", "?_popup=1", "?_to_field=id&_popup=1"):
        sent = {"name": "X", "permissions": [1], "post": "yes", "action": "delete_selected"}
        assert client.get(address + ask).status_code == 403
        assert client.post(address + ask, sent).status_code in (403, 405)
    assert Group.objects.get().name == "Nhóm"

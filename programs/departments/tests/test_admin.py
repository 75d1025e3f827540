"""Departments in the admin: every save is a posting, by those who keep the country's reference data alone."""

import pytest

from accounts.models import User
from programs.access import Scope
from programs.choices import PostingKind, Role
from programs.ledger.asof import head
from programs.ledger.posting import post
from programs.models import Department, Posting
from programs.reference.loader import REASON, load
from programs.reference.tables import TABLES
from programs.tests.pages import change_url, rights_to, sct, staff, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_edit_is_a_posting_of_the_one_who_edits(client, root):
    client.force_login(root)
    page = change_url(sct("P34-68"))

    assert client.post(page, typed(client, page, name="Sở Công Thương mới")).status_code == 302

    body = sct("P34-68")
    posting = Posting.objects.acts().get()
    assert (body.name, posting.kind, posting.recorded_by) == (
        "Sở Công Thương mới",
        PostingKind.DEPARTMENT,
        root,
    )
    assert [state.posting_id for state in body.history.order_by("history_id")] == [0, 1]


def test_who_keeps_one_province_edits_no_department(client):
    client.force_login(staff("an", sct("P34-68"), Role.LEADER, rights_to(Department)))
    page = change_url(sct("P34-68"))

    assert client.post(page, {"name": "Khác"}).status_code == 403
    assert head() == 0


def test_body_with_people_is_not_moved_by_who_works_at_the_ministry(client):
    """His own would give him a province to write for, another one would give its people the country."""
    ministry = Department.objects.get(kind="ministry", valid_to=None)
    keeper = staff("cuc", ministry, Role.OFFICER, rights_to(Department))
    staff("binh", sct("P34-68"), Role.LEADER)
    client.force_login(keeper)
    own, other = change_url(ministry), change_url(sct("P34-68"))
    province = sct("P34-68").unit_id
    moved = {"kind": "province_department", "unit": province, "valid_to": "31/12/2030"}
    raised = {"kind": "ministry", "unit": ""}

    for page, changes in ((own, moved), (other, raised)):
        refused = client.post(page, typed(client, page) | changes)
        assert refused.status_code == 200 and "chỉ quản trị viên sửa được" in refused.content.decode()
        assert not {"kind", "unit"} & set(typed(client, page))  # shown, not offered
    assert client.post(own, typed(client, own, short_name="Cục")).status_code == 302
    assert Scope.of(User.objects.get(pk=keeper.pk)).edit_ids == frozenset()


def test_what_ships_belongs_to_posting_0_and_later_to_one_of_its_own(root):
    """A newer release calls a department otherwise."""
    assert Department.objects.count() == Department.history.filter(posting=0, history_type="+").count()
    post(by=root, kind=PostingKind.DEPARTMENT, nouns=[sct("P34-68")])
    department = next(table for table in TABLES if table.model is Department)
    rows = [dict(row) for row in department.rows()]
    rows[0]["short_name"] = "Tên tắt mới"
    newer = type(department)(Department, lambda: rows, department.key, department.natural, department.notes)

    load(tuple(newer if table is department else table for table in TABLES))

    state = Department.history.get(posting=2)
    assert (state.short_name, state.history_change_reason) == ("Tên tắt mới", REASON)
    assert (state.posting.kind, state.posting.recorded_by.username) == (PostingKind.DEPARTMENT, "he-thong")

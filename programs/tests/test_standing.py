"""Who works nowhere today is told why, until or from which day, and whom to ask; who works somewhere is told nothing."""

from datetime import date, timedelta

import pytest

from accounts import clock
from programs.choices import Role
from programs.models import Membership
from programs.standing import ADMINISTRATOR, NOT_A_ZERO, standing_of
from programs.tests.factories import reword, user

TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _today():
    with clock.today_is(TODAY):
        yield


def place(person, **values):
    person.memberships.update(**values)
    return standing_of(type(person).objects.get(pk=person.pk))


def test_somebody_who_works_here_is_told_nothing_and_it_costs_one_query(an, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert standing_of(an) is None


def test_ended_place_tells_its_day_and_who_leads_there(an, lan):
    lan.memberships.update(position="Phó Giám đốc")
    told = place(an, valid_to=date(2026, 11, 24))
    assert told.reason == (
        "Phân công phụ trách của anh/chị (Chuyên viên, Sở Công Thương Lâm Đồng) đã kết thúc ngày 24/11/2026."
    )
    assert told.ask == f"Lê Thị Lan (Phó Giám đốc, Sở Công Thương Lâm Đồng, {lan.email})"
    assert told.text == f"{told.reason} {NOT_A_ZERO} Liên hệ: {told.ask}."


@pytest.mark.parametrize(("ends", "over"), [(TODAY, False), (TODAY - timedelta(days=1), True)])
def test_last_day_still_counts(an, ends, over):
    assert (place(an, valid_to=ends) is not None) == over


def test_place_to_come_tells_its_first_day(an):
    told = place(an, valid_from=TODAY + timedelta(days=1))
    assert told.reason.endswith("bắt đầu từ ngày 26/11/2026.")


def test_one_that_ended_and_one_to_come_are_both_told(an):
    body = an.memberships.get().department
    Membership.objects.create(user=an, department=body, role=Role.LEADER, valid_from=date(2026, 12, 1))
    Membership.objects.filter(user=an, role=Role.OFFICER).update(valid_to=date(2026, 10, 31))
    told = standing_of(an)
    assert "đã kết thúc ngày 31/10/2026" in told.reason
    assert "(Lãnh đạo, Sở Công Thương Lâm Đồng) bắt đầu từ ngày 01/12/2026." in told.reason


def test_department_that_ended_ends_its_places(an):
    body = an.memberships.get().department
    reword(body, valid_to=date(2026, 6, 30))
    assert "đã kết thúc ngày 30/06/2026" in standing_of(an).reason


def test_no_leader_in_force_leads_to_the_ministry_by_its_name_alone(an, lan, minh, ministry):
    lan.memberships.update(valid_to=date(2026, 1, 31))
    assert place(an, valid_to=date(2026, 11, 24)).ask == f"lãnh đạo {ministry.name}"


def test_leader_whose_account_is_shut_is_nobody_to_ask(an, lan):
    type(lan).objects.filter(pk=lan.pk).update(is_active=False)
    assert "Lan" not in place(an, valid_to=date(2026, 11, 24)).ask


def test_account_without_a_place_is_told_no_person(world, lan, minh, ministry):
    told = standing_of(user("moi", "Người Mới"))
    assert told.reason == "Tài khoản của anh/chị chưa được phân công phụ trách ở đơn vị nào."
    assert told.ask == f"lãnh đạo {ministry.name}"


def test_where_nobody_leads_the_administrator_is_named(world):
    assert standing_of(user("moi", "Người Mới")).ask == ADMINISTRATOR


def test_administrator_needs_no_place(db):
    assert standing_of(user("quantri", "Quản Trị", is_superuser=True)) is None

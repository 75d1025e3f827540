from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured

from programs.access import Scope
from programs.choices import DepartmentKind, Role
from programs.models import Business, Department, Membership, MoneyEntry, Project, Province, Region
from programs.tests.factories import (
    business,
    department,
    membership,
    money_entry,
    project,
    province,
    user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

LAM_DONG = {"P34-68", "P63-60", "P63-67", "P63-68"}
TODAY = date(2026, 5, 20)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def the_day(today_is):
    today_is(TODAY)


def keys(unit_ids):
    return set(Province.objects.filter(pk__in=unit_ids).values_list("key", flat=True))


def sct(key):
    return Department.objects.get(unit__key=key, kind=DepartmentKind.PROVINCE_DEPARTMENT)


def placed(body, role=Role.OFFICER, **dates):
    person = user("an.lamdong", "Trần Thị An")
    membership(person, body, role, **dates)
    return person


@pytest.fixture
def rows():
    """A business and a project in each of four provinces."""
    for number, key in enumerate(["P34-68", "P63-67", "P34-52", "P34-01"], 1):
        business(province(key))
        project(province(key), serial=number)


def reached(person):
    """The provinces of the businesses and projects that this person is shown."""
    businesses = Business.objects.visible_to(person).values_list("unit__key", flat=True)
    projects = Project.objects.visible_to(person).values_list("unit__key", flat=True)
    assert sorted(businesses) == sorted(projects)
    return set(businesses)


# -------------------------------------------------------------------------------------------------------- reach


def test_officer_of_lam_dong_reaches_what_was_merged_into_it(rows):
    an = placed(sct("P34-68"))

    scope = Scope.of(an)

    assert keys(scope.unit_ids) == keys(scope.edit_ids) == LAM_DONG
    assert (scope.nationwide, scope.lead_ids, scope.closes_books) == (False, frozenset(), False)
    assert reached(an) == {"P34-68", "P63-67"}


@pytest.mark.parametrize(
    ("role", "edits", "leads"),
    [(Role.VIEWER, set(), set()), (Role.OFFICER, LAM_DONG, set()), (Role.LEADER, LAM_DONG, LAM_DONG)],
)
def test_role_decides_what_may_be_edited_and_led(role, edits, leads):
    scope = Scope.of(placed(sct("P34-68"), role))

    assert (keys(scope.unit_ids), keys(scope.edit_ids), keys(scope.lead_ids)) == (LAM_DONG, edits, leads)


@pytest.mark.parametrize("kind", [DepartmentKind.PROVINCE_CENTRE, DepartmentKind.OTHER_IMPLEMENTER])
def test_other_bodies_of_the_province_reach_the_same(kind):
    body = department("Trường nghề Lâm Đồng", unit=province("P34-68"), kind=kind)

    assert keys(Scope.of(placed(body)).edit_ids) == LAM_DONG


@pytest.mark.parametrize("role", Role.values)
def test_regional_centre_reads_its_region_and_edits_nothing(rows, role):
    centre = Department.objects.get(region__code="MTTN")

    person = placed(centre, role)
    scope = Scope.of(person)

    assert scope.unit_ids == Region.objects.get(code="MTTN").unit_ids(TODAY)
    assert {"P34-68", "P63-60", "P63-38"} < keys(scope.unit_ids)
    assert (scope.edit_ids, scope.lead_ids, scope.can_edit_any) == (frozenset(), frozenset(), False)
    assert reached(person) == {"P34-68", "P63-67", "P34-52"}


@pytest.mark.parametrize(
    ("role", "closes"), [(Role.VIEWER, False), (Role.OFFICER, False), (Role.LEADER, True)]
)
def test_ministry_reads_the_country_and_edits_nothing(rows, role, closes):
    chi = placed(Department.objects.get(kind=DepartmentKind.MINISTRY, valid_to=None), role)

    scope = Scope.of(chi)

    assert (scope.nationwide, scope.closes_books) == (True, closes)
    assert (scope.edit_ids, scope.lead_ids) == (frozenset(), frozenset())
    assert reached(chi) == {"P34-68", "P63-67", "P34-52", "P34-01"}
    assert not Project.objects.editable_by(chi).exists()


def test_superuser_reads_all_and_edits_none(rows):
    root = user("root", is_superuser=True)

    assert Scope.of(root) == Scope(nationwide=True)
    assert reached(root) == {"P34-68", "P63-67", "P34-52", "P34-01"}
    assert not Project.objects.editable_by(root).exists()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("province", [True, False]),
        ("ministry", [True, True]),
        ("root", [True, True]),
        ("nobody", [False, False]),
    ],
)
def test_scope_says_of_one_province_what_lists_show(who, sees):
    """Asked about Lâm Đồng and Gia Lai: the whole country is in the reach of the ministry, nothing in a stranger's."""
    people = {
        "province": lambda: placed(sct("P34-68")),
        "ministry": lambda: placed(Department.objects.get(kind=DepartmentKind.MINISTRY, valid_to=None)),
        "root": lambda: user("root", is_superuser=True),
        "nobody": lambda: user("khach"),
    }
    scope = Scope.of(people[who]())

    assert [scope.sees(province(key).pk) for key in ("P34-68", "P34-52")] == sees


def test_two_places_add_up():
    an = placed(sct("P34-68"), Role.VIEWER)
    membership(an, sct("P34-52"), Role.OFFICER)

    scope = Scope.of(an)

    assert keys(scope.unit_ids) == LAM_DONG | {"P34-52", "P63-52", "P63-64"}
    assert keys(scope.edit_ids) == {"P34-52", "P63-52", "P63-64"}


# ------------------------------------------------------------------------------------------------------- nothing


@pytest.mark.parametrize(
    "dates",
    [
        {"valid_to": date(2024, 12, 31)},
        {"valid_from": date(2999, 1, 1)},
    ],
    ids=["ended", "not begun"],
)
def test_membership_out_of_force_gives_nothing(rows, dates):
    an = placed(sct("P34-68"), Role.LEADER, **dates)

    assert Scope.of(an) == Scope()
    assert reached(an) == set()


@pytest.mark.parametrize(("ends", "gives"), [(-1, set()), (0, LAM_DONG), (1, LAM_DONG)])
def test_last_day_of_a_membership_still_counts(ends, gives):
    an = placed(sct("P34-68"), valid_to=TODAY + ends * DAY)

    assert keys(Scope.of(an).unit_ids) == gives


@pytest.mark.parametrize(("ends", "gives"), [(-1, set()), (0, LAM_DONG)])
def test_ended_department_gives_nothing(ends, gives):
    body = department("Sở cũ", unit=province("P34-68"), valid_to=TODAY + ends * DAY)

    assert keys(Scope.of(placed(body)).unit_ids) == gives


def test_department_of_dak_nong_ended_with_the_province():
    assert Scope.of(placed(sct("P63-67"))) == Scope()


def test_ended_department_of_the_ministry_gives_nothing(rows):
    old = Department.objects.get(name="Cục Công Thương địa phương")

    assert reached(placed(old, Role.LEADER)) == set()


def test_person_without_a_membership_sees_nothing(rows):
    nobody = user("khach")

    assert Scope.of(nobody) == Scope()
    assert reached(nobody) == set()


def test_deactivated_person_sees_nothing(rows):
    an = placed(sct("P34-68"))
    an.is_active = False

    assert reached(an) == set()


def test_deactivated_superuser_sees_nothing(rows):
    assert reached(user("root", is_superuser=True, is_active=False)) == set()


def test_stranger_sees_nothing_and_not_even_reference_tables(rows):
    assert reached(AnonymousUser()) == set()
    with pytest.raises(ImproperlyConfigured):
        Province.objects.visible_to(AnonymousUser())


# -------------------------------------------------------------------------------------------------------- tables


def test_ledger_rows_are_seen_by_their_own_unit():
    an = placed(sct("P34-68"))
    own = money_entry(project(province("P63-67")), by=an)
    money_entry(project(province("P34-52"), serial=2), by=an)

    assert list(MoneyEntry.objects.visible_to(an)) == [own]
    assert list(MoneyEntry.objects.editable_by(an)) == [own]


def test_departments_seen_are_those_of_the_reach_and_the_public_ones():
    seen = Department.objects.visible_to(placed(sct("P34-68")))

    assert set(seen.exclude(unit=None).values_list("unit__key", flat=True)) == LAM_DONG
    assert seen.filter(unit=None).count() == Department.objects.filter(unit=None).count() == 6


def test_people_of_other_provinces_are_not_seen():
    an, binh, chi = placed(sct("P34-68")), user("binh.gialai"), user("chi.bct")
    membership(binh, sct("P34-52"))
    membership(chi, Department.objects.get(kind=DepartmentKind.MINISTRY, valid_to=None))

    assert [m.user for m in Membership.objects.visible_to(an)] == [an]


def test_scope_is_worked_out_once_a_request(django_assert_num_queries):
    an = placed(sct("P34-68"))
    Scope.of(an)

    with django_assert_num_queries(0):
        scope = Scope.of(an)
        assert scope.sees(province_id(scope)) and scope.can_edit(province_id(scope))
        assert not scope.leads(province_id(scope))


def province_id(scope):
    return min(scope.unit_ids)

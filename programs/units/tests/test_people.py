from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from programs.choices import DepartmentKind, Role
from programs.models import Department, Membership, Province, Region
from programs.tests.factories import (
    department,
    membership,
    province,
    stand,
    user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

OF_THE_UNIT = (DepartmentKind.PROVINCE_DEPARTMENT, DepartmentKind.PROVINCE_CENTRE)


def test_every_province_has_a_department_and_a_centre_of_its_own_days():
    for unit in Province.objects.prefetch_related("departments"):
        bodies = unit.departments.all()
        assert {body.kind for body in bodies} == set(OF_THE_UNIT)
        assert {(b.valid_from, b.valid_to) for b in bodies} == {(unit.valid_from, unit.valid_to)}


def test_departments_of_the_ministry_follow_each_other():
    now = Department.objects.get(kind=DepartmentKind.MINISTRY, valid_to=None)

    assert now.name == "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"
    chain = [now]
    while chain[-1].predecessor:
        chain.append(chain[-1].predecessor)
    assert [body.name for body in chain[1:]] == ["Cục Công Thương địa phương", "Cục Công nghiệp địa phương"]
    for later, earlier in zip(chain, chain[1:], strict=False):
        assert later.valid_from == earlier.valid_to + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2025, 6, 30), ["Sở Công Thương Đắk Nông", "Sở Công Thương Lâm Đồng"]),
        (date(2025, 7, 1), ["Sở Công Thương Lâm Đồng"]),
    ],
)
def test_departments_in_force_on_a_day(day, names):
    bodies = Department.objects.in_force(day).filter(
        unit__key__in=["P63-67", "P63-68", "P34-68"], kind=DepartmentKind.PROVINCE_DEPARTMENT
    )

    assert sorted(body.name for body in bodies) == sorted(names)


def test_department_is_found_without_accents():
    found = Department.objects.search("so cong thuong dak nong")

    assert [body.name for body in found] == ["Sở Công Thương Đắk Nông"]


@pytest.mark.parametrize(
    ("day", "holds_binh_thuan", "size"),
    [(date(2023, 9, 30), False, 23), (date(2025, 12, 31), True, 30)],
)
def test_regional_centre_reaches_the_region_of_the_day(day, holds_binh_thuan, size):
    centre = Department.objects.get(region__code="MTTN")

    reach = centre.reach(day)

    assert (province("P63-60").pk in reach) == holds_binh_thuan
    assert len(reach) == size


def test_body_of_the_ministry_has_no_reach_of_its_own_and_writes_nothing():
    body = Department.objects.get(kind=DepartmentKind.MINISTRY, valid_to=None)

    assert (body.reach(date(2026, 1, 1)), body.is_ministry, body.may_edit) == (frozenset(), True, False)


@pytest.mark.parametrize(
    ("kind", "unit", "region"),
    [
        (DepartmentKind.PROVINCE_DEPARTMENT, None, None),
        (DepartmentKind.PROVINCE_CENTRE, "P34-68", "MTTN"),
        (DepartmentKind.OTHER_IMPLEMENTER, None, "MTTN"),
        (DepartmentKind.REGIONAL_CENTRE, None, None),
        (DepartmentKind.REGIONAL_CENTRE, "P34-68", None),
        (DepartmentKind.MINISTRY, "P34-68", None),
        (DepartmentKind.MINISTRY, None, "MTTN"),
    ],
)
def test_place_that_does_not_fit_the_kind_is_refused(kind, unit, region):
    body = Department(
        kind=kind,
        name="Cơ quan",
        unit=province(unit) if unit else None,
        region=Region.objects.get(code=region) if region else None,
        valid_from=date(2026, 1, 1),
    )

    with pytest.raises(ValidationError, match="Đơn vị cấp tỉnh phải có tỉnh"):
        body.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        stand(body)


def test_membership_that_ends_before_it_begins_is_refused():
    person, body = user("an.lamdong"), department("Sở", unit=province("P34-68"))
    row = Membership(
        user=person,
        department=body,
        role=Role.OFFICER,
        valid_from=date(2026, 2, 1),
        valid_to=date(2026, 1, 31),
    )

    with pytest.raises(ValidationError, match="không trước ngày có hiệu lực"):
        row.full_clean()


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2022, 12, 31), False),
        (date(2023, 1, 1), True),
        (date(2024, 6, 30), True),
        (date(2024, 7, 1), False),  # the membership lasts to the end of 2024, its department does not
    ],
)
def test_membership_is_in_force_while_its_department_is(day, in_force):
    body = department("Sở", unit=province("P34-68"), valid_from=date(2020, 1, 1), valid_to=date(2024, 6, 30))
    row = membership(user("an.lamdong"), body, valid_from=date(2023, 1, 1), valid_to=date(2024, 12, 31))

    assert list(Membership.objects.in_force(day)) == ([row] if in_force else [])


def test_membership_reads_itself():
    row = membership(
        user("an.lamdong", "Trần Thị An"), department("Sở A", unit=province("P34-68")), Role.LEADER
    )

    assert str(row) == "Trần Thị An (an.lamdong) – Sở A (Lãnh đạo)"

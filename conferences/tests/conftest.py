"""The XIII conference in small: Đắk Nông is the host, Lâm Đồng and Gia Lai take part.

An and Bình keep the delegates of their provinces in the admin, Minh the conferences; Chi only reads.
"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission

from conferences.models import (
    Conference,
    ConferenceSeries,
    Delegate,
    DelegateGroup,
    Delegation,
    ParticipatingUnit,
)
from programs.choices import DepartmentKind, ProvinceKind
from programs.models import Department, Province, Region
from programs.tests.factories import stand

DAY = date(2023, 10, 26)


def make_province(key, name, successor=None):
    era = int(key[1:3])
    return Province.objects.create(
        key=key,
        era=era,
        gso_code=key[-2:],
        name=name,
        full_name=f"Tỉnh {name}",
        kind=ProvinceKind.PROVINCE,
        slug=key.lower(),
        valid_from=date(2025, 7, 1) if era == 34 else date(2008, 8, 1),
        valid_to=None if era == 34 else date(2025, 6, 30),
        successor=successor,
    )


@pytest.fixture
def world(db):
    region = Region.objects.create(code="MTTN", name="Miền Trung - Tây Nguyên", order=2)
    south = Region.objects.create(code="NAM", name="Phía Nam", order=3)
    series = ConferenceSeries.objects.create(
        code="khuyen-cong-vung", name="Khuyến công vùng", title="Hội nghị khuyến công khu vực {vung}"
    )
    new_lam_dong = make_province("P34-68", "Lâm Đồng")
    new_gia_lai = make_province("P34-52", "Gia Lai")
    dak_nong = make_province("P63-67", "Đắk Nông", new_lam_dong)
    lam_dong = make_province("P63-68", "Lâm Đồng", new_lam_dong)
    gia_lai = make_province("P63-64", "Gia Lai", new_gia_lai)
    conference = Conference.objects.create(
        code="MTTN-KC-2023",
        series=series,
        region=region,
        edition=13,
        year=2023,
        starts_on=DAY,
        day_part="afternoon",
        host=dak_nong,
        city="Gia Nghĩa",
        review_year=2022,
        review_months=9,
    )
    for order, province in enumerate([dak_nong, gia_lai, lam_dong], start=1):
        ParticipatingUnit.objects.create(conference=conference, unit=province, order=order)
    return SimpleNamespace(
        region=region,
        south=south,
        series=series,
        new_lam_dong=new_lam_dong,
        new_gia_lai=new_gia_lai,
        dak_nong=dak_nong,
        lam_dong=lam_dong,
        gia_lai=gia_lai,
        conference=conference,
        leaders=make_group("lanh-dao-so", "Lãnh đạo Sở Công Thương", 1),
        offices=make_group("phong-kt-ktht", "Lãnh đạo phòng KT/KTHT", 2, valid_to=date(2025, 6, 30)),
        host_centre=make_group("trung-tam-chu-nha", "Trung tâm của chủ nhà", 3, host_only=True),
    )


def make_group(code, name, order, **values):
    return DelegateGroup.objects.create(
        code=code, name=name, order=order, valid_from=date(2010, 1, 1), **values
    )


@pytest.fixture
def make_conference(world):
    """Another edition of the series; valid and boring."""

    def make(code, **values):
        defaults = {"series": world.series, "region": world.region, "year": 2022, "date_precision": "year"}
        return Conference.objects.create(code=code, **defaults | values)

    return make


@pytest.fixture
def make_delegation(world):
    def make(unit=None, order=1, **values):
        values.setdefault("conference", world.conference)
        return Delegation.objects.create(unit=unit or world.lam_dong, order=order, **values)

    return make


@pytest.fixture
def make_delegate(world):
    """A delegate among the leaders of a Sở; without a delegation, of the centre."""

    def make(full_name, delegation=None, **values):
        defaults = {"conference": world.conference, "group": world.leaders}
        return Delegate.objects.create(full_name=full_name, delegation=delegation, **defaults | values)

    return make


@pytest.fixture
def country(world):
    """The Sở of the two provinces of today and the ministry's department."""
    kind, since = DepartmentKind.PROVINCE_DEPARTMENT, date(2012, 1, 1)
    for unit in (world.new_lam_dong, world.new_gia_lai):
        stand(Department(kind=kind, name=f"Sở {unit.name}", unit=unit, valid_from=since))
    stand(Department(kind=DepartmentKind.MINISTRY, name="Cục quản lý", valid_from=since))


OF_DELEGATES = [
    f"{action}_{model}" for action in ("view", "add", "change") for model in ("delegate", "delegation")
]
OF_CONFERENCES = [
    *OF_DELEGATES,
    "delete_delegate",
    "view_conference",
    "add_conference",
    "change_conference",
    "view_conferenceseries",
    "change_delegategroup",
    "view_delegategroup",
]


def with_rights(person, rights):
    """The person may come into the admin and do this there."""
    person.is_staff = True
    person.save()
    person.user_permissions.set(
        Permission.objects.filter(content_type__app_label="conferences", codename__in=rights)
    )
    return person


@pytest.fixture
def an(an):
    return with_rights(an, OF_DELEGATES)


@pytest.fixture
def binh(binh):
    return with_rights(binh, OF_DELEGATES)


@pytest.fixture
def minh(minh):
    return with_rights(minh, OF_CONFERENCES)


@pytest.fixture
def as_(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter

"""The XIII conference in small: Đắk Nông is the host, Lâm Đồng and Gia Lai take part; the cast.

An is an officer of Lâm Đồng of today and so sees what Đắk Nông left; Bình is an officer of Gia Lai; Chi reads and Minh
writes for the ministry.
"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from conferences.models import (
    Conference,
    ConferenceSeries,
    Delegate,
    DelegateGroup,
    Delegation,
    ParticipatingUnit,
)
from programs.choices import DepartmentKind, ProvinceKind, Role
from programs.models import Department, Membership, Province, Region

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
def make_person(world):
    def make(username, full_name, kind, role, rights=(), **place):
        user = User.objects.create_user(username, password="mùa-xuân-67", full_name=full_name)
        department, _ = Department.objects.get_or_create(
            kind=kind, name=f"Đơn vị của {full_name}", valid_from=date(2012, 1, 1), **place
        )
        Membership.objects.create(user=user, department=department, role=role, valid_from=date(2020, 1, 1))
        if rights:
            user.is_staff = True
            user.save()
            user.user_permissions.set(
                Permission.objects.filter(content_type__app_label="conferences", codename__in=rights)
            )
        return user

    return make


OF_DELEGATES = [
    f"{action}_{model}" for action in ("view", "add", "change") for model in ("delegate", "delegation")
]


@pytest.fixture
def an(make_person, world):
    kind = DepartmentKind.PROVINCE_DEPARTMENT
    return make_person("an.lamdong", "Trần Thị An", kind, Role.OFFICER, OF_DELEGATES, unit=world.new_lam_dong)


@pytest.fixture
def binh(make_person, world):
    kind = DepartmentKind.PROVINCE_DEPARTMENT
    return make_person(
        "binh.gialai", "Nguyễn Văn Bình", kind, Role.OFFICER, OF_DELEGATES, unit=world.new_gia_lai
    )


@pytest.fixture
def chi(make_person):
    return make_person("chi.bct", "Đỗ Thị Chi", DepartmentKind.MINISTRY, Role.VIEWER)


@pytest.fixture
def minh(make_person):
    rights = [
        *OF_DELEGATES,
        "delete_delegate",
        "view_conference",
        "add_conference",
        "change_conference",
        "view_conferenceseries",
        "change_delegategroup",
        "view_delegategroup",
    ]
    return make_person("minh.bct", "Vũ Quang Minh", DepartmentKind.MINISTRY, Role.LEADER, rights)


@pytest.fixture
def as_(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter

"""The world of the programme's tests: Lâm Đồng and what was merged into it, Gia Lai beside it.

What is written here is of 2023, so its projects are those of the old Lâm Đồng, which ended on 30/6/2025.
"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory

from programs import models
from programs.choices import (
    ClosureState,
    DepartmentKind,
    IndicatorKind,
    LegalForm,
    Level,
    PostingKind,
    ProjectKind,
    ProvinceKind,
    ResultKind,
    Source,
    Stage,
)
from programs.ledger.closing import set_closure
from programs.ledger.posting import post
from programs.projects.register import number
from programs.tests.factories import stand


def make_province(key, name, successor=None):
    """A province of the 34 or, by its key, one of the 63 that ended on 30/6/2025."""
    era = int(key[1:3])
    return models.Province.objects.create(
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


def make_indicator(code, name, unit_of_measure, kind=IndicatorKind.FLOW, **values):
    """An indicator whose quantities are typed; each comes after those made before it."""
    group = ("III", "IV", "VII", "IX").index(code.partition(".")[0])
    return models.Indicator.objects.create(
        code=code,
        name=name,
        unit_of_measure=unit_of_measure,
        content_group=(3, 4, 7, 9)[group],
        kind=kind,
        feed="ResultEntry",
        order=10 * (group + 1),
        **values,
    )


@pytest.fixture
def world(db):
    """The reference rows that everything else hangs on."""
    region = models.Region.objects.create(code="MTTN", name="Miền Trung - Tây Nguyên", order=2)
    lam_dong = make_province("P34-68", "Lâm Đồng")
    gia_lai = make_province("P34-52", "Gia Lai")
    old_lam_dong = make_province("P63-68", "Lâm Đồng", lam_dong)
    old_gia_lai = make_province("P63-52", "Gia Lai", gia_lai)
    dak_nong = make_province("P63-67", "Đắk Nông", lam_dong)
    binh_thuan = make_province("P63-60", "Bình Thuận", lam_dong)
    for province in models.Province.objects.all():
        models.RegionMembership.objects.create(
            province=province, region=region, valid_from=province.valid_from
        )
    group = models.Activity.objects.create(code="III", name="Hỗ trợ xây dựng mô hình trình diễn", order=30)
    machines = models.Activity.objects.create(
        code="III.c", group=group, name="Ứng dụng máy móc thiết bị tiên tiến", order=33
    )
    model_line = models.Activity.objects.create(
        code="III.a", group=group, name="Mô hình trình diễn kỹ thuật", order=31
    )
    machines_bought = make_indicator("III.4", "Số máy móc", "máy")
    awards = make_indicator("IV.2", "Số sản phẩm được bình chọn", "sản phẩm")
    hectares = make_indicator("VII.1", "Diện tích cụm công nghiệp", "ha", scale=2)
    collaborators = make_indicator("IX.3", "Số cộng tác viên khuyến công", "người", kind=IndicatorKind.STOCK)
    machines.indicators.add(machines_bought)
    return SimpleNamespace(
        region=region,
        lam_dong=lam_dong,
        gia_lai=gia_lai,
        old_lam_dong=old_lam_dong,
        old_gia_lai=old_gia_lai,
        dak_nong=dak_nong,
        binh_thuan=binh_thuan,
        machines=machines,
        model_line=model_line,
        machines_bought=machines_bought,
        awards=awards,
        collaborators=collaborators,
        hectares=hectares,
    )


@pytest.fixture
def departments(world):
    def make(name, kind, **place):
        return stand(models.Department(name=name, kind=kind, valid_from=date(2012, 1, 1), **place))

    return SimpleNamespace(
        ministry=make("Cục quản lý khuyến công", DepartmentKind.MINISTRY),
        centre=make("Trung tâm khuyến công vùng", DepartmentKind.REGIONAL_CENTRE, region=world.region),
        lam_dong=make("Sở Công Thương Lâm Đồng", DepartmentKind.PROVINCE_DEPARTMENT, unit=world.lam_dong),
        gia_lai=make("Sở Công Thương Gia Lai", DepartmentKind.PROVINCE_DEPARTMENT, unit=world.gia_lai),
    )


@pytest.fixture
def country(departments):
    """The cast works in the small world."""


@pytest.fixture
def make_project(world):
    """A valid, boring project with its code, that stands already; `by` is told by its history."""

    def make(by, unit=None, **values):
        defaults = {
            "unit": unit or world.old_lam_dong,
            "name": "Hỗ trợ ứng dụng máy móc trong chế biến cà phê",
            "level": Level.KCDP,
            "kind": ProjectKind.SINGLE,
            "activity": world.machines,
            "first_year": 2023,
        }
        made = models.Project(**defaults | values)
        made._history_user = by
        number([made])
        return stand(made)

    return make


@pytest.fixture
def make_business(world):
    def make(name="Công ty TNHH Cà phê Di Linh", unit=None, **values):
        defaults = {"unit": unit or world.lam_dong, "legal_form": LegalForm.COMPANY_LIMITED}
        return stand(models.Business(name=name, **defaults | values))

    return make


@pytest.fixture
def money():
    """An unsaved line of money: 100 million of the province's plan for 2023."""

    def make(project, **values):
        defaults = {
            "project": project,
            "source": Source.KCDP_PROVINCE,
            "stage": Stage.ASSIGNED,
            "budget_year": 2023,
            "on": date(2023, 3, 15),
            "amount": 100_000_000,
        }
        return models.MoneyEntry(**defaults | values)

    return make


@pytest.fixture
def result(world):
    """An unsaved line of results: three machines in use."""

    def make(project, **values):
        defaults = {
            "project": project,
            "indicator": world.machines_bought,
            "kind": ResultKind.ACTUAL,
            "budget_year": 2023,
            "on": date(2023, 9, 10),
            "quantity": 3,
        }
        return models.ResultEntry(**defaults | values)

    return make


@pytest.fixture
def sign_in():
    """A browser of its own for a person who has signed in."""

    def sign(person):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign


@pytest.fixture
def late(lan, money):
    """Money of a year whose books are no longer open, posted by the leader with a reason."""

    def make(project, **values):
        return post(by=lan, kind=PostingKind.LATE, reason="Bổ sung", entries=[money(project, **values)])

    return make


@pytest.fixture
def project(an, make_project):
    return make_project(an)


@pytest.fixture
def closed(minh, world):
    """Lâm Đồng's budget year 2023 is closed up to 30/9/2023."""
    return set_closure(
        unit=world.lam_dong,
        budget_year=2023,
        cut_off=date(2023, 9, 30),
        state=ClosureState.CLOSED,
        by=minh,
        reason="Hội nghị lần thứ XIII",
    )


@pytest.fixture
def root(root, client):
    """Signed in already."""
    client.force_login(root)
    return root


@pytest.fixture
def filtered(an):
    def build(kind, rows, **query):
        request = RequestFactory().get("/", query)
        request.user = an
        return kind(request.GET, queryset=rows, request=request)

    return build


@pytest.fixture
def ministry():
    return models.Department.objects.get(kind=DepartmentKind.MINISTRY, valid_to=None)

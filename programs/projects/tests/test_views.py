from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from programs.choices import Level, Phase, ProjectKind, Stage
from programs.models import Beneficiary, Project
from programs.projects import beneficiaries
from programs.tests.factories import OF_2023
from programs.tests.web import chosen_values, filled


def test_project_list_filters_and_sums_what_is_filtered(sign_in, an, make_project, lan, late):
    plan, other = make_project(lan), make_project(lan, level=Level.KCQG, first_year=2022)
    late(plan, amount=300_000_000)
    late(plan, stage=Stage.PAID, amount=120_500_000)
    late(other, budget_year=2022, amount=500_000_000)
    client = sign_in(an)
    everything = client.get(reverse("project_list"))
    assert everything.context["sums"] == [
        ("Kế hoạch các năm", "800,0 triệu đồng"),
        ("Giải ngân các năm", "120,5 triệu đồng"),
    ]
    response = client.get(reverse("project_list"), {"year": "2023", "level": "kcdp"})
    assert [row["url"] for row in response.context["rows"]] == [reverse("project_detail", args=[plan.code])]
    assert response.context["sums"] == [
        ("Kế hoạch năm 2023", "300,0 triệu đồng"),
        ("Giải ngân năm 2023", "120,5 triệu đồng"),
    ]
    assert response.context["chips"] == [
        {"label": "Năm: 2023", "url": "?level=kcdp"},
        {"label": "Cấp: Khuyến công địa phương", "url": "?year=2023"},
    ]


def test_project_list_of_a_year_counts_what_was_carried_into_it(sign_in, an, make_project, lan, late):
    project = make_project(lan, first_year=2022)
    late(project, budget_year=2022, on=date(2022, 3, 1), amount=100_000_000)
    late(project, stage=Stage.CARRIED, carried_from=2022, amount=60_000_000)
    client = sign_in(an)
    in_2023 = client.get(reverse("project_list"), {"year": "2023"})
    assert in_2023.context["sums"][0] == ("Kế hoạch năm 2023", "60,0 triệu đồng")
    assert client.get(reverse("project_list")).context["sums"][0] == ("Kế hoạch các năm", "100,0 triệu đồng")


def test_project_list_finds_by_beneficiary(sign_in, an, make_project, make_business, lan):
    project = make_project(lan, name="Hỗ trợ máy ép")
    make_project(lan, name="Hỗ trợ máy sấy")
    beneficiaries.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business("Hộ Nguyễn Bá Út")), by=lan, **OF_2023
    )
    response = sign_in(an).get(reverse("project_list"), {"q": "nguyen ba ut"})
    assert [row["url"] for row in response.context["rows"]] == [
        reverse("project_detail", args=[project.code])
    ]


@pytest.mark.parametrize("sort", ["planned", "-planned", "code", "-ends", "unit", "phase"])
def test_project_list_sorts_by_what_it_offers(sign_in, an, make_project, lan, late, sort):
    small, large = make_project(lan), make_project(lan)
    late(small, amount=100_000_000)
    late(large, amount=900_000_000)
    response = sign_in(an).get(reverse("project_list"), {"sort": sort, "page": "99"})
    order = [row["url"] for row in response.context["rows"]]
    in_order = [reverse("project_detail", args=[project.code]) for project in (small, large)]
    assert order == (in_order if sort in ("planned", "code", "unit", "phase") else in_order[::-1])


@pytest.mark.parametrize("page", ["-1", "0", "abc", "99"])
def test_project_list_of_a_page_that_is_not_there_shows_the_nearest(sign_in, an, make_project, lan, page):
    make_project(lan)
    assert len(sign_in(an).get(reverse("project_list"), {"page": page}).context["rows"]) == 1


def test_project_export_holds_exactly_the_list_and_is_logged(sign_in, an, make_project, lan, late):
    wanted = make_project(lan, name="=1+1 máy ép")
    make_project(lan, name="Máy sấy")
    late(wanted, amount=100_000_000)
    response = sign_in(an).get(reverse("project_list"), {"q": "may ep", "format": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    head, *rows = sheet.values
    assert [dict(zip(head, row, strict=True))["Tên đề án"] for row in rows] == ["=1+1 máy ép"]
    assert dict(zip(head, rows[0], strict=True))["Kế hoạch (đồng)"] == 100_000_000
    event = AuditEvent.objects.get(kind=AuditEvent.Kind.EXPORTED)
    assert (event.user, event.detail) == (an, {"rows": 1, "query": {"q": ["may ep"]}})


def test_project_is_registered_once_with_a_code(sign_in, an, world, today_is):
    today_is(date(2026, 5, 20))
    client = sign_in(an)
    page = client.get(reverse("project_create"))
    sent = filled(page, name="Hỗ trợ máy sấy", level="kcdp", activity=world.machines.pk, ends_on="31/12/2026")
    answers = [client.post(reverse("project_create"), sent).url for _ in range(2)]
    project = Project.objects.get()
    assert project.code == "P34-68-KCDP-2026-001"
    assert (project.ends_on, project.counted, project.phase) == (date(2026, 12, 31), True, Phase.REGISTERED)
    assert answers == [reverse("project_detail", args=[project.code])] * 2


def test_project_outside_any_is_counted_only_when_marked(sign_in, an, world):
    client = sign_in(an)
    page = client.get(reverse("project_create"))
    sent = filled(page, name="Chi phí quản lý", level="kcdp", activity=world.machines.pk, kind="off_project")
    del sent["counted"]
    client.post(reverse("project_create"), sent)
    project = Project.objects.get()
    assert (project.kind, project.counted, project.off_project) == (ProjectKind.OFF_PROJECT, False, True)


@pytest.mark.parametrize(
    ("unit", "year", "message"),
    [
        (
            "dak_nong",
            "2026",
            "Đắk Nông kết thúc ngày 30/06/2025. Đề án năm 2026 lập ở Lâm Đồng của hiện nay, "
            "ghi Đắk Nông ở ô «Tỉnh cũ nơi thực hiện».",
        ),
        (
            "lam_dong",
            "2023",
            "Lâm Đồng của hiện nay có từ 01/07/2025. Đề án năm 2023 ghi ở tỉnh lúc đó: Bình Thuận, Đắk Nông, Lâm Đồng.",
        ),
    ],
)
def test_project_belongs_to_the_province_of_its_day(sign_in, an, world, unit, year, message):
    client = sign_in(an)
    sent = filled(
        client.get(reverse("project_create")),
        name="Hỗ trợ máy sấy",
        level="kcdp",
        activity=world.machines.pk,
        first_year=year,
        unit=getattr(world, unit).pk,
    )
    response = client.post(reverse("project_create"), sent)
    assert response.context["form"].errors == {"unit": [message]}
    assert not Project.objects.exists()


def test_origin_is_asked_only_where_provinces_were_merged(sign_in, an, binh, world):
    page = sign_in(an).get(reverse("project_create"))
    assert chosen_values(page, "origin_unit") == [
        str(province.pk) for province in (world.binh_thuan, world.dak_nong, world.old_lam_dong)
    ]
    type(world.old_gia_lai).objects.filter(pk=world.old_gia_lai.pk).update(successor=None)
    assert "origin_unit" not in sign_in(binh).get(reverse("project_create")).context["form"].fields


def test_origin_must_lie_in_the_province(sign_in, an, world):
    client = sign_in(an)
    sent = filled(
        client.get(reverse("project_create")),
        name="Hỗ trợ máy sấy",
        level="kcdp",
        activity=world.machines.pk,
        first_year="2024",
        unit=world.dak_nong.pk,
        origin_unit=world.binh_thuan.pk,
    )
    assert list(client.post(reverse("project_create"), sent).context["form"].errors) == ["origin_unit"]


def test_project_with_entries_keeps_what_they_carry(sign_in, an, make_project, lan, late):
    project, client = make_project(lan), sign_in(an)
    late(project)
    address = reverse("project_edit", args=[project.code])
    page = client.get(address)
    assert "Đề án đã có số liệu trong sổ." in page.text
    assert (
        client.post(address, filled(page, name="Tên mới", level="kcqg", first_year="2020")).status_code == 302
    )
    stored = Project.objects.get()
    assert (stored.name, stored.level, stored.code) == ("Tên mới", Level.KCDP, project.code)


def test_project_without_entries_gets_a_new_code_when_it_moves(sign_in, an, make_project, lan, world):
    project, client = make_project(lan, unit=world.lam_dong, first_year=2026), sign_in(an)
    address = reverse("project_edit", args=[project.code])
    response = client.post(address, filled(client.get(address), level="kcqg"))
    stored = Project.objects.get()
    assert (stored.code, stored.version) == ("P34-68-KCQG-2026-001", 2)
    assert response.url == reverse("project_detail", args=[stored.code])


def test_project_edit_after_a_step_was_recorded_is_stale_and_keeps_the_step(
    sign_in, an, make_project, lan, world
):
    project, client = make_project(lan, unit=world.lam_dong, first_year=2026), sign_in(an)
    address = reverse("project_edit", args=[project.code])
    opened = filled(client.get(address), name="Tên mới")
    Project.objects.filter(pk=project.pk).update(phase=Phase.APPROVED, version=project.version + 1)
    assert client.post(address, opened).context["conflict"]
    assert Project.objects.get().phase == Phase.APPROVED


def test_project_dates_that_cannot_be_are_told_at_their_field(sign_in, an, world):
    client = sign_in(an)
    sent = filled(
        client.get(reverse("project_create")),
        name="Hỗ trợ máy sấy",
        level="kcdp",
        activity=world.machines.pk,
        starts_on="31/02/2026",
        ends_on="5/6/2026",
    )
    response = client.post(reverse("project_create"), sent)
    assert response.context["form"].errors == {
        "starts_on": ["Không có ngày 31/02/2026: tháng 2 năm 2026 chỉ có 28 ngày."]
    }
    assert 'value="5/6/2026"' in response.text
    again = client.post(reverse("project_create"), filled(response, starts_on="1/7/2026"))
    assert again.context["form"].errors == {"ends_on": ["Ngày kết thúc phải không trước ngày bắt đầu."]}


def test_project_list_says_how_many_rows_are_no_project(sign_in, an, make_project, lan):
    make_project(lan)
    make_project(lan, kind=ProjectKind.OFF_PROJECT, counted=False)
    page = sign_in(an).get(reverse("project_list"))
    assert page.context["page_obj"].paginator.count == 2
    assert page.context["sums"][0] == ("Trong đó khoản ngoài đề án", "1")

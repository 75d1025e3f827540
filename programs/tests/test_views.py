from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from programs import actions
from programs.choices import Level, Phase, ProjectKind, Role, Stage
from programs.ledger import post
from programs.models import Beneficiary, Business, Project
from programs.tests.web import chosen_values, filled

PAGES = 15  # queries at most, whatever the rows


@pytest.fixture
def signed_in(client):
    def enter(person):
        client.force_login(person)
        return client

    return enter


@pytest.fixture
def late(lan, money):
    """Money of a closed year, posted by the leader with a reason."""

    def make(project, **values):
        return post(by=lan, kind="late", reason="Bổ sung", entries=[money(project, **values)])

    return make


def names(response):
    return [row["cells"][0][1] for row in response.context["rows"]]


# ------------------------------------------------------------------------------------------------- businesses


@pytest.mark.parametrize("words", ["ca phe di linh", "CÀ PHÊ", "ca\u0300 phe\u0302", "linh cà"])
def test_business_list_finds_without_accents(signed_in, an, make_business, words):
    make_business()
    make_business("HTX Hồ tiêu Đắk Mil")
    response = signed_in(an).get(reverse("business_list"), {"q": words})
    assert names(response) == ["Công ty TNHH Cà phê Di Linh"]


def test_business_list_shows_what_is_in_reach_in_vietnamese_order(signed_in, an, chi, make_business, world):
    for name, unit in [
        ("HTX Đạ Tẻh", world.lam_dong),
        ("HTX Dran", world.lam_dong),
        ("HTX Ea Pô", world.dak_nong),
        ("HTX Chư Sê", world.gia_lai),
    ]:
        make_business(name, unit=unit)
    assert names(signed_in(an).get(reverse("business_list"))) == ["HTX Dran", "HTX Đạ Tẻh", "HTX Ea Pô"]
    assert len(names(signed_in(chi).get(reverse("business_list")))) == 4


def test_business_list_of_a_province_holds_what_was_merged_into_it(signed_in, chi, make_business, world):
    make_business("HTX Ea Pô", unit=world.dak_nong)
    make_business("HTX Chư Sê", unit=world.gia_lai)
    response = signed_in(chi).get(reverse("business_list"), {"unit": world.lam_dong.pk})
    assert names(response) == ["HTX Ea Pô"]
    assert response.context["chips"] == [{"label": "Tỉnh, thành phố: Lâm Đồng", "url": "?"}]


def test_business_list_offers_no_province_out_of_reach(signed_in, an, world):
    response = signed_in(an).get(reverse("business_list"), {"unit": world.gia_lai.pk})
    offered = set(response.context["filter"].form.fields["unit"].queryset)
    assert offered == {world.lam_dong, world.old_lam_dong, world.dak_nong, world.binh_thuan}
    assert "unit" in response.context["filter"].form.errors


def test_business_detail_tells_its_support(signed_in, an, make_business, make_project, lan, late):
    business, project = make_business(), make_project(lan)
    benefit = actions.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=business, amount=150_000_000), by=lan
    )
    late(project, stage=Stage.PAID, amount=40_000_000, beneficiary=benefit)
    response = signed_in(an).get(reverse("business_detail", args=[business.pk]))
    [told] = response.context["benefits"]
    assert (told.beneficiary.project, told.amount, told.disbursed) == (project, 150_000_000, 40_000_000)
    assert response.context["may_edit"]


def test_business_out_of_sight_is_missing_and_in_sight_is_refused_with_reason(
    signed_in, an, dung, make_business, world
):
    mine, theirs = make_business(), make_business("HTX Chư Sê", unit=world.gia_lai)
    for page in ("business_detail", "business_edit", "business_history"):
        assert signed_in(an).get(reverse(page, args=[theirs.pk])).status_code == 404
    assert signed_in(an).post(reverse("business_edit", args=[theirs.pk]), {}).status_code == 404
    refused = signed_in(dung).get(reverse("business_edit", args=[mine.pk]))
    assert refused.status_code == 403
    assert "Anh/chị xem được nội dung này nhưng không được sửa." in refused.text
    assert signed_in(dung).get(reverse("business_create")).status_code == 403


def test_business_is_created_once_however_often_it_is_sent(signed_in, an):
    client = signed_in(an)
    page = client.get(reverse("business_create"))
    sent = filled(
        page, name="HTX Nguye\u0302\u0303n Ba\u0301 U\u0301t", legal_form="cooperative", capital="1,5 tỷ"
    )
    answers = [client.post(reverse("business_create"), sent).url for _ in range(2)]
    business = Business.objects.get()
    assert answers == [reverse("business_detail", args=[business.pk])] * 2
    assert (business.name, business.capital) == ("HTX Nguyễn Bá Út", 1_500_000_000)
    assert business.history.get().history_user == an


def test_business_form_keeps_what_was_typed_and_says_the_way_out(signed_in, an):
    client = signed_in(an)
    sent = filled(client.get(reverse("business_create")), name="HTX Út", tax_code="58-1", capital="1,500,000")
    response = client.post(reverse("business_create"), sent)
    assert response.status_code == 200
    assert response.context["form"].errors["tax_code"] == [
        "Mã số thuế có 10 số, 13 số viết 0123456789-001, hoặc 12 số. Chưa rõ thì để trống."
    ]
    assert 'value="1,500,000"' in response.text
    assert "#id_capital" in response.text
    assert not Business.objects.exists()


def test_business_form_offers_own_provinces_only_and_refuses_others(signed_in, an, world):
    client = signed_in(an)
    page = client.get(reverse("business_create"))
    assert str(world.gia_lai.pk) not in chosen_values(page, "unit")
    assert page.context["form"].initial["unit"] == world.lam_dong.pk
    sent = filled(page, name="HTX Chư Sê", legal_form="cooperative", unit=world.gia_lai.pk)
    assert "unit" in client.post(reverse("business_create"), sent).context["form"].errors
    assert not Business.objects.exists()


def test_later_of_two_edits_is_shown_both_values_and_may_overwrite(signed_in, an, make_business):
    business, client = make_business(products="Cà phê nhân"), signed_in(an)
    address = reverse("business_edit", args=[business.pk])
    first = filled(client.get(address), products="Cà phê bột")
    second = filled(client.get(address), products="Cà phê hòa tan")
    assert client.post(address, first).status_code == 302
    conflict = client.post(address, second)
    assert conflict.status_code == 200
    assert conflict.context["conflict"]["by"] == "Trần Thị An"
    assert Business.objects.get().products == "Cà phê bột"
    assert client.post(address, filled(conflict)).status_code == 302
    assert Business.objects.get().products == "Cà phê hòa tan"


def test_business_history_tells_changes_in_words(signed_in, an, make_business, world):
    business, client = make_business(), signed_in(an)
    address = reverse("business_edit", args=[business.pk])
    sent = filled(
        client.get(address), unit=world.dak_nong.pk, capital="2 tỷ", exports="on", legal_form="household"
    )
    client.post(address, sent)
    change = client.get(reverse("business_history", args=[business.pk])).context["changes"][0]
    assert (change.title, change.by) == ("Sửa", "Trần Thị An")
    assert change.fields == [
        ("loại hình", "Công ty TNHH", "Hộ kinh doanh"),
        ("tỉnh, thành phố nơi sản xuất", "Lâm Đồng", "Đắk Nông (đến 30/06/2025)"),
        ("vốn đầu tư (đồng)", "–", "2.000.000.000"),
        ("có xuất khẩu", "Không", "Có"),
    ]


# --------------------------------------------------------------------------------------------------- projects


def test_project_list_filters_and_sums_what_is_filtered(signed_in, an, make_project, lan, late):
    plan, other = make_project(lan), make_project(lan, level=Level.KCQG, first_year=2022)
    late(plan, amount=300_000_000)
    late(plan, stage=Stage.PAID, amount=120_500_000)
    late(other, budget_year=2022, amount=500_000_000)
    client = signed_in(an)
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


def test_project_list_of_a_year_counts_what_was_carried_into_it(signed_in, an, make_project, lan, late):
    project = make_project(lan, first_year=2022)
    late(project, budget_year=2022, on=date(2022, 3, 1), amount=100_000_000)
    late(project, stage=Stage.CARRIED, carried_from=2022, amount=60_000_000)
    client = signed_in(an)
    in_2023 = client.get(reverse("project_list"), {"year": "2023"})
    assert in_2023.context["sums"][0] == ("Kế hoạch năm 2023", "60,0 triệu đồng")
    assert client.get(reverse("project_list")).context["sums"][0] == ("Kế hoạch các năm", "100,0 triệu đồng")


def test_project_list_finds_by_beneficiary(signed_in, an, make_project, make_business, lan):
    project = make_project(lan, name="Hỗ trợ máy ép")
    make_project(lan, name="Hỗ trợ máy sấy")
    actions.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business("Hộ Nguyễn Bá Út")), by=lan
    )
    response = signed_in(an).get(reverse("project_list"), {"q": "nguyen ba ut"})
    assert [row["url"] for row in response.context["rows"]] == [
        reverse("project_detail", args=[project.code])
    ]


@pytest.mark.parametrize("sort", ["planned", "-planned", "code", "-ends", "unit", "phase", "password", "-"])
def test_project_list_sorts_by_what_it_offers_and_by_nothing_else(
    signed_in, an, make_project, lan, late, sort
):
    small, large = make_project(lan), make_project(lan)
    late(small, amount=100_000_000)
    late(large, amount=900_000_000)
    response = signed_in(an).get(reverse("project_list"), {"sort": sort, "page": "99"})
    order = [row["url"] for row in response.context["rows"]]
    in_order = [reverse("project_detail", args=[project.code]) for project in (small, large)]
    assert order == (in_order if sort in ("planned", "code", "unit", "phase") else in_order[::-1])


@pytest.mark.parametrize("query", [{"year": "abc"}, {"phase": "nothing"}, {"unit": "x"}, {"page": "-1"}])
def test_project_list_with_a_wrong_filter_still_shows_the_list(signed_in, an, make_project, lan, query):
    make_project(lan)
    assert len(signed_in(an).get(reverse("project_list"), query).context["rows"]) == 1


def test_project_export_holds_exactly_the_list_and_is_logged(signed_in, an, make_project, lan, late):
    wanted = make_project(lan, name="=1+1 máy ép")
    make_project(lan, name="Máy sấy")
    late(wanted, amount=100_000_000)
    response = signed_in(an).get(reverse("project_list"), {"q": "may ep", "format": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    head, *rows = sheet.values
    assert [dict(zip(head, row, strict=True))["Tên đề án"] for row in rows] == ["=1+1 máy ép"]
    assert dict(zip(head, rows[0], strict=True))["Kế hoạch (đồng)"] == 100_000_000
    event = AuditEvent.objects.get(kind=AuditEvent.Kind.EXPORTED)
    assert (event.user, event.detail) == (an, {"rows": 1, "query": {"q": ["may ep"]}})


def test_project_is_registered_once_with_a_code(signed_in, an, world):
    client = signed_in(an)
    page = client.get(reverse("project_create"))
    sent = filled(page, name="Hỗ trợ máy sấy", level="kcdp", activity=world.machines.pk, ends_on="31/12/2026")
    answers = [client.post(reverse("project_create"), sent).url for _ in range(2)]
    project = Project.objects.get()
    year = timezone.localdate().year
    assert project.code == f"P34-68-KCDP-{year}-001"
    assert (project.ends_on, project.counted, project.phase) == (date(2026, 12, 31), True, Phase.REGISTERED)
    assert answers == [reverse("project_detail", args=[project.code])] * 2


def test_project_outside_any_is_counted_only_when_marked(signed_in, an, world):
    client = signed_in(an)
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
            "Đắk Nông kết thúc ngày 30/06/2025. Đề án năm 2026 lập ở Lâm Đồng, ghi Đắk Nông ở ô «Tỉnh cũ nơi thực hiện».",
        ),
        (
            "lam_dong",
            "2023",
            "Lâm Đồng của hiện nay có từ 01/07/2025. Đề án năm 2023 ghi ở tỉnh lúc đó: Bình Thuận, Đắk Nông, Lâm Đồng.",
        ),
    ],
)
def test_project_belongs_to_the_province_of_its_day(signed_in, an, world, unit, year, message):
    client = signed_in(an)
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


def test_origin_is_asked_only_where_provinces_were_merged(signed_in, an, binh, world):
    page = signed_in(an).get(reverse("project_create"))
    assert chosen_values(page, "origin_unit") == [
        str(province.pk) for province in (world.binh_thuan, world.dak_nong, world.old_lam_dong)
    ]
    assert "origin_unit" not in signed_in(binh).get(reverse("project_create")).context["form"].fields


def test_origin_must_lie_in_the_province(signed_in, an, world):
    client = signed_in(an)
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


def test_project_with_entries_keeps_what_they_carry(signed_in, an, make_project, lan, late):
    project, client = make_project(lan), signed_in(an)
    late(project)
    address = reverse("project_edit", args=[project.code])
    page = client.get(address)
    assert "Đề án đã có số liệu trong sổ." in page.text
    assert (
        client.post(address, filled(page, name="Tên mới", level="kcqg", first_year="2020")).status_code == 302
    )
    stored = Project.objects.get()
    assert (stored.name, stored.level, stored.code) == ("Tên mới", Level.KCDP, project.code)


def test_project_without_entries_gets_a_new_code_when_it_moves(signed_in, an, make_project, lan):
    project, client = make_project(lan, first_year=2026), signed_in(an)
    address = reverse("project_edit", args=[project.code])
    response = client.post(address, filled(client.get(address), level="kcqg"))
    stored = Project.objects.get()
    assert (stored.code, stored.version) == ("P34-68-KCQG-2026-001", 2)
    assert response.url == reverse("project_detail", args=[stored.code])


def test_project_edit_after_a_step_was_recorded_is_stale_and_keeps_the_step(signed_in, an, make_project, lan):
    project, client = make_project(lan, first_year=2026), signed_in(an)
    address = reverse("project_edit", args=[project.code])
    opened = filled(client.get(address), name="Tên mới")
    Project.objects.filter(pk=project.pk).update(phase=Phase.APPROVED, version=project.version + 1)
    assert client.post(address, opened).context["conflict"]
    assert Project.objects.get().phase == Phase.APPROVED


def test_project_dates_that_cannot_be_are_told_at_their_field(signed_in, an, world):
    client = signed_in(an)
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


# ---------------------------------------------------------------------------------------------------- queries


def count_queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(PAGES) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("who", ["an", "chi", "centre"])
def test_pages_ask_the_same_few_queries_for_one_row_and_for_three(
    signed_in, request, who, make_person, departments, make_project, make_business, lan, late, world,
    django_assert_max_num_queries,
):  # fmt: skip
    person = (
        make_person("giang.vung", "Hồ Thị Giang", departments.centre, Role.VIEWER)
        if who == "centre"
        else request.getfixturevalue(who)
    )
    client = signed_in(person)
    today = timezone.localdate()

    def add(number):
        project = make_project(lan, name=f"Hỗ trợ máy sấy {number}", ends_on=today + timedelta(days=number))
        late(project)
        late(project, stage=Stage.PAID, amount=10_000_000)
        Project.objects.filter(pk=project.pk).update(phase=Phase.RUNNING)
        business = make_business(f"HTX Máy sấy {number}")
        actions.add_beneficiary(beneficiary=Beneficiary(project=project, business=business), by=lan)
        actions.add_beneficiary(beneficiary=Beneficiary(project=project, business=first), by=lan)
        first.workers = number + 1
        first.unit = world.dak_nong if number % 2 else world.lam_dong
        first.save()

    first = make_business()
    pages = [
        reverse("home"),
        reverse("project_list"),
        f"{reverse('project_list')}?q=may+say&unit={world.lam_dong.pk}&year=2023&level=kcdp&sort=-planned",
        reverse("business_list"),
        f"{reverse('business_list')}?q=htx&unit={world.lam_dong.pk}&supported=yes",
        reverse("business_detail", args=[first.pk]),
        reverse("business_history", args=[first.pk]),
    ]
    add(1)
    counts = [count_queries(client, page, django_assert_max_num_queries) for page in pages]
    add(2)
    add(3)
    assert [count_queries(client, page, django_assert_max_num_queries) for page in pages] == counts


def test_project_list_says_how_many_rows_are_no_project(signed_in, an, make_project, lan):
    make_project(lan)
    make_project(lan, kind=ProjectKind.OFF_PROJECT, counted=False)
    page = signed_in(an).get(reverse("project_list"))
    assert page.context["page_obj"].paginator.count == 2
    assert page.context["sums"][0] == ("Trong đó khoản ngoài đề án", "1")

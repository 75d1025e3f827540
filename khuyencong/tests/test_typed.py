"""What people really type: days, money and letters, told in Vietnamese where they are wrong, with nothing lost."""

import re
import unicodedata
from datetime import date

import pytest
from django.urls import reverse

from khuyencong.tests.addresses import client_of
from khuyencong.tests.forms import form_at, refused
from khuyencong.tests.scene import THIS_YEAR, TODAY_TYPED
from programs.choices import Level
from programs.models import Activity, Business, MoneyEntry, Project
from programs.projects import register
from programs.tests.factories import province

pytestmark = pytest.mark.django_db


# ----------------------------------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/02/2026", "tháng 2 năm 2026 chỉ có 28 ngày"),
        ("29/02/2025", "chỉ có 28 ngày"),
        ("31/04/2026", "chỉ có 30 ngày"),
        ("12/13/2026", "Không có tháng 13"),
        ("0/5/2026", "Không có ngày"),
        ("5/6/23", "đủ bốn chữ số"),
        ("June 5, 2026", "Hãy viết ngày/tháng/năm"),
        ("01/01/2999", "không hợp lệ"),
        ("", "Hãy nhập ô này"),
    ],
)
def test_impossible_day_is_told_and_stays_in_its_field(officer, new_project, typed, words):
    address = reverse("money_add", args=[new_project.code])
    form = form_at(officer, address, stage="assigned", amount="100 triệu", note="Diễn giải", on=typed)

    response = officer.post(address, form)

    assert words in refused(response, "on")
    assert [response.context["form"][name].value() for name in ("on", "amount", "note")] == [
        typed,
        "100 triệu",
        "Diễn giải",
    ]
    assert not MoneyEntry.objects.filter(project=new_project).exists()


def test_day_to_come_is_told(officer, new_project):
    address = reverse("money_add", args=[new_project.code])
    form = form_at(
        officer,
        address,
        stage="assigned",
        amount="100 triệu",
        on=f"31/12/{THIS_YEAR + 1}",
        budget_year=THIS_YEAR,
    )

    assert "ở sau hôm nay" in refused(officer.post(address, form), "on")


@pytest.mark.parametrize("typed", ["5/4/2026", "05/04/2026", "5-4-2026", "5.4.2026", "2026-04-05"])
def test_fifth_of_april_is_the_fifth_of_april(officer, new_project, typed):
    address = reverse("money_add", args=[new_project.code])
    form = form_at(officer, address, stage="assigned", amount="100 triệu", budget_year="2026", on=typed)

    assert officer.post(address, form).status_code == 302

    assert MoneyEntry.objects.get(project=new_project).on == date(2026, 4, 5)
    assert "05/04/2026" in officer.get(reverse("project_detail", args=[new_project.code])).content.decode()


# ---------------------------------------------------------------------------------------------------------- money


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.234.500.000", 1_234_500_000),
        ("1234500000", 1_234_500_000),
        ("1 234 500 000 đồng", 1_234_500_000),
        ("1.234,5 triệu", 1_234_500_000),
        ("1,2345 tỷ", 1_234_500_000),
        ("1.234.500 nghìn", 1_234_500_000),
        (" 1.234,5  TRIỆU ", 1_234_500_000),
        (unicodedata.normalize("NFD", "1.234,5 triệu đồng"), 1_234_500_000),
    ],
)
def test_money_is_read_as_officers_write_it(officer, new_project, typed, amount):
    address = reverse("money_add", args=[new_project.code])
    form = form_at(officer, address, stage="assigned", budget_year=THIS_YEAR, on=TODAY_TYPED, amount=typed)

    assert officer.post(address, form).status_code == 302

    assert MoneyEntry.objects.get(project=new_project).amount == amount


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1,234,500,000", "nhiều dấu phẩy"),
        ("1.23", "ngăn từng nhóm ba chữ số"),
        ("12.34.567", "ngăn từng nhóm ba chữ số"),
        ("500,5", "không ra số đồng nguyên"),
        ("năm trăm triệu", "Hãy viết như"),
        ("1e9", "Hãy viết như"),
        ("=1+1", "Hãy viết như"),
        ("10.000 tỷ", "dưới 10.000 tỷ"),
        ("0", "phải khác 0"),
    ],
)
def test_money_that_is_not_clear_is_told_and_stays_in_its_field(officer, new_project, typed, words):
    address = reverse("money_add", args=[new_project.code])
    form = form_at(officer, address, stage="assigned", budget_year=THIS_YEAR, on=TODAY_TYPED, amount=typed)

    response = officer.post(address, form)

    assert words in refused(response, "amount")
    assert response.context["form"]["amount"].value() == typed
    assert not MoneyEntry.objects.filter(project=new_project).exists()


@pytest.mark.parametrize(("typed", "words"), [("120 tỷ", "lớn hơn"), ("120 nghìn", "nhỏ hơn")])
def test_thousandfold_slip_is_asked_about_and_taken_once_confirmed(scene, officer, typed, words):
    """The project's other amounts are 120 million."""
    address = reverse("money_add", args=[scene.own.project.code])
    form = form_at(officer, address, stage="accepted", budget_year=THIS_YEAR, on=TODAY_TYPED, amount=typed)
    before = MoneyEntry.objects.count()

    question = officer.post(address, form)

    assert words in refused(question, "amount")
    assert MoneyEntry.objects.count() == before
    confirmed = re.search(
        r'name="confirm_slip"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="confirm_slip"',
        question.content.decode(),
    )
    amount = confirmed[1] or confirmed[2]
    assert officer.post(address, form | {"confirm_slip": amount}).status_code == 302
    assert MoneyEntry.objects.filter(stage="accepted").get().amount == int(amount)


# ------------------------------------------------------------------------------------------------ Vietnamese letters


def test_name_typed_in_parts_is_stored_whole_and_its_twin_refused(scene, officer):
    """NFD, as some keyboards send it, and NFC look alike and are one name."""
    name = "Cơ sở chế biến mắc ca Tuy Đức"
    address = reverse("business_create")
    common = {"legal_form": "household", "unit": scene.own.unit.pk}

    assert (
        officer.post(
            address, form_at(officer, address, name=unicodedata.normalize("NFD", f" {name}  "), **common)
        ).status_code
        == 302
    )
    stored = Business.objects.get(name=name)
    twin = officer.post(address, form_at(officer, address, name=name, **common))

    assert stored.name == name
    assert "đã có" in refused(twin, "name")
    assert Business.objects.filter(name=name).count() == 1


@pytest.mark.parametrize(
    "words",
    ["Đắk Nông", "Đăk Nông", "dak nong", "ĐẮK NÔNG", unicodedata.normalize("NFD", "Đắk Nông"), "nong dak"],
)
def test_dak_nong_is_found_however_it_is_written(scene, words):
    """Projects whose name says so and projects of the province; none of Lâm Đồng itself."""
    for unit, name in (("P63-67", "Phát triển khuyến công Đắk Nông"), ("P63-68", "Máy sấy chè")):
        register.register(
            project=Project(
                unit=province(unit),
                name=name,
                level=Level.KCDP,
                activity=Activity.objects.get(code="III.c"),
                first_year=2023,
            ),
            by=scene.people["leader"],
        )
    of_dak_nong = Project.objects.filter(unit__key="P63-67").values_list("code", flat=True)
    rows = client_of(scene, "officer").get("/projects/", {"q": words}).context["rows"]
    lookup = client_of(scene, "root").get(
        "/admin/autocomplete/",
        {"app_label": "programs", "model_name": "province", "field_name": "successor", "term": words},
    )

    assert {row["url"] for row in rows} == {f"/projects/{code}/" for code in of_dak_nong}
    assert [row["text"] for row in lookup.json()["results"]] == [str(province("P63-67"))]

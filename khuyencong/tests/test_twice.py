"""What is sent twice or late: one row, and both values to choose from. And what is asked of another province."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from khuyencong.tests.addresses import MISSING, client_of, fingerprint
from khuyencong.tests.forms import form_at, refused
from khuyencong.tests.scene import THIS_YEAR, TODAY_TYPED
from programs.models import Business, MoneyEntry, Project, ProjectEvent, ResultEntry
from programs.tests.web import filled

pytestmark = pytest.mark.django_db


# ----------------------------------------------------------------------------------------------------- twice, late


def test_second_submit_of_each_form_gives_the_same_answer_and_one_row(scene, officer, new_project):
    money = reverse("money_add", args=[new_project.code])
    tries = [
        (reverse("business_create"), Business, {"name": "Cơ sở mới", "legal_form": "household"}),
        (
            reverse("project_create"),
            Project,
            {"name": "Đề án mới", "level": "kcdp", "activity": new_project.activity_id},
        ),
        (
            money,
            MoneyEntry,
            {"stage": "assigned", "budget_year": THIS_YEAR, "on": TODAY_TYPED, "amount": "100 triệu"},
        ),
        (
            reverse("project_result_add", args=[new_project.code]),
            ResultEntry,
            {"indicator": scene.own.result.indicator_id, "on": TODAY_TYPED, "quantity": "2"},
        ),
        (
            reverse("event_add", args=[new_project.code]),
            ProjectEvent,
            {"happening": "approved", "on": TODAY_TYPED, "budget_year": THIS_YEAR, "document": "12/QĐ-SCT"},
        ),
    ]
    for address, model, typed in tries:
        before, form = model.objects.count(), form_at(officer, address, **typed)

        answers = [officer.post(address, form) for _ in range(3)]

        assert {(answer.status_code, answer["Location"]) for answer in answers} == {
            (302, answers[0]["Location"])
        }
        assert model.objects.count() == before + 1, address


def test_file_sent_twice_is_one_step_and_another_file_is_other_content(
    scene, officer, new_project, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    address = reverse("event_add", args=[new_project.code])
    typed = {"happening": "approved", "on": TODAY_TYPED, "budget_year": THIS_YEAR, "document": "12/QĐ-SCT"}
    form, before = form_at(officer, address, **typed), ProjectEvent.objects.count()

    def send(content):
        return officer.post(address, form | {"file": SimpleUploadedFile("qd.pdf", content)})

    first, second = send(b"%PDF-1.7 x"), send(b"%PDF-1.7 x")
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"]
    assert "nội dung khác" in refused(send(b"%PDF-1.7 y"), "__all__")
    assert ProjectEvent.objects.count() == before + 1


def test_correction_sent_twice_is_one_correction(scene, officer):
    address = reverse("money_correct", args=[scene.own.money.pk])
    form = form_at(officer, address, amount="110 triệu", reason="Ghi nhầm")
    before = MoneyEntry.objects.count()

    first, second = officer.post(address, form), officer.post(address, form)
    third = officer.post(address, form_at(officer, address, amount="100 triệu", reason="Lần nữa"))

    assert (first.status_code, second["Location"]) == (302, first["Location"])
    assert "đã được điều chỉnh trước đó" in refused(third, "__all__")
    assert MoneyEntry.objects.count() == before + 2


@pytest.mark.parametrize("kind", ["business", "project"])
def test_stale_edit_is_shown_both_values_and_nothing_is_lost(scene, officer, leader, kind):
    row = getattr(scene.own, kind)
    address = reverse(f"{kind}_edit", args=[row.pk if kind == "business" else row.code])
    hers = form_at(officer, address, name="Tên của An", note="Ghi chú của An")
    theirs = form_at(leader, address, name="Tên của Lan")
    assert leader.post(address, theirs).status_code == 302

    late = officer.post(address, hers)

    page = late.content.decode()
    assert [row.theirs for row in late.context["conflict"]["rows"]][:1] == ["Tên của Lan"]
    assert "Tên của An" in page and "Tên của Lan" in page and "Ghi chú của An" in page
    row.refresh_from_db()
    assert row.name == "Tên của Lan"
    assert officer.post(address, filled(late)).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.note) == ("Tên của An", "Ghi chú của An")
    assert "Tên của Lan" in {record.name for record in row.history.all()}


def test_stale_edit_in_the_admin_is_shown_both_values(scene):
    client, row = client_of(scene, "root"), scene.own.department
    address = reverse("admin:programs_department_change", args=[row.pk])
    page = client.get(address)
    form = filled(FormOf(page))
    client.post(address, form | {"name": "Tên thứ nhất"})

    late = client.post(address, form | {"name": "Tên thứ hai"})

    words = late.content.decode()
    assert "Tên thứ nhất" in words and "Tên thứ hai" in words and "người khác đã lưu" in words
    row.refresh_from_db()
    assert row.name == "Tên thứ nhất"


class FormOf:
    """A page of the admin, as programs.tests.web reads pages."""

    def __init__(self, page):
        self.context = {"form": page.context["adminform"].form}


# ------------------------------------------------------------------------------------------------- another province


def test_number_of_another_province_in_the_address_is_a_missing_row(scene, officer):
    other = scene.other
    addresses = {
        "business_edit": other.business.pk,
        "project_edit": other.project.code,
        "money_add": other.project.code,
        "money_correct": other.money.pk,
        "result_correct": other.result.pk,
        "event_undo": other.event.pk,
        "beneficiary_withdraw": other.beneficiary.pk,
        "beneficiary_replace": other.beneficiary.pk,
        "beneficiary_change": other.beneficiary.pk,
        "beneficiary_correct": other.beneficiary_line.pk,
    }
    before = fingerprint()
    for name, number in addresses.items():
        form = {
            "name": "x",
            "amount": "1 triệu",
            "reason": "x",
            "submission_key": "6f1c1b7e-0000-4000-8000-000000000000",
        }
        assert officer.post(reverse(name, args=[number]), form).status_code == 404, name
        assert officer.post(reverse(name, args=[MISSING]), form).status_code == 404, name

    assert fingerprint() == before


def test_province_of_others_in_a_filter_or_report_finds_nothing(scene, officer):
    assert officer.get("/reports/", {"place": "P34-52"}).status_code == 404
    for page in ("/projects/", "/businesses/", "/results/"):
        answer = officer.get(page, {"unit": scene.other.unit.pk})
        assert scene.other.mark not in answer.content.decode()

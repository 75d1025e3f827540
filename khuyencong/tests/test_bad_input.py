"""What people really type, send twice, send late or should not send: told in Vietnamese or a 404, nothing lost, nothing
saved twice. Through the forms of the portal, over the real reference data.
"""

import re
import unicodedata
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from khuyencong.tests.test_matrix import MISSING, client_of, fingerprint
from programs.choices import ClosureState, Level
from programs.ledger import closing
from programs.ledger.asof import head
from programs.models import Activity, Business, MoneyEntry, Posting, Project, ProjectEvent, ResultEntry
from programs.projects import register
from programs.tests.factories import province
from programs.tests.web import filled

pytestmark = pytest.mark.django_db
THIS_YEAR = timezone.localdate().year
TODAY = f"{timezone.localdate():%d/%m/%Y}"
ENGLISH = re.compile(r"\b(the|this|field|valid|enter|value|required|error|please)\b", re.IGNORECASE)


@pytest.fixture
def officer(scene):
    return client_of(scene, "officer")


@pytest.fixture
def leader(scene):
    return client_of(scene, "leader")


@pytest.fixture
def project(scene):
    """A fresh project of Đắk Nông of 2023, without entries."""
    return register.register(
        project=Project(
            unit=scene.own.unit,
            name="Hỗ trợ máy sấy cà phê",
            level=Level.KCDP,
            activity=Activity.objects.get(code="III.c"),
            first_year=2023,
        ),
        by=scene.people["leader"],
    )


def form_at(client, address, **changes):
    return filled(client.get(address), **changes)


def refused(response, *fields):
    """The messages at these fields, in Vietnamese, with everything typed still on the page."""
    assert response.status_code == 200
    form = response.context["form"]
    assert sorted(form.errors) == sorted(fields)
    messages = [message for errors in form.errors.values() for message in errors]
    assert not [message for message in messages if ENGLISH.search(message)]
    page = response.content.decode()
    assert all(message.split("«")[0].strip(" .") in page for message in messages)
    return " ".join(messages)


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
def test_impossible_day_is_told_and_stays_in_its_field(officer, project, typed, words):
    address = reverse("money_add", args=[project.code])
    form = form_at(officer, address, stage="assigned", amount="100 triệu", note="Diễn giải", on=typed)

    response = officer.post(address, form)

    assert words in refused(response, "on")
    assert [response.context["form"][name].value() for name in ("on", "amount", "note")] == [
        typed,
        "100 triệu",
        "Diễn giải",
    ]
    assert not MoneyEntry.objects.filter(project=project).exists()


def test_day_to_come_is_told(officer, project):
    address = reverse("money_add", args=[project.code])
    form = form_at(
        officer,
        address,
        stage="assigned",
        amount="100 triệu",
        on=f"31/12/{THIS_YEAR + 1}",
        budget_year=THIS_YEAR,
    )

    assert "ở sau hôm nay" in refused(officer.post(address, form), "on")


@pytest.mark.parametrize("typed", ["5/6/2023", "05/06/2023", "5-6-2023", "5.6.2023", "2023-06-05"])
def test_fifth_of_june_is_the_fifth_of_june(leader, project, typed):
    address = reverse("money_add", args=[project.code])
    form = form_at(leader, address, stage="assigned", amount="100 triệu", budget_year="2023", on=typed)

    assert leader.post(address, form | {"reason": "Bổ sung hồ sơ cũ"}).status_code == 302

    assert MoneyEntry.objects.get(project=project).on == date(2023, 6, 5)
    assert "05/06/2023" in leader.get(reverse("project_detail", args=[project.code])).content.decode()


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
def test_money_is_read_as_officers_write_it(officer, project, typed, amount):
    address = reverse("money_add", args=[project.code])
    form = form_at(officer, address, stage="assigned", budget_year=THIS_YEAR, on=TODAY, amount=typed)

    assert officer.post(address, form).status_code == 302

    assert MoneyEntry.objects.get(project=project).amount == amount


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
def test_money_that_is_not_clear_is_told_and_stays_in_its_field(officer, project, typed, words):
    address = reverse("money_add", args=[project.code])
    form = form_at(officer, address, stage="assigned", budget_year=THIS_YEAR, on=TODAY, amount=typed)

    response = officer.post(address, form)

    assert words in refused(response, "amount")
    assert response.context["form"]["amount"].value() == typed
    assert not MoneyEntry.objects.filter(project=project).exists()


@pytest.mark.parametrize(("typed", "words"), [("120 tỷ", "lớn hơn"), ("120 nghìn", "nhỏ hơn")])
def test_thousandfold_slip_is_asked_about_and_taken_once_confirmed(scene, officer, typed, words):
    """The project's other amounts are 120 million."""
    address = reverse("money_add", args=[scene.own.project.code])
    form = form_at(officer, address, stage="accepted", budget_year=THIS_YEAR, on=TODAY, amount=typed)
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


# ----------------------------------------------------------------------------------------------------- twice, late


def test_second_submit_of_each_form_gives_the_same_answer_and_one_row(scene, officer, project):
    money = reverse("money_add", args=[project.code])
    tries = [
        (reverse("business_create"), Business, {"name": "Cơ sở mới", "legal_form": "household"}),
        (
            reverse("project_create"),
            Project,
            {"name": "Đề án mới", "level": "kcdp", "activity": project.activity_id},
        ),
        (
            money,
            MoneyEntry,
            {"stage": "assigned", "budget_year": THIS_YEAR, "on": TODAY, "amount": "100 triệu"},
        ),
        (
            reverse("project_result_add", args=[project.code]),
            ResultEntry,
            {"indicator": scene.own.result.indicator_id, "on": TODAY, "quantity": "2"},
        ),
        (
            reverse("event_add", args=[project.code]),
            ProjectEvent,
            {"happening": "approved", "on": TODAY, "budget_year": THIS_YEAR, "document": "12/QĐ-SCT"},
        ),
    ]
    for address, model, typed in tries:
        before, form = model.objects.count(), form_at(officer, address, **typed)

        answers = [officer.post(address, form) for _ in range(3)]

        assert {(answer.status_code, answer["Location"]) for answer in answers} == {
            (302, answers[0]["Location"])
        }
        assert model.objects.count() == before + 1, address


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
    assert officer.get("/reports/", {"place": "P34-48"}).status_code == 404
    for page in ("/projects/", "/businesses/", "/results/"):
        answer = officer.get(page, {"unit": scene.other.unit.pk})
        assert scene.other.mark not in answer.content.decode()


# ------------------------------------------------------------------------------------------------- what is closed


@pytest.fixture
def closed(scene):
    """This year is closed up to today, for Lâm Đồng and what was merged into it."""
    return closing.set_closure(
        unit=scene.own.home,
        budget_year=THIS_YEAR,
        cut_off=timezone.localdate(),
        state=ClosureState.CLOSED,
        by=scene.people["chief"],
    )


def test_entry_into_a_closed_period_is_told_with_its_reason(scene, officer, closed):
    code = scene.own.project.code
    tries = [
        (
            "money_add",
            code,
            {"stage": "accepted", "budget_year": THIS_YEAR, "on": TODAY, "amount": "120 triệu"},
        ),
        (
            "project_result_add",
            code,
            {"indicator": scene.own.result.indicator_id, "on": TODAY, "quantity": "2"},
        ),
        (
            "event_add",
            code,
            {"happening": "contracted", "on": TODAY, "budget_year": THIS_YEAR, "document": "1/HĐ"},
        ),
        ("money_correct", scene.own.money.pk, {"amount": "110 triệu", "reason": "Ghi nhầm"}),
        ("result_correct", scene.own.result.pk, {"quantity": "4", "reason": "Ghi nhầm"}),
        ("event_undo", scene.own.event.pk, {"reason": "Ghi nhầm"}),
    ]
    before = fingerprint()
    for name, subject, typed in tries:
        address = reverse(name, args=[subject])
        response = officer.post(address, form_at(officer, address, **typed))

        assert response.status_code == 200, name
        assert "chốt" in str(response.context["form"].errors), name

    assert fingerprint() == before


def test_leader_adds_to_a_closed_period_with_a_reason_and_at_its_true_day(scene, leader, closed):
    address = reverse("money_add", args=[scene.own.project.code])
    typed = {"stage": "accepted", "budget_year": THIS_YEAR, "on": TODAY, "amount": "120 triệu"}
    form = form_at(leader, address, **typed)

    assert leader.post(address, form).status_code == 200
    assert leader.post(address, form | {"reason": "Hồ sơ về muộn"}).status_code == 302

    entry = MoneyEntry.objects.filter(stage="accepted").get()
    assert (entry.on, entry.posting.kind, entry.posting.reason) == (
        timezone.localdate(),
        "late",
        "Hồ sơ về muộn",
    )


# ------------------------------------------------------------------------------------------------------- the shell


def by_shell(scene):
    own = scene.own
    return {
        "money": lambda: MoneyEntry.objects.filter(pk=own.money.pk).update(amount=1),
        "result": lambda: ResultEntry.objects.filter(pk=own.result.pk).update(quantity=1),
        "event": lambda: ProjectEvent.objects.filter(pk=own.event.pk).update(document="khác"),
        "posting": lambda: type(own.posting).objects.filter(pk=own.posting.pk).update(reason="khác"),
        "closure": lambda: type(own.closure).objects.filter(pk=own.closure.pk).update(state="reopened"),
        "deletion": lambda: MoneyEntry.objects.filter(pk=own.money.pk)._raw_delete("default"),
        "raw update": lambda: raw("UPDATE programs_moneyentry SET amount = 1 WHERE id = %s", own.money.pk),
        "raw deletion": lambda: raw("DELETE FROM programs_resultentry WHERE id = %s", own.result.pk),
    }


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "way", ["money", "result", "event", "posting", "closure", "deletion", "raw update", "raw deletion"]
)
def test_row_of_a_ledger_is_not_changed_by_shell(scene, way):
    before = fingerprint()

    with pytest.raises((IntegrityError, DatabaseError)) as refusal, transaction.atomic():
        by_shell(scene)[way]()

    assert "sổ" in str(refusal.value).lower()
    assert not ENGLISH.search(str(refusal.value).splitlines()[0])
    assert fingerprint() == before


def test_entry_into_a_closed_period_by_shell_is_refused(scene, closed):
    posting = Posting(
        number=head() + 1, recorded_at=timezone.now(), recorded_by=scene.people["officer"], kind="entry"
    )
    Posting.objects.bulk_create([posting])
    row = MoneyEntry.objects.get(pk=scene.own.money.pk)
    row.pk, row.posting = None, posting
    before = MoneyEntry.objects.count()

    with pytest.raises((IntegrityError, DatabaseError), match="chốt"), transaction.atomic():
        MoneyEntry.objects.bulk_create([row])

    assert MoneyEntry.objects.count() == before

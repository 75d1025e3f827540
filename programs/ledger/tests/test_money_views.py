"""The page that writes money, as a browser meets it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from programs.choices import ProjectKind, Source, Stage
from programs.models import Beneficiary, MoneyEntry, Submission
from programs.projects import beneficiaries
from programs.tests.factories import OF_2023
from programs.tests.web import errors, sent

MONEY = {
    "stage": "assigned",
    "source": "kcdp_province",
    "budget_year": "2023",
    "on": "5/6/2023",
    "amount": "1.234,5 triệu",
    "document": "QĐ số 12/QĐ-SCT",
}


@pytest.fixture
def add_address(project):
    return reverse("money_add", args=[project.code])


# --- adding money ----------------------------------------------------------------------------------------------------


def test_money_is_read_as_it_is_written_here_and_lands_on_the_project_page(sign_in, an, project, add_address):
    client = sign_in(an)

    response = client.post(add_address, sent(MONEY))

    assert response.url == f"/projects/{project.code}/#kinh-phi"
    entry = MoneyEntry.objects.get()
    assert (entry.amount, entry.on, entry.posting.recorded_by) == (1_234_500_000, date(2023, 6, 5), an)
    page = client.get(response.url).content.decode()
    assert "Đã ghi một dòng kinh phí." in page
    assert "1.234.500.000" in page


def test_form_starts_with_what_is_known(sign_in, an, project, add_address):
    form = sign_in(an).get(f"{add_address}?stage=paid").context["form"]

    assert {name: form[name].initial for name in ("stage", "source", "budget_year")} == {
        "stage": "paid",
        "source": Source.KCDP_PROVINCE,
        "budget_year": 2023,
    }
    assert "activity" not in form.fields
    assert "beneficiary" not in form.fields
    assert "reason" not in form.fields


@pytest.mark.parametrize(
    ("kind", "stage"), [(ProjectKind.SINGLE, Stage.SETTLED), (ProjectKind.GROUP, Stage.PARTLY_SETTLED)]
)
def test_form_of_a_settlement_begins_with_the_one_that_fits_the_project(
    sign_in, an, make_project, make_business, kind, stage
):
    project = make_project(an, kind=kind)
    for name in "AB":
        joined = Beneficiary(project=project, business=make_business(f"Cơ sở {name}"))
        beneficiaries.add_beneficiary(beneficiary=joined, by=an, **OF_2023)

    form = sign_in(an).get(f"{reverse('money_add', args=[project.code])}?stage=settled").context["form"]

    assert form["stage"].initial == stage


def test_group_is_asked_at_the_field_for_whom_the_money_is(sign_in, an, make_project, make_business):
    project = make_project(an, kind=ProjectKind.GROUP)
    address = reverse("money_add", args=[project.code])
    client = sign_in(an)
    assert list(errors(client.post(address, sent(MONEY, stage="paid")))) == [
        "__all__"
    ]  # nobody to choose yet
    joined = Beneficiary(project=project, business=make_business())
    beneficiaries.add_beneficiary(beneficiary=joined, by=an, **OF_2023)
    assert list(errors(client.post(address, sent(MONEY, stage="paid")))) == ["beneficiary"]

    client.post(address, sent(MONEY, stage="paid", beneficiary=joined.pk))

    assert MoneyEntry.objects.get().beneficiary == joined


def test_flagship_asks_for_the_content(sign_in, an, make_project, world):
    project = make_project(an, kind=ProjectKind.FLAGSHIP)

    sign_in(an).post(reverse("money_add", args=[project.code]), sent(MONEY, activity=world.model_line.pk))

    assert (MoneyEntry.objects.get().activity, MoneyEntry.objects.get().main_activity) == (
        world.model_line,
        world.machines,
    )


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"on": "31/02/2023"}, "on", "Không có ngày 31/02/2023"),
        ({"on": "2023"}, "on", "Không hiểu ngày"),
        ({"on": "01/01/2099"}, "on", "ở sau hôm nay"),
        ({"amount": "abc"}, "amount", "Không hiểu số tiền"),
        ({"amount": "0"}, "amount", "Số tiền phải khác 0"),
        ({"amount": ""}, "amount", "Hãy nhập ô này."),
        ({"amount": "10.000 tỷ"}, "amount", "dưới 10.000 tỷ"),
        ({"budget_year": "23"}, "budget_year", "Năm phải từ 1990 đến 2100."),
        ({"budget_year": "hai nghìn"}, "budget_year", "bốn chữ số"),
        ({"budget_year": "2020"}, "budget_year", "cách ngày 05/06/2023 hơn một năm"),
        ({"stage": "carried"}, "carried_from", "chuyển nguồn phải ghi năm"),
        ({"stage": "carried", "carried_from": "2024"}, "carried_from", "trước năm ngân sách này"),
        ({"source": "own", "stage": "paid"}, "stage", "Vốn đối ứng"),
        ({"source": "lottery"}, "source", "không có trong danh sách"),
    ],
)
def test_error_stands_at_its_field_and_nothing_typed_is_lost(sign_in, an, add_address, changes, field, words):
    response = sign_in(an).post(add_address, sent(MONEY, **changes))

    assert list(errors(response)) == [field]
    assert re.search(words, " ".join(errors(response)[field]))
    page = response.content.decode()
    assert "Chưa lưu được: cần xem lại" in page
    for name, value in (MONEY | changes).items():
        if name in ("amount", "on", "document", "budget_year"):
            assert response.context["form"][name].value() == value
    assert (MoneyEntry.objects.count(), Submission.objects.count()) == (0, 0)


def test_thousandfold_slip_is_asked_about_and_kept_when_confirmed(sign_in, an, add_address):
    client = sign_in(an)
    client.post(add_address, sent(MONEY, amount="500 triệu"))
    again = sent(MONEY, amount="500000", stage="paid")

    response = client.post(add_address, again)

    assert "Có nhầm đơn vị không?" in errors(response)["amount"][0]
    assert client.post(add_address, again | {"confirm_slip": "500000"}).status_code == 302
    assert list(MoneyEntry.objects.order_by("pk").values_list("amount", flat=True)) == [500_000_000, 500_000]


def test_double_submit_makes_one_entry_and_the_same_answer(sign_in, an, add_address):
    client, form = sign_in(an), sent(MONEY)

    answers = [client.post(add_address, form).url for _ in range(3)]

    assert len(set(answers)) == 1
    assert MoneyEntry.objects.count() == 1


def test_another_form_makes_another_entry(sign_in, an, add_address):
    client = sign_in(an)

    client.post(add_address, sent(MONEY))
    client.post(add_address, sent(MONEY, stage="contracted"))

    assert MoneyEntry.objects.count() == 2


def test_officer_writes_on_what_was_merged_in(sign_in, an, make_project, world):
    project = make_project(an, unit=world.dak_nong)

    response = sign_in(an).post(reverse("money_add", args=[project.code]), sent(MONEY))

    assert response.status_code == 302
    assert MoneyEntry.objects.get().unit == world.dak_nong


def test_beneficiary_of_another_project_is_no_choice(
    sign_in, an, project, make_project, make_business, add_address
):
    for one in (project, make_project(an)):
        beneficiaries.add_beneficiary(
            beneficiary=Beneficiary(project=one, business=make_business(f"Cơ sở {one.code}")),
            by=an,
            **OF_2023,
        )
    other = Beneficiary.objects.exclude(project=project).get()

    response = sign_in(an).post(add_address, sent(MONEY, beneficiary=other.pk))

    assert list(errors(response)) == ["beneficiary"]


def test_closed_period_is_told_at_the_day(sign_in, an, add_address, closed):
    response = sign_in(an).post(add_address, sent(MONEY))

    assert "đã chốt đến hết ngày 30/09/2023" in errors(response)["on"][0]


def test_leader_adds_after_the_closing_with_a_reason(sign_in, lan, add_address, closed):
    client = sign_in(lan)

    assert "reason" in client.get(add_address).context["form"].fields
    assert "on" in errors(client.post(add_address, sent(MONEY)))
    assert client.post(add_address, sent(MONEY, reason="Kho bạc xác nhận chậm")).status_code == 302
    assert MoneyEntry.objects.get().posting.kind == "late"


def test_officer_cannot_smuggle_a_reason(sign_in, an, add_address, closed):
    response = sign_in(an).post(add_address, sent(MONEY, reason="Tự cho phép"))

    assert "on" in errors(response)

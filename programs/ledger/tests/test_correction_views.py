"""The pages that put a line right, as a browser meets them."""

import pytest
from django.urls import reverse

from programs.ledger import entries
from programs.models import Beneficiary, MoneyEntry
from programs.projects import beneficiaries
from programs.tests.factories import OF_2023
from programs.tests.web import errors, sent


@pytest.fixture
def entry(an, project, money):
    return entries.add_money(entry=money(project, amount=500_000_000, document="QĐ 1"), by=an)


@pytest.fixture
def correct_address(entry):
    return reverse("money_correct", args=[entry.pk])


AS_WRITTEN = {
    "stage": "assigned",
    "source": "kcdp_province",
    "budget_year": "2023",
    "on": "15/03/2023",
    "amount": "500.000.000",
    "document": "QĐ 1",
}


def test_correction_starts_from_the_line(sign_in, an, correct_address):
    form = sign_in(an).get(correct_address).context["form"]

    assert {name: form[name].value() for name in ("stage", "budget_year", "amount", "document")} == {
        "stage": "assigned",
        "budget_year": 2023,
        "amount": "500.000.000",
        "document": "QĐ 1",
    }
    assert 'value="15/03/2023"' in str(form["on"])


def test_correction_reverses_and_replaces(sign_in, an, project, entry, correct_address):
    response = sign_in(an).post(
        correct_address, sent(AS_WRITTEN, amount="450 triệu", reason="Cắt giảm theo QĐ 9")
    )

    assert response.url == f"/projects/{project.code}/#kinh-phi"
    assert list(MoneyEntry.objects.order_by("pk").values_list("amount", "reverses", "posting__reason")) == [
        (500_000_000, None, ""),
        (-500_000_000, entry.pk, "Cắt giảm theo QĐ 9"),
        (450_000_000, None, "Cắt giảm theo QĐ 9"),
    ]


def test_line_is_only_taken_back_whatever_stands_in_the_fields(sign_in, an, correct_address):
    response = sign_in(an).post(
        correct_address, sent(AS_WRITTEN, amount="không rõ", on="", reason="Ghi hai lần", way="withdraw")
    )

    assert response.status_code == 302
    assert list(MoneyEntry.objects.order_by("pk").values_list("amount", flat=True)) == [
        500_000_000,
        -500_000_000,
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "450 triệu"}, "reason"),
        ({"reason": "Xem lại"}, "__all__"),
        ({"way": "withdraw"}, "reason"),
    ],
)
def test_correction_needs_a_reason_and_a_change(sign_in, an, correct_address, changes, field):
    response = sign_in(an).post(correct_address, sent(AS_WRITTEN, **changes))

    assert list(errors(response)) == [field]
    assert MoneyEntry.objects.count() == 1


def test_who_takes_back_without_a_reason_keeps_what_is_typed_and_may_still_correct(
    sign_in, an, correct_address
):
    page = sign_in(an)
    form = page.post(correct_address, sent(AS_WRITTEN, amount="450 triệu", way="withdraw")).context["form"]

    assert form["amount"].value() == "450 triệu"
    assert [name for name in form.fields if "disabled" in str(form[name])] == []


def test_second_of_two_who_correct_the_same_line_is_told(sign_in, an, lan, correct_address):
    sign_in(an).post(correct_address, sent(AS_WRITTEN, amount="450 triệu", reason="Cắt giảm"))

    response = sign_in(lan).post(correct_address, sent(AS_WRITTEN, amount="480 triệu", reason="Cắt giảm"))

    assert errors(response) == {"__all__": ["Dòng này đã được điều chỉnh trước đó."]}
    assert response.context["form"]["amount"].value() == "480 triệu"
    assert "bút toán 2" in response.content.decode()


def test_reversing_line_has_no_page_of_correction(sign_in, an, entry):
    entries.correct(entry=entry, by=an, reason="Ghi nhầm")

    mirror = MoneyEntry.objects.get(reverses=entry)
    assert sign_in(an).get(reverse("money_correct", args=[mirror.pk])).status_code == 404


def test_line_of_a_withdrawn_beneficiary_is_still_taken_back(sign_in, an, project, make_business, money):
    joined = beneficiaries.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business()), by=an, **OF_2023
    )
    plus = entries.add_money(entry=money(project, beneficiary=joined), by=an)
    entries.add_money(entry=money(project, beneficiary=joined, amount=-100_000_000), by=an)
    beneficiaries.withdraw_beneficiary(beneficiary=joined, by=an, reason="Rút", **OF_2023)

    address = reverse("money_correct", args=[plus.pk])
    response = sign_in(an).post(address, sent({}, reason="Ghi nhầm", way="withdraw"))

    assert response.status_code == 302
    assert MoneyEntry.objects.get(reverses=plus).beneficiary == joined

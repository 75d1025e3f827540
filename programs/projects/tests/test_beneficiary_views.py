"""The pages on which businesses join and leave a project, as a browser meets them."""

import pytest
from django.urls import reverse

from programs.ledger import entries
from programs.models import Beneficiary
from programs.projects import beneficiaries
from programs.tests.factories import OF_2023
from programs.tests.web import errors, sent

TYPED = {"on": "01/03/2023", "budget_year": "2023"}


@pytest.fixture
def businesses(make_business, world):
    return {
        "here": make_business("Công ty TNHH Cà phê Di Linh"),
        "merged": make_business("HTX Hồ tiêu Đắk Song", unit=world.dak_nong),
        "elsewhere": make_business("Công ty Cà phê Pleiku", unit=world.gia_lai),
    }


@pytest.fixture
def join_address(project):
    return reverse("beneficiary_add", args=[project.code])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["Công ty TNHH Cà phê Di Linh", "HTX Hồ tiêu Đắk Song"]),
        ("ca phe", ["Công ty TNHH Cà phê Di Linh"]),
        ("dak song", ["HTX Hồ tiêu Đắk Song"]),
        ("pleiku", []),
    ],
)
def test_businesses_in_reach_are_found_without_accents(sign_in, an, businesses, join_address, words, found):
    page = sign_in(an).get(join_address, {"q": words})

    assert [business.name for business in page.context["form"].found] == found


def test_chosen_business_joins(sign_in, an, project, businesses, join_address):
    response = sign_in(an).post(
        f"{join_address}?q=ca+phe",
        sent(TYPED, business=businesses["here"].pk, amount="200 triệu", place="Xã Di Linh"),
    )

    assert response.url == f"/projects/{project.code}/#thu-huong"
    joined = Beneficiary.objects.get()
    assert (joined.business, joined.amount, joined.place, joined.level) == (
        businesses["here"],
        200_000_000,
        "Xã Di Linh",
        project.level,
    )


@pytest.mark.parametrize("business", ["", "elsewhere", "999999", "x"])
def test_business_out_of_reach_is_no_choice(sign_in, an, businesses, join_address, business):
    pk = businesses[business].pk if business in businesses else business

    response = sign_in(an).post(join_address, sent(TYPED, business=pk, amount="200 triệu"))

    assert list(errors(response)) == ["business"]
    assert response.context["form"]["amount"].value() == "200 triệu"
    assert Beneficiary.objects.count() == 0


def test_business_that_joined_meanwhile_is_told(sign_in, an, project, businesses, join_address):
    beneficiaries.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=businesses["here"]), by=an, **OF_2023
    )

    response = sign_in(an).post(join_address, sent(TYPED, business=businesses["here"].pk))

    assert errors(response) == {"__all__": ["Cơ sở này đã là đơn vị thụ hưởng của đề án."]}


def test_beneficiary_is_withdrawn_with_a_reason(sign_in, an, project, businesses, money):
    joined = beneficiaries.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=businesses["here"]), by=an, **OF_2023
    )
    address = reverse("beneficiary_withdraw", args=[joined.pk])
    entry = entries.add_money(entry=money(project, beneficiary=joined), by=an)
    client = sign_in(an)

    assert "còn kinh phí" in errors(client.post(address, sent(TYPED, reason="Xin rút")))["__all__"][0]
    entries.correct(entry=entry, by=an, reason="Ghi nhầm")
    assert client.post(address, sent(TYPED, reason="Xin rút")).status_code == 302

    assert Beneficiary.objects.standing().count() == 0

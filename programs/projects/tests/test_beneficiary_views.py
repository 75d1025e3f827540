"""The pages on which businesses join and leave a project, as a browser meets them."""

from datetime import date

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


def test_a_business_that_is_in_already_is_said_to_be_and_not_to_be_missing(
    sign_in, an, businesses, join_address
):
    client = sign_in(an)
    client.post(join_address, sent(TYPED, business=businesses["here"].pk))

    page = client.get(join_address, {"q": "ca phe"})

    assert "Đã là đơn vị thụ hưởng của đề án này" in page.text and "Không tìm thấy" not in page.text


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


def test_another_search_keeps_what_was_typed_and_writes_nothing(sign_in, an, businesses, join_address):
    typed = sent(TYPED, business=businesses["here"].pk, amount="200 triệu", place="Xã Di Linh", on="5/6/2023")

    page = sign_in(an).post(join_address, typed | {"q": "dak song", "search": "1"})

    form = page.context["form"]
    assert [row.name for row in form.found] == ["HTX Hồ tiêu Đắk Song", "Công ty TNHH Cà phê Di Linh"]
    kept = {name: str(form[name].value()) for name in ("business", "amount", "place", "on", "submission_key")}
    assert kept == {name: str(typed[name]) for name in kept}
    assert not form.is_bound and Beneficiary.objects.count() == 0
    assert sign_in(an).post(join_address, typed).status_code == 302


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


@pytest.fixture
def joined(an, project, businesses):
    row = Beneficiary(project=project, business=businesses["here"], amount=100)
    return beneficiaries.add_beneficiary(beneficiary=row, by=an, **OF_2023)


def test_another_support_and_the_acceptance_are_written(sign_in, an, joined):
    address, client = reverse("beneficiary_change", args=[joined.pk]), sign_in(an)

    for form in ({"change": "support", "support": "150 triệu"}, {"change": "accepted", "support": ""}):
        assert client.post(address, sent(TYPED, **form)).status_code == 302

    joined.refresh_from_db()
    assert (joined.amount, joined.accepted_on) == (150_000_000, date(2023, 3, 1))


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"change": "support"}, "support"),
        ({"change": "accepted", "support": "5 triệu"}, "support"),
        ({"change": "withdrawn"}, "change"),
        ({"change": "accepted", "on": ""}, "on"),
        ({"change": "accepted", "budget_year": ""}, "budget_year"),
    ],
)
def test_what_is_missing_in_a_change_is_told_at_its_field(sign_in, an, joined, form, field):
    response = sign_in(an).post(reverse("beneficiary_change", args=[joined.pk]), sent(TYPED, **form))

    assert list(errors(response)) == [field]
    assert joined.entries.count() == 1


def test_business_takes_the_place_of_another(sign_in, an, joined, businesses):
    form = sent(TYPED, business=businesses["merged"].pk, amount="90 triệu", reason="Cơ sở cũ giải thể")

    response = sign_in(an).post(reverse("beneficiary_replace", args=[joined.pk]), form)

    assert response.url == f"/projects/{joined.project.code}/#thu-huong"
    standing = Beneficiary.objects.standing().get()
    assert (standing.business, standing.amount) == (businesses["merged"], 90_000_000)
    assert standing.added.reason == "Cơ sở cũ giải thể"
    page = " ".join(sign_in(an).get(f"/projects/{joined.project.code}/").content.decode().split())
    assert f"thay bằng cơ sở khác là {standing.business.name}" in page
    assert f"thêm đơn vị thụ hưởng thay cho {joined.business.name}" in page


def test_day_and_support_of_joining_are_put_right(sign_in, an, joined):
    form = sent(TYPED, on="05/01/2023", support="120 triệu", reason="Gõ nhầm")

    sign_in(an).post(reverse("beneficiary_correct", args=[joined.entries.get().pk]), form)

    joined.refresh_from_db()
    line = joined.entries.get(reverses=None, reversed_by=None)
    assert (line.change, line.on, joined.amount, joined.withdrawn) == (
        "joined", date(2023, 1, 5), 120_000_000, None,
    )  # fmt: skip


def test_leader_writes_after_the_closing_with_a_reason_and_the_officer_is_told_how(
    sign_in, an, lan, joined, closed, businesses, join_address
):
    form = sent(TYPED, business=businesses["merged"].pk)

    refused = sign_in(an).post(join_address, form)
    assert "đã chốt đến hết ngày 30/09/2023" in errors(refused)["on"][0]
    assert sign_in(lan).post(join_address, form | {"reason": "Bỏ sót"}).status_code == 302
    leaves = sent(TYPED, reason="Xin rút", late="on")
    assert sign_in(lan).post(reverse("beneficiary_withdraw", args=[joined.pk]), leaves).status_code == 302

    assert [row.business for row in Beneficiary.objects.standing()] == [businesses["merged"]]

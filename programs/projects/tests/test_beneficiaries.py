import pytest
from django.core.exceptions import ValidationError

from programs.choices import Stage
from programs.ledger import entries
from programs.models import Beneficiary, Posting
from programs.projects import beneficiaries
from programs.tests.factories import OF_2023


def test_beneficiary_joins_and_leaves_by_postings(an, project, make_business):
    joined = beneficiaries.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business()), by=an, **OF_2023
    )

    beneficiaries.withdraw_beneficiary(beneficiary=joined, by=an, reason="Cơ sở xin rút", **OF_2023)

    kept = Beneficiary.objects.get()
    assert (kept.added_id, kept.withdrawn_id, kept.unit, kept.level) == (1, 2, project.unit, project.level)
    assert [Beneficiary.objects.known_at(number).count() for number in (0, 1, 2)] == [0, 1, 0]
    with pytest.raises(ValidationError, match="đã được rút"):
        beneficiaries.withdraw_beneficiary(beneficiary=joined, by=an, reason="Lần nữa", **OF_2023)


def test_business_benefits_once_from_a_project(an, project, make_business):
    business = make_business()
    beneficiaries.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=business), by=an, **OF_2023
    )

    with pytest.raises(ValidationError, match="đã là đơn vị thụ hưởng"):
        beneficiaries.add_beneficiary(
            beneficiary=Beneficiary(project=project, business=business), by=an, **OF_2023
        )

    assert (Beneficiary.objects.count(), Posting.objects.acts().count()) == (1, 1)


def test_business_of_another_province_is_no_beneficiary(an, project, make_business, world):
    stranger = make_business(unit=world.gia_lai)

    with pytest.raises(ValidationError, match="không thuộc phạm vi"):
        beneficiaries.add_beneficiary(
            beneficiary=Beneficiary(project=project, business=stranger), by=an, **OF_2023
        )


def test_beneficiary_with_money_stays(an, project, make_business, money):
    joined = beneficiaries.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business()), by=an, **OF_2023
    )
    entry = entries.add_money(entry=money(project, beneficiary=joined, stage=Stage.PAID), by=an)

    with pytest.raises(ValidationError, match="còn kinh phí"):
        beneficiaries.withdraw_beneficiary(beneficiary=joined, by=an, reason="Cơ sở xin rút", **OF_2023)
    entries.correct(entry=entry, by=an, reason="Ghi nhầm đơn vị")
    beneficiaries.withdraw_beneficiary(beneficiary=joined, by=an, reason="Cơ sở xin rút", **OF_2023)

    assert Beneficiary.objects.standing().count() == 0

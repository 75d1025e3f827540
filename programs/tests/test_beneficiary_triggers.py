"""What the database refuses of beneficiaries and of businesses that are one and the same, past every action."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from programs.businesses.same import count_apart, count_as_one
from programs.choices import ClosureState, PostingKind
from programs.ledger.asof import head
from programs.ledger.closing import set_closure
from programs.models import Beneficiary, BeneficiaryEntry, Posting, SameBusiness
from programs.projects.beneficiaries import add_beneficiary, withdraw_beneficiary
from programs.tests.factories import OF_2023


def raw_posting(by, kind=PostingKind.BENEFICIARY, reason=""):
    """A posting written past post(): the next number, the head left behind."""
    posting = Posting(number=head() + 1, recorded_at=timezone.now(), recorded_by=by, kind=kind, reason=reason)
    Posting.objects.bulk_create([posting])
    return posting


@pytest.fixture
def benefit(an, project, make_business):
    return add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business(), amount=7), by=an, **OF_2023
    )


def test_beneficiary_is_what_its_ledger_says_and_never_removed(an, benefit):
    withdraw_beneficiary(beneficiary=benefit, by=an, reason="Rút khỏi đề án", **OF_2023)
    rows = Beneficiary.objects.filter(pk=benefit.pk)

    for untold in ({"withdrawn": None}, {"amount": 5}, {"amount": None}, {"accepted_on": date(2023, 5, 1)}):
        with pytest.raises(IntegrityError, match="ghi đúng như sổ"), transaction.atomic():
            rows.update(**untold)
    with pytest.raises(IntegrityError, match="không đổi"), transaction.atomic():
        rows.update(level="kcqg")
    with pytest.raises(IntegrityError, match="không bị xóa"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM programs_beneficiary")
    with pytest.raises(IntegrityError, match="địa điểm"), transaction.atomic():
        rows.update(place="Thôn 3")


def test_line_is_of_the_project_and_business_of_its_beneficiary(an, benefit, make_project):
    line, other = benefit.entries.get(), make_project(an)
    line.pk, line.posting, line.project = None, raw_posting(an), other

    with pytest.raises(IntegrityError, match="cùng đề án"), transaction.atomic():
        BeneficiaryEntry.objects.bulk_create([line])


@pytest.mark.parametrize(
    ("on", "budget_year", "kind", "refused"),
    [
        (date(2023, 9, 30), 2023, PostingKind.BENEFICIARY, True),
        (date(2023, 10, 1), 2023, PostingKind.BENEFICIARY, False),
        (date(2022, 5, 1), 2022, PostingKind.BENEFICIARY, True),  # would stand in 2023 too
        (date(2023, 9, 30), 2024, PostingKind.BENEFICIARY, True),  # and between days
        (date(2023, 9, 30), 2023, PostingKind.LATE, False),
    ],
)
def test_line_that_counts_in_a_closed_period_is_refused(an, benefit, closed, on, budget_year, kind, refused):
    line = benefit.entries.get()
    line.pk, line.posting = None, raw_posting(an, kind, "Lý do")
    line.change, line.step, line.support, line.on, line.budget_year = "accepted", 0, None, on, budget_year

    if refused:
        with pytest.raises(IntegrityError, match="đã chốt"), transaction.atomic():
            BeneficiaryEntry.objects.bulk_create([line])
    else:
        BeneficiaryEntry.objects.bulk_create([line])
    assert BeneficiaryEntry.objects.count() == 2 - refused


# ------------------------------------------------------------------------------------------------ one and the same


@pytest.fixture
def three(make_business):
    return [make_business(f"HTX {letter}") for letter in "ABC"]


def same(business, same_as, posting):
    with transaction.atomic():
        SameBusiness.objects.bulk_create([SameBusiness(business=business, same_as=same_as, posting=posting)])


def test_no_third_business_stands_behind_a_second(an, three):
    one, two, other = three
    count_as_one(business=one, same_as=two, by=an, reason="Ghi trùng")
    posting = raw_posting(an, PostingKind.BUSINESS, "Lý do")

    for pair in ((two, other), (other, one), (two, one), (other, other)):
        with pytest.raises(IntegrityError, match="hai cơ sở khác nhau"):
            same(*pair, posting)
    with pytest.raises(IntegrityError):
        same(one, other, posting)
    assert SameBusiness.objects.count() == 1


def test_it_is_undone_once_by_a_new_posting_and_never_changed_or_removed(an, three):
    row = count_as_one(business=three[0], same_as=three[1], by=an, reason="Ghi trùng")
    rows = SameBusiness.objects.filter(pk=row.pk)

    for change in ({"same_as": three[2]}, {"undone_posting": None}):
        with pytest.raises(IntegrityError, match="một lần"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="bút toán cũ"), transaction.atomic():
        rows.update(undone_posting=row.posting)
    with pytest.raises(IntegrityError, match="bút toán cũ"):
        same(three[2], three[1], row.posting)
    with pytest.raises(IntegrityError, match="một lần"), transaction.atomic():
        rows.delete()
    count_apart(row=row, by=an, reason="Nhầm")
    with pytest.raises(IntegrityError, match="một lần"), transaction.atomic():
        rows.update(undone_posting=raw_posting(an))


def test_businesses_counted_in_a_closed_period_are_joined_and_parted_with_a_leaders_reason(
    an, lan, minh, benefit, project, three, world
):
    one, two, three = three
    add_beneficiary(beneficiary=Beneficiary(project=project, business=two), by=an, **OF_2023)
    early = count_as_one(business=benefit.business, same_as=one, by=an, reason="Ghi trùng")
    rows = SameBusiness.objects.filter(pk=early.pk)
    set_closure(
        unit=world.lam_dong, budget_year=2023, cut_off=date(2023, 9, 30), state=ClosureState.CLOSED, by=minh
    )
    officers = raw_posting(an, PostingKind.BUSINESS, "Trùng")

    for pair in ((two, three), (three, two)):
        with pytest.raises(IntegrityError, match="đã chốt"):
            same(*pair, officers)
    with pytest.raises(IntegrityError, match="đã chốt"), transaction.atomic():
        rows.update(undone_posting=officers)

    leaders = Posting(
        number=officers.number + 1, recorded_at=timezone.now(), recorded_by=lan, kind="late", reason="Lý do"
    )
    Posting.objects.bulk_create([leaders])
    same(two, three, leaders)
    assert rows.update(undone_posting=leaders) == 1

"""What a batch says against itself is refused in words, before the database would refuse it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programs.access import CommandWriter
from programs.choices import BeneficiaryChange, PostingKind
from programs.ledger.acts import Act
from programs.ledger.dimensions import reversal_of
from programs.ledger.entries import add_money, correct
from programs.ledger.posting import post, post_all
from programs.ledger.refusal import Refusal
from programs.models import Beneficiary, Closure, MoneyEntry, Province, SameBusiness
from programs.projects.beneficiaries import add_beneficiary, joining, line_of
from programs.tests.factories import OF_2023


@pytest.fixture
def paid(an, project, money):
    return add_money(entry=money(project), by=an)


@pytest.mark.parametrize("acts", [1, 2])
def test_a_line_is_taken_back_once_in_one_act_or_in_two(an, paid, acts):
    mirrors = [reversal_of(paid), reversal_of(paid)]
    batch = [mirrors] if acts == 1 else [[mirror] for mirror in mirrors]

    with pytest.raises(Refusal, match="chỉ được đảo một lần"):
        post_all(by=an, acts=[Act(PostingKind.CORRECTION, rows, "Nhầm") for rows in batch])


@pytest.mark.parametrize("pairs", ["ab ac", "ab bc", "ab ab", "ab ba", "bc ab"])
@pytest.mark.parametrize("acts", [1, 2])
def test_businesses_are_said_to_be_one_in_one_step(an, make_business, pairs, acts):
    firms = {letter: make_business(f"Cơ sở {letter}") for letter in "abc"}
    rows = [SameBusiness(business=firms[one], same_as=firms[other]) for one, other in pairs.split()]
    batch = [rows] if acts == 1 else [[row] for row in rows]

    with pytest.raises(Refusal, match="không nối tiếp nhau"):
        post_all(by=an, acts=[Act(PostingKind.BUSINESS, reason="Trùng", same=same) for same in batch])


def test_several_may_count_as_one(an, make_business):
    one, other, third = (make_business(f"Cơ sở {letter}") for letter in "abc")

    post(
        by=an,
        kind=PostingKind.BUSINESS,
        reason="Trùng",
        same=[SameBusiness(business=other, same_as=one), SameBusiness(business=third, same_as=one)],
    )

    assert SameBusiness.objects.count() == 2


def test_no_province_follows_itself_in_one_step_or_in_two(world):
    first, second = world.gia_lai, world.lam_dong
    first.successor = first
    with pytest.raises(ValidationError, match="kế thừa"):
        first.full_clean()
    first.successor, first.valid_to = second, world.old_lam_dong.valid_to.replace(year=2030)
    first.save()
    second.successor, second.valid_to = Province.objects.get(pk=first.pk), first.valid_to
    with pytest.raises(ValidationError, match="nối về chính"):
        second.full_clean()


def test_what_was_taken_back_before_is_taken_back_no_more_and_a_mirror_has_none(an, paid):
    correct(entry=paid, by=an, reason="Nhầm")
    mirror = MoneyEntry.objects.get(reverses=paid)

    for entry in (paid, mirror):
        with pytest.raises(Refusal, match="đã được điều chỉnh trước đó"):
            post(by=an, kind=PostingKind.CORRECTION, reason="Nhầm", entries=[reversal_of(entry)])
    assert MoneyEntry.objects.count() == 2


def test_a_period_is_named_once_in_a_closing(minh, world):
    row = {"unit": world.gia_lai, "budget_year": 2023, "cut_off": date(2023, 9, 30), "state": "closed"}

    with pytest.raises(Refusal, match="chỉ nêu một lần"):
        post(by=minh, kind=PostingKind.CLOSING, closures=[Closure(**row), Closure(**row)])


@pytest.mark.parametrize("acts", [1, 2])
def test_who_leaves_does_not_come_back_in_the_same_batch(an, project, make_business, acts):
    business = make_business()
    benefit = add_beneficiary(beneficiary=Beneficiary(project=project, business=business), by=an, **OF_2023)
    leaves = line_of(benefit, BeneficiaryChange.WITHDRAWN, **OF_2023)
    comes = joining(Beneficiary(project=project, business=business), **OF_2023)
    batch = [[leaves, comes]] if acts == 1 else [[leaves], [comes]]

    with pytest.raises(Refusal, match="thêm lại bằng lần ghi sau"):
        post_all(by=an, acts=[Act(PostingKind.BENEFICIARY, rows, "Đổi ý") for rows in batch])


def test_what_a_batch_closes_binds_the_acts_after_it(an, project, money):
    cut_off = date(2023, 9, 30)
    writer = CommandWriter(an, frozenset({PostingKind.CLOSING, PostingKind.IMPORT}))
    row = Closure(unit=project.unit, budget_year=2023, cut_off=cut_off, state="closed")
    before, after = (Act(PostingKind.IMPORT, [money(project, on=cut_off)], "Nhập") for _ in range(2))
    closing = Act(PostingKind.CLOSING, closures=[row])

    with pytest.raises(Refusal, match="đã chốt đến hết ngày 30/09/2023"):
        post_all(by=writer, acts=[closing, after])
    assert len(post_all(by=writer, acts=[before, closing])) == 2

"""What a batch says against itself is refused in words, before the database would refuse it."""

import pytest
from django.core.exceptions import ValidationError

from programs.choices import PostingKind
from programs.ledger.acts import Act
from programs.ledger.dimensions import reversal_of
from programs.ledger.entries import add_money
from programs.ledger.posting import post, post_all
from programs.ledger.refusal import Refusal
from programs.models import Province, SameBusiness


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

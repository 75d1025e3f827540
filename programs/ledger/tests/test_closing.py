from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programs.choices import ClosureState, PostingKind
from programs.ledger import closing
from programs.models import Closure


def test_closing_is_a_posting_with_a_row_for_each_predecessor(minh, world):
    posting = closing.set_closure(
        unit=world.lam_dong,
        budget_year=2023,
        cut_off=date(2023, 9, 30),
        state=ClosureState.CLOSED,
        by=minh,
    )

    assert (posting.number, posting.kind) == (1, PostingKind.CLOSING)
    assert set(Closure.objects.values_list("unit__key", "state")) == {
        ("P34-68", "closed"),
        ("P63-68", "closed"),
        ("P63-67", "closed"),
        ("P63-60", "closed"),
    }


@pytest.mark.parametrize("who", ["an", "lan", "chi"])
def test_only_a_leader_of_the_ministry_closes(request, world, who):
    with pytest.raises(ValidationError, match="Chỉ lãnh đạo cơ quan quản lý trung ương"):
        closing.set_closure(
            unit=world.lam_dong,
            budget_year=2023,
            cut_off=date(2023, 9, 30),
            state=ClosureState.CLOSED,
            by=request.getfixturevalue(who),
        )


def test_reopening_needs_a_reason(minh, world):
    with pytest.raises(ValidationError, match="Mở lại số liệu phải ghi lý do"):
        closing.set_closure(
            unit=world.lam_dong,
            budget_year=2023,
            cut_off=date(2023, 9, 30),
            state=ClosureState.REOPENED,
            by=minh,
        )

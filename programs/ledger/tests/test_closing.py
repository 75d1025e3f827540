from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programs.choices import ClosureState, PostingKind
from programs.ledger import closing
from programs.ledger.asof import head
from programs.ledger.posting import post
from programs.ledger.refusal import Refusal
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


@pytest.fixture
def set_books(minh, world):
    """Close or reopen Lâm Đồng's budget year 2023, up to 30/9/2023 unless told otherwise."""

    def set_books(state, unit=None, cut_off=date(2023, 9, 30), **values):
        common = {"unit": unit or world.lam_dong, "budget_year": 2023, "reason": "Hội nghị"}
        return closing.set_closure(state=state, cut_off=cut_off, by=minh, **common | values)

    return set_books


CLOSED, REOPENED = ClosureState.CLOSED, ClosureState.REOPENED


def refusal(write, *args, **kwargs):
    before = head()
    with pytest.raises(Refusal) as refused:
        write(*args, **kwargs)
    assert head() == before
    return refused.value.message_dict


def test_books_are_closed_up_to_today_and_not_beyond(set_books, today_is):
    today_is(date(2023, 9, 29))
    assert refusal(set_books, CLOSED) == {
        "cut_off": ["Ngày 30/09/2023 ở sau hôm nay (29/09/2023); chỉ chốt đến hôm nay."]
    }

    today_is(date(2023, 9, 30))
    set_books(CLOSED)

    assert Closure.objects.count() == 4


def test_slip_in_the_year_is_refused(set_books):
    assert refusal(set_books, CLOSED, budget_year=203) == {"budget_year": ["Năm phải từ 1990 đến 2100."]}


def test_what_was_never_closed_is_not_reopened(set_books):
    nothing = "Lâm Đồng chưa chốt số liệu năm ngân sách {} đến hết ngày {}, nên không có gì để mở lại. {}"
    none = "Năm này không có lần chốt nào đang đứng."
    assert refusal(set_books, REOPENED) == {"cut_off": [nothing.format(2023, "30/09/2023", none)]}

    set_books(CLOSED)

    other_day = nothing.format(2023, "29/09/2023", "Năm này đang chốt đến: 30/09/2023.")
    assert refusal(set_books, REOPENED, cut_off=date(2023, 9, 29)) == {"cut_off": [other_day]}
    other_year = nothing.format(2022, "30/09/2023", none)
    assert refusal(set_books, REOPENED, budget_year=2022) == {"cut_off": [other_year]}


def test_what_was_reopened_is_not_reopened_again(set_books):
    set_books(CLOSED)
    set_books(REOPENED)

    assert "không có gì để mở lại" in refusal(set_books, REOPENED)["cut_off"][0]


def test_of_a_province_and_its_predecessors_those_closed_are_reopened(set_books, world):
    """Đắk Nông was closed by itself: reopening Lâm Đồng opens what is closed, and says nothing of the rest."""
    set_books(CLOSED, unit=world.dak_nong)

    posting = set_books(REOPENED)

    assert list(posting.closures.values_list("unit__key", "state")) == [("P63-67", "reopened")]


def test_rows_handed_to_the_way_in_itself_are_judged_alike(minh, world):
    row = Closure(unit=world.dak_nong, budget_year=2023, cut_off=date(2023, 9, 30), state=REOPENED)

    assert list(refusal(post, by=minh, kind=PostingKind.REOPENING, reason="Nhầm", closures=[row])) == [
        "cut_off"
    ]
    row = Closure(unit=world.dak_nong, budget_year="2023", cut_off=None, state=CLOSED)
    assert list(refusal(post, by=minh, kind=PostingKind.CLOSING, closures=[row])) == ["cut_off"]

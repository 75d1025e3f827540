"""What the ledger of beneficiaries says, line by line, and the rows that are kept of it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.choices import BeneficiaryChange, PostingKind, Stage
from programs.ledger import entries
from programs.ledger.asof import head
from programs.ledger.posting import post
from programs.models import Beneficiary, BeneficiaryEntry
from programs.projects.beneficiaries import (
    add_beneficiary,
    change_beneficiary,
    line_of,
    replace_beneficiary,
    withdraw_beneficiary,
)
from programs.tests.factories import OF_2023

LATER = {"on": date(2023, 8, 1), "budget_year": 2023}


@pytest.fixture
def benefit(an, project, make_business):
    row = Beneficiary(project=project, business=make_business(), amount=100)
    return add_beneficiary(beneficiary=row, by=an, **OF_2023)


def change(row, change, by, support=None, **when):
    return change_beneficiary(entry=line_of(row, change, support=support, **LATER | when), by=by)


def told(number):
    rows = Beneficiary.objects.known_at(number).told_at(number)
    return [(row.business.name, row.promised, row.accepted) for row in rows.order_by("pk")]


def kept():
    rows = Beneficiary.objects.standing().select_related("business").order_by("pk")
    return [(row.business.name, row.amount, row.accepted_on) for row in rows]


def test_support_and_acceptance_are_lines_and_old_answers_stay(an, benefit):
    name = benefit.business.name
    change(benefit, BeneficiaryChange.SUPPORT, an, support=150)
    accepted = change(benefit, BeneficiaryChange.ACCEPTED, an)
    entries.correct(entry=accepted, by=an, reason="Chưa nghiệm thu")

    day = LATER["on"]
    assert [told(number) for number in range(5)] == [
        [], [(name, 100, None)], [(name, 150, None)], [(name, 150, day)], [(name, 150, None)],
    ]  # fmt: skip
    assert kept() == told(head())
    assert benefit.amount == 150


def test_support_and_acceptance_change_again_and_the_last_word_holds(an, benefit):
    """Two of everything: the third support and the second day of acceptance are what stands."""
    name = benefit.business.name
    for support in (150, 170):
        change(benefit, BeneficiaryChange.SUPPORT, an, support=support)
    for day in (date(2023, 8, 1), date(2023, 8, 9)):
        change(benefit, BeneficiaryChange.ACCEPTED, an, on=day)

    assert [told(number)[0] for number in range(2, 6)] == [
        (name, 150, None), (name, 170, None), (name, 170, date(2023, 8, 1)), (name, 170, date(2023, 8, 9)),
    ]  # fmt: skip
    assert kept() == told(head())


def test_who_gets_money_does_not_leave_by_the_same_act(lan, benefit, money, project):
    paid = money(project, stage="paid", beneficiary=benefit)
    leaving = line_of(benefit, BeneficiaryChange.WITHDRAWN, **LATER)

    with pytest.raises(ValidationError, match="còn kinh phí"):
        post(by=lan, kind=PostingKind.IMPORT, reason="Rút", entries=[paid, leaving])


def test_another_takes_the_place_in_one_posting(an, benefit, make_business, project):
    instead = Beneficiary(project=project, business=make_business("HTX Khác"), amount=90)

    posting = replace_beneficiary(
        beneficiary=benefit, instead=instead, by=an, reason="Cơ sở cũ giải thể", **LATER
    )

    assert [line.change for line in posting.beneficiary_entries.all()] == ["replaced", "joined"]
    assert kept() == [("HTX Khác", 90, None)] == told(head())
    assert told(1) == [(benefit.business.name, 100, None)]


def test_line_by_which_one_left_is_taken_back_unless_another_row_stands(an, benefit, project):
    withdraw_beneficiary(beneficiary=benefit, by=an, reason="Xin rút", **LATER)
    left = BeneficiaryEntry.objects.get(change="withdrawn")
    again = add_beneficiary(
        beneficiary=Beneficiary(project=project, business=benefit.business), by=an, **LATER
    )

    with pytest.raises(ValidationError, match="đã là đơn vị thụ hưởng"):
        entries.correct(entry=left, by=an, reason="Không rút")
    withdraw_beneficiary(beneficiary=again, by=an, reason="Ghi lại dòng cũ", **LATER)
    entries.correct(entry=left, by=an, reason="Không rút")

    assert kept() == [(benefit.business.name, 100, None)] == told(head())
    assert [len(told(number)) for number in range(1, head() + 1)] == [1, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("when", "field"),
    [
        ({"on": date(2023, 2, 28), "budget_year": 2023}, "on"),
        ({"on": date(2023, 3, 1), "budget_year": 2022}, "budget_year"),
    ],
)
def test_nobody_leaves_before_he_joined(an, benefit, when, field):
    with pytest.raises(ValidationError) as refused:
        withdraw_beneficiary(beneficiary=benefit, by=an, reason="Xin rút", **when)

    assert list(refused.value.message_dict) == [field]


def test_day_of_joining_is_put_right_although_money_is_in_the_name(an, benefit, money, project):
    entries.add_money(entry=money(project, beneficiary=benefit, stage=Stage.PAID), by=an)
    first = benefit.entries.get()
    right = line_of(benefit, BeneficiaryChange.JOINED, support=100, on=date(2023, 1, 5), budget_year=2023)

    with pytest.raises(ValidationError, match="còn kinh phí"):
        entries.correct(entry=first, by=an, reason="Sai ngày")
    entries.correct(entry=first, by=an, reason="Sai ngày", replacement=right)

    assert kept() == [(benefit.business.name, 100, None)] == told(head())


def test_one_that_left_is_promised_and_accepted_no_more(an, benefit):
    withdraw_beneficiary(beneficiary=benefit, by=an, reason="Xin rút", **LATER)

    for what, support in ((BeneficiaryChange.SUPPORT, 5), (BeneficiaryChange.ACCEPTED, None)):
        with pytest.raises(ValidationError, match="đã được rút"):
            change(benefit, what, an, support=support)


def test_line_after_today_or_before_the_province_is_refused(an, benefit, today_is):
    today_is(date(2023, 9, 1))
    for on, words in ((date(2023, 9, 2), "ở sau hôm nay"), (date(2001, 1, 1), "hơn một năm")):
        with pytest.raises(ValidationError, match=words):
            change(benefit, BeneficiaryChange.ACCEPTED, an, on=on)


ACTS = st.lists(st.tuples(st.sampled_from("jwsart"), st.integers(0, 3)), min_size=1, max_size=12)


@settings(
    max_examples=settings.default.max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS)
def test_rows_kept_are_what_the_ledger_says_at_every_posting(kitchen, acts):
    """Any order of joining, leaving, promising, accepting, replacing and taking back; refused ones change nothing."""
    with transaction.atomic():
        seen = {}
        for act, place in acts:
            kitchen(act, place)
            seen[head()] = kept()
        assert {number: told(number) for number in seen} == seen
        transaction.set_rollback(True)


@pytest.fixture
def kitchen(an, project, make_business):
    """kitchen(letter, place) does one act about one of four businesses, if the way in lets it."""
    businesses = [make_business(f"Cơ sở {n}") for n in range(4)]

    def new(place):
        return Beneficiary(project=project, business=businesses[place], amount=10 * place)

    def row(place):
        rows = Beneficiary.objects.filter(business=businesses[place]).order_by("-pk")
        return rows.first() or new(place)

    acts = {
        "j": lambda n: add_beneficiary(beneficiary=new(n), by=an, **OF_2023),
        "w": lambda n: withdraw_beneficiary(beneficiary=row(n), by=an, reason="Rút", **LATER),
        "s": lambda n: change(row(n), BeneficiaryChange.SUPPORT, an, support=7 * n),
        "a": lambda n: change(row(n), BeneficiaryChange.ACCEPTED, an, on=date(2023, 9, 1 + n)),
        "r": lambda n: replace_beneficiary(
            beneficiary=row(n), instead=new((n + 1) % 4), by=an, reason="Thay", **LATER
        ),
        "t": lambda n: entries.correct(
            entry=list(BeneficiaryEntry.objects.all())[-1 - n], by=an, reason="Nhầm"
        ),
    }

    def do(letter, place):
        try:
            acts[letter](place)
        except (ValidationError, IndexError):
            pass

    return do

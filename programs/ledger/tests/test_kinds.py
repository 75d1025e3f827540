"""A posting of a kind holds the rows of that kind: nobody does one act under the name of another."""

from datetime import date

import pytest

from programs.choices import BeneficiaryChange, Happening, Level, PostingKind, Stage
from programs.ledger.asof import head
from programs.ledger.dimensions import reversal_of
from programs.ledger.posting import post
from programs.ledger.refusal import Refusal
from programs.models import Beneficiary, ProjectEvent
from programs.projects.beneficiaries import joining, line_of
from programs.tests.factories import OF_2023


@pytest.fixture
def step(project):
    return ProjectEvent(
        project=project, level=Level.KCDP, happening=Happening.APPRAISED, budget_year=2023, on=date(2023, 4, 3),
        document="12/QĐ-SCT",
    )  # fmt: skip


@pytest.fixture
def another(make_business):
    return make_business("Khác")


@pytest.fixture
def joined(an, project, another, make_business):
    row = Beneficiary(project=project, business=make_business())
    post(by=an, kind=PostingKind.BENEFICIARY, entries=[joining(row, **OF_2023)])
    return row


def leaves(row):
    return line_of(row, BeneficiaryChange.WITHDRAWN, **OF_2023)


@pytest.mark.parametrize("kind", [PostingKind.STEP, PostingKind.BENEFICIARY])
def test_money_is_no_step_and_no_change_of_beneficiaries(an, project, money, kind):
    with pytest.raises(Refusal, match="không gồm loại dòng này"):
        post(by=an, kind=kind, reason="Thử", entries=[money(project)])

    assert head() == 0


@pytest.mark.parametrize("kind", [PostingKind.ENTRY, PostingKind.BENEFICIARY])
def test_step_is_written_as_a_step(an, step, kind):
    with pytest.raises(Refusal, match="không gồm loại dòng này"):
        post(by=an, kind=kind, reason="Thử", entries=[step])

    post(by=an, kind=PostingKind.STEP, entries=[step])
    assert head() == 1


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PostingKind.ENTRY, "không gồm loại dòng này"),
        (PostingKind.STEP, "không gồm loại dòng này"),
        (PostingKind.CORRECTION, "phải đảo ít nhất một dòng"),
    ],
)
def test_business_joins_and_leaves_by_its_own_kind(an, project, another, joined, kind, words):
    other = Beneficiary(project=project, business=another)
    for line in (joining(other, **OF_2023), leaves(joined)):
        with pytest.raises(Refusal, match=words):
            post(by=an, kind=kind, reason="Thử", entries=[line])

    assert head() == 1


def test_line_is_taken_back_by_a_correction_alone_and_a_correction_takes_a_line_back(an, project, money):
    entry = money(project)
    post(by=an, kind=PostingKind.ENTRY, entries=[entry])

    with pytest.raises(Refusal, match="Đảo một dòng là điều chỉnh"):
        post(by=an, kind=PostingKind.ENTRY, entries=[reversal_of(entry)])
    with pytest.raises(Refusal, match="phải đảo ít nhất một dòng"):
        post(by=an, kind=PostingKind.CORRECTION, reason="Thiếu", entries=[money(project)])

    post(by=an, kind=PostingKind.CORRECTION, reason="Nhầm", entries=[reversal_of(entry)])
    assert head() == 2


def test_business_leaves_with_a_reason_and_without_money_whoever_calls(an, project, money, joined):
    with pytest.raises(Refusal, match="lý do rút"):
        post(by=an, kind=PostingKind.BENEFICIARY, entries=[leaves(joined)])

    paid = money(project, beneficiary=joined, stage=Stage.PAID)
    post(by=an, kind=PostingKind.ENTRY, entries=[paid])
    with pytest.raises(Refusal, match="còn kinh phí trong sổ"):
        post(by=an, kind=PostingKind.BENEFICIARY, reason="Xin rút", entries=[leaves(joined)])

    post(by=an, kind=PostingKind.CORRECTION, reason="Nhầm", entries=[reversal_of(paid)])
    post(by=an, kind=PostingKind.BENEFICIARY, reason="Xin rút", entries=[leaves(joined)])
    assert Beneficiary.objects.standing().count() == 0


def test_business_that_left_gets_no_new_money(an, project, money, joined):
    post(by=an, kind=PostingKind.BENEFICIARY, reason="Xin rút", entries=[leaves(joined)])

    with pytest.raises(Refusal, match="đã được rút khỏi đề án"):
        post(by=an, kind=PostingKind.ENTRY, entries=[money(project, beneficiary=joined)])

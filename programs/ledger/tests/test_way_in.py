"""What post() itself asks and judges, whoever calls it: what kind of act, which rows."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from programs.access import CommandWriter, Scope
from programs.choices import (
    BeneficiaryChange,
    ClosureState,
    DatabaseKind,
    Level,
    PostingKind,
    ResultKind,
    Source,
)
from programs.ledger.acts import Act
from programs.ledger.asof import head
from programs.ledger.dimensions import take_dimensions
from programs.ledger.posting import post, post_all
from programs.ledger.refusal import Fault, Refusal
from programs.ledger.rules import EntryRules
from programs.models import Beneficiary, Closure, Installation, MoneyEntry, Posting, ResultEntry
from programs.projects.beneficiaries import joining, line_of
from programs.tests.factories import OF_2023


@pytest.fixture
def own_result(world):
    """An unsaved result of no project."""

    def make(unit, on, **values):
        common = {"level": Level.KCDP, "indicator": world.awards, "kind": ResultKind.ACTUAL, "quantity": 4}
        return ResultEntry(unit=unit, on=on, **common | {"budget_year": on.year} | values)

    return make


def nothing_written():
    return (
        head(),
        Posting.objects.acts().count(),
        MoneyEntry.objects.count(),
        Beneficiary.objects.count(),
    ) == (0,) * 4


# ------------------------------------------------------------------------------------------- what kind of act


def closure(world, state=ClosureState.CLOSED):
    return Closure(unit=world.old_lam_dong, budget_year=2023, cut_off=date(2023, 9, 30), state=state)


def test_officer_does_not_close_books_under_another_name(an, world):
    for kind in (PostingKind.ENTRY, PostingKind.CLOSING):
        with pytest.raises(ValidationError):
            post(by=an, kind=kind, closures=[closure(world)])

    assert Closure.objects.count() == 0


def test_closing_holds_closures_of_its_state_and_nothing_else(minh, an, world, project, money, make_business):
    joined = Beneficiary(project=project, business=make_business())
    post(by=an, kind=PostingKind.BENEFICIARY, entries=[joining(joined, **OF_2023)])
    leaves = line_of(joined, BeneficiaryChange.WITHDRAWN, **OF_2023)
    with pytest.raises(Refusal, match="không khớp"):
        post(by=minh, kind=PostingKind.CLOSING, closures=[closure(world, ClosureState.REOPENED)])
    with pytest.raises(Refusal, match="không gồm loại dòng này"):
        post(by=minh, kind=PostingKind.CLOSING, entries=[money(project)])
    with pytest.raises(Refusal, match="không gồm loại dòng này"):
        post(by=minh, kind=PostingKind.CLOSING, closures=[closure(world)], entries=[leaves])

    assert Beneficiary.objects.get().withdrawn is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": PostingKind.ENTRY}, "ít nhất một dòng"),
        ({"kind": PostingKind.LATE, "reason": " "}, "ít nhất một dòng"),
        ({"kind": "everything"}, "loại bút toán"),
        ({"kind": "projects"}, "loại bút toán"),
    ],
)
def test_posting_without_a_line_or_of_no_kind_is_refused(lan, values, words):
    with pytest.raises(ValidationError, match=words):
        post(by=lan, **values)

    assert nothing_written()


@pytest.mark.parametrize("kind", ["everything", "projects"])
def test_line_under_a_kind_that_is_none_is_refused(lan, project, money, kind):
    with pytest.raises(ValidationError, match="loại bút toán|không có quyền"):
        post(by=lan, kind=kind, entries=[money(project)])


@pytest.mark.parametrize("kind", [PostingKind.LATE, PostingKind.CORRECTION])
def test_kind_that_needs_a_reason_is_refused_without_one(lan, project, money, kind):
    with pytest.raises(Refusal) as refused:
        post(by=lan, kind=kind, reason="  ", entries=[money(project)])

    assert list(refused.value.message_dict) == ["reason"]


# ------------------------------------------------------------------------------------- what is judged, for all


@pytest.mark.parametrize("illustrative", [False, True])
def test_illustrative_marks_and_waives_no_rule(lan, project, money, illustrative):
    with pytest.raises(Refusal, match="ở sau hôm nay"):
        post(
            by=lan,
            kind=PostingKind.IMPORT,
            entries=[money(project, on=date(2199, 1, 1))],
            illustrative=illustrative,
        )

    post(by=lan, kind=PostingKind.IMPORT, entries=[money(project)], illustrative=illustrative)

    assert (MoneyEntry.objects.get().illustrative, Posting.objects.acts().get().illustrative) == (
        illustrative,
    ) * 2


def test_illustrative_row_does_not_fall_into_a_closed_period(minh, lan, project, money, world):
    Installation.objects.create(pk=1, kind=DatabaseKind.DEMO)
    post(by=minh, kind=PostingKind.CLOSING, closures=[closure(world)])

    with pytest.raises(Refusal, match="đã chốt đến hết ngày 30/09/2023"):
        post(by=lan, kind=PostingKind.IMPORT, entries=[money(project)], illustrative=True)


@pytest.mark.parametrize(
    ("unit", "on", "year"),
    [
        ("dak_nong", date(2025, 7, 1), 2025),
        ("dak_nong", date(2025, 6, 30), 2026),
        ("lam_dong", date(2025, 6, 30), 2025),
    ],
)
def test_result_of_a_province_lies_within_its_life(an, world, own_result, unit, on, year):
    with pytest.raises(Refusal) as refused:
        post(by=an, kind=PostingKind.ENTRY, entries=[own_result(getattr(world, unit), on, budget_year=year)])

    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("unit", "life")]


def test_line_of_a_project_is_not_dated_before_its_province(an, make_project, money, world):
    project = make_project(an, unit=world.lam_dong, first_year=2025)

    with pytest.raises(Refusal) as refused:
        post(by=an, kind=PostingKind.ENTRY, entries=[money(project, on=date(2025, 6, 30), budget_year=2025)])

    assert refused.value.message_dict == {
        "on": [
            "Lâm Đồng của hiện nay có từ 01/07/2025. Số liệu trước ngày đó ghi ở tỉnh lúc đó: "
            "Bình Thuận, Đắk Nông, Lâm Đồng."
        ]
    }


def test_refusal_names_every_row_and_field_at_fault(an, project, money, result):
    entries = [
        money(project),
        money(project, amount=0),
        result(project, on=date(2199, 1, 1)),
        money(project, source="lottery", budget_year=1066),
        money(project, amount=0),
    ]

    with pytest.raises(Refusal) as refused:
        post(by=an, kind=PostingKind.ENTRY, entries=entries)

    zero = "Số tiền phải khác 0; chỉ quyết toán mới có thể bằng 0 đồng."
    places = {(fault.place, fault.field) for fault in refused.value.faults}
    assert places == {(2, ""), (3, "on"), (4, "source"), (5, "")}
    assert Fault(2, "", zero, "money_zero_only_settled") in refused.value.faults
    assert refused.value.message_dict["__all__"] == [f"Dòng 2, 5: {zero}"]
    assert refused.value.message_dict["on"][0].startswith("Dòng 3: Ngày 01/01/2199 ở sau hôm nay")
    assert nothing_written()


def test_rows_are_counted_through_all_acts_of_a_batch(an, project, money):
    acts = [
        Act(PostingKind.ENTRY, [money(project), money(project)]),
        Act(PostingKind.ENTRY, [money(project, amount=0)]),
    ]

    with pytest.raises(Refusal) as refused:
        post_all(by=an, acts=acts)

    assert [fault.place for fault in refused.value.faults] == [3]


def test_business_joins_once_also_within_one_batch(an, project, make_business):
    business = make_business()
    twice = [joining(Beneficiary(project=project, business=business), **OF_2023) for _ in range(2)]

    with pytest.raises(Refusal) as refused:
        post(by=an, kind=PostingKind.BENEFICIARY, entries=twice)

    assert [(fault.place, fault.field) for fault in refused.value.faults] == [(2, "business")]


def test_business_of_another_province_does_not_join_whoever_asks(project, root, make_business, world):
    loads = CommandWriter(root, frozenset({PostingKind.IMPORT}))
    foreign = joining(Beneficiary(project=project, business=make_business(unit=world.gia_lai)), **OF_2023)

    with pytest.raises(Refusal, match="không thuộc phạm vi tỉnh của đề án"):
        post(by=loads, kind=PostingKind.IMPORT, entries=[foreign])


# ------------------------------------------------------------------------------------------------- how often


def batch(number, project, money, result, own_result, make_business, world):
    """Acts of every kind of row, read afresh: nothing of what they hang on is at hand."""
    rows = []
    for place in range(number):
        business = make_business(f"Cơ sở {number}.{place}")
        entries = [
            money(None, project_id=project.pk),
            money(None, project_id=project.pk, source=Source.KCDP_DISTRICT),
            result(None, project_id=project.pk),
            own_result(world.dak_nong, date(2023, 5, 5)),
        ]
        joins = joining(Beneficiary(project_id=project.pk, business=business), **OF_2023)
        rows += [Act(PostingKind.ENTRY, entries), Act(PostingKind.BENEFICIARY, [joins])]
    return rows


@pytest.mark.parametrize("number", [1, 3, 300])
def test_rules_judge_a_batch_of_any_size_by_six_queries(
    an, project, money, result, own_result, make_business, world, number, django_assert_num_queries
):
    acts = batch(number, project, money, result, own_result, make_business, world)
    for act in acts:
        take_dimensions(act.entries)

    with django_assert_num_queries(6):
        EntryRules.for_acts(acts, {project.pk: project})


def reads(work):
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        transaction.atomic(),
    ):
        work()
        transaction.set_rollback(True)
    return [query["sql"] for query in asked if query["sql"].startswith("SELECT")]


def test_whole_posting_reads_as_little_for_300_acts_as_for_one(
    an, project, money, result, own_result, make_business, world
):
    Scope.of(an)
    read = {}
    for number in (1, 3, 300):
        acts = batch(number, project, money, result, own_result, make_business, world)
        read[number] = reads(lambda acts=acts: post_all(by=an, acts=acts))

    assert len(read[1]) == len(read[3]) == len(read[300]) <= 9

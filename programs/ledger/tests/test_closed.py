from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.choices import ClosureState, Level, PostingKind, ResultKind, Source, Stage
from programs.ledger.asof import head
from programs.ledger.closing import set_closure
from programs.ledger.entries import add_money, add_result, correct
from programs.ledger.tests.test_posting import known
from programs.models import MoneyEntry, Posting, ResultEntry


def test_closed_period_refuses_with_a_clear_message(an, project, money, closed):

    with pytest.raises(ValidationError) as refused:
        add_money(entry=money(project, on=date(2023, 9, 30)), by=an)

    assert refused.value.message_dict == {
        "on": [
            "Số liệu năm ngân sách 2023 của Lâm Đồng đã chốt đến hết ngày 30/09/2023. "
            "Lãnh đạo đơn vị có thể bổ sung sau chốt, có ghi lý do."
        ]
    }
    assert (MoneyEntry.objects.count(), head()) == (0, 1)


@pytest.mark.parametrize(
    "values", [{"on": date(2023, 10, 1)}, {"budget_year": 2024, "on": date(2023, 9, 30)}]
)
def test_closing_binds_its_own_year_up_to_its_day_alone(an, make_project, money, closed, values):
    add_money(entry=money(make_project(an), **values), by=an)

    assert MoneyEntry.objects.count() == 1


@pytest.fixture
def collaborators(world):
    """A level of collaborators as stated on a day, of a budget year."""

    def make(on, budget_year):
        return ResultEntry(
            unit=world.dak_nong,
            level=Level.KCDP,
            indicator=world.collaborators,
            kind=ResultKind.ACTUAL,
            on=on,
            budget_year=budget_year,
            quantity=0,
            level_stated=7,
        )

    return make


@pytest.mark.parametrize(("on", "year"), [(date(2022, 12, 15), 2022), (date(2023, 9, 30), 2023)])
def test_level_of_whatever_budget_year_is_bound_by_every_closing_after_its_day(
    an, lan, closed, collaborators, on, year
):
    """A level stated for December 2022 stands in the figures of 2023 too."""
    entry = collaborators(on, year)

    with pytest.raises(ValidationError, match="Số liệu năm ngân sách 2023 của Đắk Nông đã chốt"):
        add_result(entry=entry, by=an)
    add_result(entry=collaborators(date(2023, 10, 1), 2023), by=an)
    add_result(entry=collaborators(on, year), by=lan, reason="Báo cáo về muộn")

    assert ResultEntry.objects.filter(on=on).count() == 1


@pytest.mark.parametrize(
    "cut_offs", [[date(2023, 6, 30), date(2023, 9, 30)], [date(2023, 9, 30), date(2023, 6, 30)]]
)
def test_of_two_closings_the_later_day_binds_in_whatever_order_they_came(
    an, minh, make_project, money, world, cut_offs
):
    project = make_project(an)
    for cut_off in cut_offs:
        set_closure(
            unit=world.lam_dong, budget_year=2023, cut_off=cut_off, state=ClosureState.CLOSED, by=minh
        )

    with pytest.raises(ValidationError, match="hết ngày 30/09/2023"):
        add_money(entry=money(project, on=date(2023, 9, 30)), by=an)
    add_money(entry=money(project, on=date(2023, 10, 1)), by=an)


def test_reopening_the_later_of_two_closings_leaves_the_earlier(an, minh, make_project, money, world, closed):
    project = make_project(an)
    common = {"unit": world.lam_dong, "budget_year": 2023, "by": minh, "reason": "Đính chính"}
    set_closure(cut_off=date(2023, 6, 30), state=ClosureState.CLOSED, **common)
    set_closure(cut_off=date(2023, 9, 30), state=ClosureState.REOPENED, **common)

    add_money(entry=money(project, on=date(2023, 7, 1)), by=an)
    with pytest.raises(ValidationError, match="hết ngày 30/06/2023"):
        add_money(entry=money(project, on=date(2023, 6, 30)), by=an)


def test_what_was_reopened_may_be_closed_again(an, minh, make_project, money, world, closed):
    common = {
        "unit": world.lam_dong,
        "budget_year": 2023,
        "cut_off": date(2023, 9, 30),
        "by": minh,
        "reason": "x",
    }
    set_closure(state=ClosureState.REOPENED, **common)
    set_closure(state=ClosureState.CLOSED, **common)

    with pytest.raises(ValidationError, match="đã chốt"):
        add_money(entry=money(make_project(an), on=date(2023, 9, 30)), by=an)


def test_closing_of_a_province_closes_what_was_merged_into_it(an, make_project, money, world, closed):
    project = make_project(an, unit=world.dak_nong)

    with pytest.raises(ValidationError, match="của Đắk Nông đã chốt"):
        add_money(entry=money(project, on=date(2023, 6, 5)), by=an)


def test_closing_of_one_province_leaves_others_open(binh, make_project, money, world, closed):
    add_money(entry=money(make_project(binh, unit=world.old_gia_lai)), by=binh)

    assert MoneyEntry.objects.get().unit == world.old_gia_lai


def test_reopened_period_takes_entries_again(an, minh, make_project, money, world, closed):
    set_closure(
        unit=world.lam_dong,
        budget_year=2023,
        cut_off=date(2023, 9, 30),
        state=ClosureState.REOPENED,
        by=minh,
        reason="Đính chính theo công văn 15",
    )

    add_money(entry=money(make_project(an)), by=an)

    assert MoneyEntry.objects.count() == 1


def test_late_entry_with_a_leaders_reason_keeps_its_date_and_gets_todays_number(
    an, lan, project, money, closed
):

    entry = add_money(entry=money(project, on=date(2023, 6, 5)), by=lan, reason="Kho bạc xác nhận chậm")

    kept = MoneyEntry.objects.select_related("posting").get(pk=entry.pk)
    assert (kept.on, kept.posting_id, kept.posting.kind) == (date(2023, 6, 5), 2, PostingKind.LATE)
    assert kept.posting.reason == "Kho bạc xác nhận chậm"
    assert known(closed.number) == []
    assert known(head()) == [(2, 100_000_000)]


def test_late_entry_of_an_officer_is_refused(an, make_project, money, closed):
    with pytest.raises(ValidationError, match="Chỉ lãnh đạo đơn vị"):
        add_money(entry=money(make_project(an)), by=an, reason="Xin bổ sung")


def test_correction_into_a_closed_period_needs_the_leader_too(an, lan, minh, make_project, money, world):
    entry = add_money(entry=money(make_project(an)), by=an)
    set_closure(
        unit=world.lam_dong, budget_year=2023, cut_off=date(2023, 9, 30), state=ClosureState.CLOSED, by=minh
    )

    with pytest.raises(ValidationError, match="đã chốt"):
        correct(entry=entry, by=an, reason="Ghi nhầm")
    correct(entry=entry, by=lan, reason="Ghi nhầm, lãnh đạo đã duyệt", late=True)

    assert list(MoneyEntry.objects.order_by("pk").values_list("amount", flat=True)) == [
        100_000_000,
        -100_000_000,
    ]


def test_closed_period_is_closed_to_a_raw_insert_too(an, project, money, closed):
    entry = money(project, source=Source.KCQG, stage=Stage.PAID)
    entry.unit_id = entry.origin_id = project.unit_id
    entry.activity_id = entry.main_activity_id = project.activity_id
    entry.level = project.level
    posting = Posting(number=closed.number + 1, recorded_at=timezone.now(), recorded_by=an, kind="entry")
    Posting.objects.bulk_create([posting])
    entry.posting_id = posting.number  # written past the actions, and not as a late entry

    with pytest.raises(IntegrityError, match="Kỳ số liệu đã chốt"), transaction.atomic():
        MoneyEntry.objects.bulk_create([entry])

    assert MoneyEntry.objects.count() == 0

import pytest
from django.core.exceptions import ValidationError

from programs.choices import Level, PostingKind
from programs.ledger import entries
from programs.models import MoneyEntry, ResultEntry
from programs.tests.threads import at_once


def test_correction_takes_back_and_puts_another_in_one_posting(an, project, money):
    entry = entries.add_money(entry=money(project, amount=500_000), by=an)

    posting = entries.correct(
        entry=entry, by=an, reason="Ghi nghìn thay vì triệu", replacement=money(project, amount=500_000_000)
    )

    assert (posting.number, posting.kind, posting.reason) == (
        2,
        PostingKind.CORRECTION,
        "Ghi nghìn thay vì triệu",
    )
    rows = MoneyEntry.objects.order_by("pk").values_list("posting_id", "amount", "reverses_id")
    assert list(rows) == [(1, 500_000, None), (2, -500_000, entry.pk), (2, 500_000_000, None)]


def test_correction_needs_a_reason(an, project, money):
    entry = entries.add_money(entry=money(project), by=an)

    with pytest.raises(ValidationError, match="lý do"):
        entries.correct(entry=entry, by=an, reason="  ")


def test_line_is_taken_back_once(an, project, money):
    entry = entries.add_money(entry=money(project), by=an)
    entries.correct(entry=entry, by=an, reason="Ghi nhầm")
    mirror = MoneyEntry.objects.get(reverses=entry)

    with pytest.raises(ValidationError, match="đã được điều chỉnh"):
        entries.correct(entry=entry, by=an, reason="Lần nữa")
    with pytest.raises(ValidationError, match="đã được điều chỉnh"):
        entries.correct(entry=mirror, by=an, reason="Lần nữa")


@pytest.mark.django_db(transaction=True)
def test_line_that_two_correct_at_once_is_taken_back_once(an, project, money):
    entry = entries.add_money(entry=money(project), by=an)

    answers = at_once(*[lambda: entries.correct(entry=entry, by=an, reason="Ghi nhầm").number] * 2)

    refusals = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert [refusal.messages for refusal in refusals] == [["Dòng này đã được điều chỉnh trước đó."]]
    assert [answer for answer in answers if answer not in refusals] == [2]


def test_stranger_corrects_nothing(an, binh, project, money):
    entry = entries.add_money(entry=money(project), by=an)

    with pytest.raises(ValidationError, match="không có quyền"):
        entries.correct(entry=entry, by=binh, reason="Ghi nhầm")


def test_officer_of_the_successor_writes_on_old_projects(an, make_project, money, world):
    entry = entries.add_money(entry=money(make_project(an, unit=world.binh_thuan)), by=an)

    assert MoneyEntry.objects.get().unit == world.binh_thuan
    assert entries.correct(entry=entry, by=an, reason="Ghi nhầm").number == 2


def test_result_of_a_project_takes_its_dimensions(an, project, result, world):
    entries.add_result(entry=result(project), by=an)

    entry = ResultEntry.objects.get()
    assert (entry.unit, entry.level, entry.activity, entry.quantity) == (
        world.old_lam_dong,
        Level.KCDP,
        world.machines,
        3,
    )

"""What is closed is closed in the database too: rows put into the tables past every action, around the cut-off day."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from programs.choices import ClosureState
from programs.ledger.asof import head
from programs.ledger.closing import set_closure
from programs.ledger.entries import add_money
from programs.models import LedgerHead, MoneyEntry, Posting, ResultEntry

CUT_OFF = date(2023, 9, 30)


@pytest.fixture
def raw_insert(an, make_project, money):
    """A line of money of `on` as plain SQL writes it, under a new posting of this kind and reason."""
    kept = add_money(entry=money(make_project(an)), by=an)

    def insert(on, kind="entry", reason="", budget_year=2023):
        number = head() + 1
        given = {"on": on, "budget_year": budget_year, "posting_id": number}
        columns = [column.column for column in MoneyEntry._meta.concrete_fields if column.column != "id"]
        names = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join("%s" if column in given else f'"{column}"' for column in columns)
        with transaction.atomic(), connection.cursor() as cursor:
            posting = Posting(
                number=number, recorded_at=timezone.now(), recorded_by=an, kind=kind, reason=reason
            )
            Posting.objects.bulk_create([posting])
            cursor.execute(
                f"INSERT INTO programs_moneyentry ({names}) SELECT {values} FROM programs_moneyentry WHERE id = %s",  # noqa: S608 names of the model
                [*(given[column] for column in columns if column in given), kept.pk],
            )
            LedgerHead.objects.update(number=number)

    return insert


@pytest.fixture
def closed(minh, world, raw_insert):
    """Closed after the line was written that the others are copied from."""
    return close(minh, world, CUT_OFF)


def close(minh, world, cut_off, state=ClosureState.CLOSED):
    return set_closure(
        unit=world.lam_dong, budget_year=2023, cut_off=cut_off, state=state, by=minh, reason="Hội nghị"
    )


@pytest.mark.parametrize("on", [date(2023, 1, 1), date(2023, 9, 29), date(2023, 9, 30)])
def test_up_to_the_cut_off_day_nothing_is_inserted(closed, raw_insert, on):
    with pytest.raises(IntegrityError, match="Kỳ số liệu đã chốt"):
        raw_insert(on)

    assert MoneyEntry.objects.count() == 1


@pytest.mark.parametrize(("on", "budget_year"), [(date(2023, 10, 1), 2023), (CUT_OFF, 2024), (CUT_OFF, 2022)])
def test_the_day_after_and_other_years_stay_open(closed, raw_insert, on, budget_year):
    raw_insert(on, budget_year=budget_year)

    assert MoneyEntry.objects.count() == 2


def test_only_a_late_posting_with_its_reason_comes_in(closed, raw_insert):
    for kind, reason in (("entry", ""), ("entry", "Có lý do"), ("correction", "Có lý do")):
        with pytest.raises(IntegrityError, match="Kỳ số liệu đã chốt"):
            raw_insert(CUT_OFF, kind, reason)
    with pytest.raises(IntegrityError, match="late_posting_has_reason"):
        raw_insert(CUT_OFF, "late", "")
    raw_insert(CUT_OFF, "late", "Có lý do")

    assert MoneyEntry.objects.count() == 2


def test_two_closings_bind_each_by_itself(closed, minh, world, raw_insert):
    """Reopening one cut-off leaves the other; what was reopened is closed again by a later posting."""
    close(minh, world, date(2023, 6, 30))
    close(minh, world, CUT_OFF, ClosureState.REOPENED)

    raw_insert(date(2023, 7, 1))
    with pytest.raises(IntegrityError, match="Kỳ số liệu đã chốt"):
        raw_insert(date(2023, 6, 30))
    close(minh, world, CUT_OFF)
    with pytest.raises(IntegrityError, match="Kỳ số liệu đã chốt"):
        raw_insert(date(2023, 7, 1))


@pytest.mark.parametrize("indicator", ["collaborators", "awards"])
def test_level_is_bound_by_closings_of_every_year_and_a_quantity_by_its_own(an, minh, world, indicator):
    """A level of December 2022 stands in the closed figures of 2023; what happened in 2022 is of 2022 alone."""
    close(minh, world, CUT_OFF)
    number, day = head() + 1, date(2022, 12, 15)
    row = ResultEntry(
        unit=world.dak_nong, origin=world.dak_nong, level="kcdp", indicator=getattr(world, indicator), kind="actual",
        budget_year=2022, on=day, posting_id=number,
        **({"quantity": 7} if indicator == "awards" else {"quantity": 0, "level_stated": 7}),
    )  # fmt: skip
    Posting.objects.bulk_create(
        [Posting(number=number, recorded_at=timezone.now(), recorded_by=an, kind="entry")]
    )

    if indicator == "awards":
        ResultEntry.objects.bulk_create([row])
        return
    with pytest.raises(IntegrityError, match="Kỳ số liệu đã chốt"), transaction.atomic():
        ResultEntry.objects.bulk_create([row])
    assert ResultEntry.objects.count() == 0

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programs.choices import Level, ResultKind
from programs.ledger import entries
from programs.ledger.stocks import balance
from programs.models import ResultEntry


@pytest.fixture
def collaborators(an, world):
    """State that so many collaborators are in place on a day."""

    def state(number, on, unit=None, kind=ResultKind.ACTUAL):
        entry = ResultEntry(
            unit=unit or (world.lam_dong if on.year > 2024 else world.old_lam_dong),
            level=Level.KCDP,
            indicator=world.collaborators,
            kind=kind,
            budget_year=on.year,
            on=on,
            quantity=0,
        )
        return entries.add_result(entry=entry, by=an, level_reached=number)

    return state


@pytest.fixture
def level_on(world):
    def level(on, kind=ResultKind.ACTUAL, unit=None):
        return balance(
            ResultEntry(
                unit=unit or world.lam_dong,
                level=Level.KCDP,
                indicator=world.collaborators,
                kind=kind,
                on=on,
            )
        )

    return level


def test_stock_is_stated_as_a_level_and_stored_as_a_change(collaborators):
    collaborators(120, date(2022, 12, 31))
    collaborators(150, date(2023, 6, 30))
    collaborators(140, date(2023, 12, 31))

    assert list(ResultEntry.objects.order_by("on").values_list("quantity", flat=True)) == [120, 30, -10]


def test_stock_counts_what_predecessors_left(collaborators, level_on, world):
    collaborators(100, date(2024, 12, 31), unit=world.old_lam_dong)
    collaborators(80, date(2024, 12, 31), unit=world.dak_nong)

    collaborators(170, date(2025, 12, 31))

    assert ResultEntry.objects.order_by("pk").last().quantity == -10
    assert level_on(date(2025, 12, 31)) == 170


def test_plan_of_a_stock_is_kept_apart(collaborators, level_on):
    collaborators(120, date(2023, 6, 30))
    collaborators(200, date(2023, 6, 30), kind=ResultKind.PLAN)

    assert (level_on(date(2023, 6, 30)), level_on(date(2023, 6, 30), ResultKind.PLAN)) == (120, 200)


def test_level_stated_for_the_past_leaves_later_levels(collaborators, level_on, world):
    collaborators(100, date(2023, 3, 31))
    collaborators(150, date(2023, 12, 31))

    collaborators(130, date(2023, 6, 30))

    assert [level_on(date(2023, month, 28)) for month in (3, 4, 7, 12)] == [0, 100, 130, 130]
    assert level_on(date(2023, 12, 31)) == 150


def test_level_of_a_predecessor_stated_late_leaves_the_successors(collaborators, level_on, world):
    collaborators(170, date(2025, 12, 31))

    collaborators(80, date(2024, 12, 31), unit=world.dak_nong)

    assert level_on(date(2024, 12, 31), unit=world.dak_nong) == 80
    assert level_on(date(2025, 12, 31)) == 170


def test_corrected_level_leaves_later_levels(an, collaborators, level_on):
    first = collaborators(100, date(2023, 3, 31))
    collaborators(150, date(2023, 12, 31))
    replacement = ResultEntry(
        unit=first.unit, level=first.level, indicator=first.indicator, kind=first.kind,
        budget_year=2023, on=first.on, quantity=0,
    )  # fmt: skip

    entries.correct(entry=first, by=an, reason="Đếm lại", replacement=replacement, level_reached=90)

    assert (level_on(date(2023, 3, 31)), level_on(date(2023, 12, 31))) == (90, 150)


def test_same_level_again_is_no_entry(collaborators):
    collaborators(100, date(2023, 3, 31))

    with pytest.raises(ValidationError, match="không có thay đổi"):
        collaborators(100, date(2023, 6, 30))

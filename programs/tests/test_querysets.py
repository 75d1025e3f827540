"""The search of projects and businesses; which entries of a ledger stand, and the plan that they make."""

from datetime import date

import pytest

from programs.choices import Stage
from programs.ledger.asof import head
from programs.ledger.entries import add_money, correct
from programs.models import Business, MoneyEntry, Project


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dak nong", ["Máy rang cà phê"]),
        ("ca phe ĐẮK NÔNG", ["Máy rang cà phê"]),
        ("nong dak", ["Máy rang cà phê"]),
        ("lam dong", ["Máy sấy trà"]),
        ("may", ["Máy rang cà phê", "Máy sấy trà"]),
        ("may gia lai", []),
    ],
)
def test_projects_are_found_by_words_and_province(an, world, make_project, words, found):
    make_project(an, unit=world.dak_nong, name="Máy rang cà phê")
    make_project(an, unit=world.old_lam_dong, name="Máy sấy trà")

    assert sorted(Project.objects.search(words).values_list("name", flat=True)) == found


def test_businesses_are_found_by_their_province(world, make_business):
    make_business("Hợp tác xã Tân Tiến", unit=world.dak_nong)
    make_business("Hợp tác xã Tân Hà", unit=world.gia_lai)

    assert [b.name for b in Business.objects.search("tan dak nong")] == ["Hợp tác xã Tân Tiến"]


def test_an_entry_stands_until_it_is_taken_back(an, project, money):
    entry = add_money(entry=money(project), by=an)
    before = head()
    right = money(project, amount=7)
    correct(entry=entry, by=an, reason="Ghi nhầm", replacement=right)
    rows = MoneyEntry.objects

    assert set(rows.standing()) == {right}
    assert set(rows.known_at(before).filter(rows.stood_at(before))) == {entry}
    assert set(rows.known_at(head()).filter(rows.stood_at(head()))) == {right}


def test_the_plan_of_all_years_takes_in_what_was_carried_from_before_the_first_of_them(lan, project, late):
    late(project, stage=Stage.CARRIED, amount=80, budget_year=2022, carried_from=2021, on=date(2022, 1, 9))
    late(project, stage=Stage.CARRIED, amount=50, carried_from=2022)
    slip = late(project, amount=1, budget_year=2020, on=date(2020, 3, 1)).money_entries.get()
    late(project, stage=Stage.PAID, amount=60)

    assert MoneyEntry.objects.planned_and_disbursed() == {"planned": 1, "disbursed": 60}
    correct(entry=slip, by=lan, reason="Ghi nhầm năm", late=True)
    assert MoneyEntry.objects.planned_and_disbursed() == {"planned": 80, "disbursed": 60}
    assert MoneyEntry.objects.planned_and_disbursed(2023) == {"planned": 50, "disbursed": 60}
    assert MoneyEntry.objects.with_plan().get() == {"project": project.pk, "plan": 80}

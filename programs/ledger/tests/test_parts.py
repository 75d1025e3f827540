"""Whose part of a project money is: by that thực hiện is judged, so the way in asks for it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet

from accounts.lifting import lifted
from programs.choices import ProjectKind, Source, Stage
from programs.ledger.entries import add_money, correct
from programs.ledger.money_forms import next_settlement
from programs.measures import JUDGED
from programs.models import Beneficiary, MoneyEntry, Project
from programs.projects.beneficiaries import add_beneficiary
from programs.tests.factories import OF_2023

SETTLEMENT_DAY = date(2023, 11, 20)


@pytest.fixture
def group(an, make_project, make_business):
    """A group of three; (project, its beneficiaries)."""
    project = make_project(an, kind=ProjectKind.GROUP)
    joined = [Beneficiary(project=project, business=make_business(f"Cơ sở {name}")) for name in "ABC"]
    for beneficiary in joined:
        add_beneficiary(beneficiary=beneficiary, by=an, **OF_2023)
    return project, joined


@pytest.mark.parametrize("stage", JUDGED)
def test_promotion_money_of_a_group_names_its_beneficiary_from_advance_to_settlement(an, group, money, stage):
    project, (first, *_) = group
    with pytest.raises(ValidationError) as refused:
        add_money(entry=money(project, stage=stage), by=an)

    assert list(refused.value.message_dict) == ["beneficiary"]
    assert "hãy chọn đơn vị thụ hưởng" in refused.value.message_dict["beneficiary"][0]
    assert add_money(entry=money(project, stage=stage, beneficiary=first), by=an).pk


@pytest.mark.parametrize(
    "values",
    [
        {"stage": Stage.ASSIGNED},
        {"stage": Stage.CONTRACTED},
        {"stage": Stage.RECOVERED},
        {"stage": Stage.CARRIED, "carried_from": 2022},
        {"stage": Stage.ACCEPTED, "source": Source.OWN},
    ],
)
def test_the_plan_and_own_capital_of_a_group_need_name_nobody(an, group, money, values):
    assert add_money(entry=money(group[0], **values), by=an).beneficiary_id is None


def test_an_ordinary_project_need_name_nobody(an, project, money):
    assert add_money(entry=money(project, stage=Stage.PAID), by=an).beneficiary_id is None


def test_an_entry_written_before_the_rule_can_be_taken_back_and_put_right(an, project, make_business, money):
    """The mirror repeats it without a name; what comes in its place names somebody."""
    joined = Beneficiary(project=project, business=make_business())
    add_beneficiary(beneficiary=joined, by=an, **OF_2023)
    entry = add_money(entry=money(project, stage=Stage.PAID), by=an)
    with lifted(connection, "Như viết trước khi có quy định", tables=["programs_project"]):
        QuerySet.update(Project.objects.filter(pk=project.pk), kind=ProjectKind.GROUP)
    with pytest.raises(ValidationError):
        correct(entry=entry, by=an, reason="Ghi nhầm", replacement=money(project, stage=Stage.PAID))

    named = money(project, stage=Stage.PAID, beneficiary=joined)
    correct(entry=entry, by=an, reason="Ghi nhầm", replacement=named)

    assert MoneyEntry.objects.standing().get() == named


def test_only_a_flagship_has_several_contents(an, make_project, project, money, world):
    with pytest.raises(ValidationError) as refused:
        add_money(entry=money(project, activity=world.model_line), by=an)

    assert refused.value.message_dict == {
        "activity": ["Chỉ đề án điểm có nhiều nội dung; hãy để nội dung chính của đề án."]
    }
    flagship = make_project(an, kind=ProjectKind.FLAGSHIP)
    assert add_money(entry=money(flagship, activity=world.model_line), by=an).pk


def test_a_partial_settlement_may_be_of_zero_and_of_own_capital_and_is_no_plan(an, project, money):
    add_money(entry=money(project, stage=Stage.PARTLY_SETTLED, amount=0), by=an)
    add_money(entry=money(project, stage=Stage.PARTLY_SETTLED, source=Source.OWN), by=an)

    assert MoneyEntry.objects.filter(stage=Stage.PARTLY_SETTLED).count() == 2
    assert not MoneyEntry.objects.planned().exists()


# --- which settlement the form begins with ---------------------------------------------------------------------------


def test_the_settlement_of_an_ordinary_project_is_complete(project):
    assert next_settlement(project, 2023) == Stage.SETTLED


def test_the_settlement_of_a_group_is_partial_until_the_last_beneficiary(an, group, money):
    project, (a, b, c) = group
    offered = [next_settlement(project, 2023)]
    for beneficiary in (a, a, b):
        entry = money(project, stage=Stage.PARTLY_SETTLED, beneficiary=beneficiary, on=SETTLEMENT_DAY)
        last = add_money(entry=entry, by=an)
        offered.append(next_settlement(project, 2023))
    correct(entry=last, by=an, reason="Ghi nhầm")

    assert offered == [Stage.PARTLY_SETTLED] * 3 + [Stage.SETTLED]
    assert next_settlement(project, 2023) == Stage.PARTLY_SETTLED
    assert next_settlement(project, 2024) == Stage.PARTLY_SETTLED


def test_the_settlement_of_a_flagship_is_partial_until_the_last_content(an, make_project, money, world):
    project = make_project(an, kind=ProjectKind.FLAGSHIP)
    for activity in (world.machines, world.model_line):
        add_money(entry=money(project, activity=activity), by=an)
    assert next_settlement(project, 2023) == Stage.PARTLY_SETTLED

    add_money(entry=money(project, stage=Stage.SETTLED, activity=world.machines), by=an)

    assert next_settlement(project, 2023) == Stage.SETTLED

"""«Chưa có kế hoạch vốn»: the list, its task and the page of a project say the same of every plan."""

from datetime import date

import pytest

from programs.choices import Phase, Source, Stage
from programs.ledger import entries
from programs.models import Project
from programs.projects import progress
from programs.projects.filters import TASKS
from programs.projects.tests.stories import story_of


@pytest.fixture
def agreed(project):
    """Whether the project has a plan, asked of the page and of the list, which must agree."""

    def ask():
        Project.objects.filter(pk=project.pk).update(phase=Phase.APPROVED)
        story = story_of(project)
        step = progress.next_step(story)
        [need] = [need for need in step.needs if need.text == "Kế hoạch giao kinh phí"]
        listed = TASKS["plan"](Project.objects.all(), date(2023, 10, 1)).filter(pk=project.pk).exists()
        assert need.met is (story.plan > 0)
        assert listed is not need.met, "the list and the page contradict each other"
        return need.met

    return ask


def test_without_any_entry_there_is_no_plan(agreed):
    assert agreed() is False


@pytest.mark.parametrize(
    ("lines", "has_plan"),
    [
        ([(Stage.ASSIGNED, 300, {})], True),
        ([(Stage.ASSIGNED, 300, {"source": Source.KCQG})], True),
        ([(Stage.ASSIGNED, 300, {"source": Source.OWN})], False),
        ([(Stage.ASSIGNED, 300, {"source": Source.OTHER})], False),
        ([(Stage.ASSIGNED, 300, {"source": Source.OWN}), (Stage.ASSIGNED, 1, {})], True),
        ([(Stage.ASSIGNED, 300, {}), (Stage.ASSIGNED, -300, {})], False),
        ([(Stage.ASSIGNED, 300, {}), (Stage.ASSIGNED, -301, {})], False),
        ([(Stage.ASSIGNED, 300, {"source": Source.KCQG}), (Stage.ASSIGNED, -300, {})], False),
        ([(Stage.CONTRACTED, 300, {}), (Stage.PAID, 300, {})], False),
        ([(Stage.ASSIGNED, 300, {"budget_year": 2022, "on": date(2022, 3, 1)})], True),
        ([(Stage.CARRIED, 80, {"carried_from": 2022})], True),
        (
            [
                (Stage.CARRIED, 80, {"carried_from": 2022}),
                (Stage.PAID, 10, {"budget_year": 2022, "on": date(2022, 3, 1)}),
            ],
            False,  # carried within the years of the project, and nothing was assigned
        ),
        (
            [
                (Stage.CARRIED, 80, {"carried_from": 2021, "budget_year": 2022, "on": date(2022, 3, 1)}),
                (Stage.PAID, 10, {}),
            ],
            True,  # carried in from before the first of its years, however many follow
        ),
        (
            [
                (Stage.CARRIED, 80, {"carried_from": 2022}),
                (Stage.PAID, 10, {"budget_year": 2022, "on": date(2022, 3, 1), "source": Source.KCQG}),
            ],
            False,  # the years of the project are those of all its money
        ),
    ],
)
def test_the_list_and_the_page_agree_whether_there_is_a_plan(agreed, project, late, lines, has_plan):
    for stage, amount, values in lines:
        late(project, stage=stage, amount=amount, **values)

    assert agreed() is has_plan


def test_a_plan_that_was_taken_back_is_none(agreed, an, post):
    plan = post(Stage.ASSIGNED, 300)
    assert agreed() is True
    entries.correct(entry=plan, by=an, reason="Chưa có quyết định")

    assert agreed() is False


def test_an_entry_of_another_year_that_was_taken_back_makes_no_second_year(agreed, lan, project, late):
    late(project, stage=Stage.CARRIED, amount=80, carried_from=2022)
    paid = late(project, stage=Stage.PAID, amount=10, budget_year=2022, on=date(2022, 3, 1))
    assert agreed() is False
    entries.correct(entry=paid.money_entries.get(), by=lan, reason="Ghi nhầm năm")

    assert agreed() is True

"""Whatever was written, the figures of the reports are those of the oracle: every value on every line and in total.

Each family of figures is a test of its own, so that it says which rule is broken; what it then shows is the shortest
story that it found, the question, the wrong answer and the right one.
"""

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from programs.models import Posting, Region
from programs.periods import BudgetPeriod, Span
from reports.figures.aggregates import figures, money_by_activity, money_by_project
from reports.figures.tests.test_properties import in_passing
from reports.question.asked import Asked, ask
from reports.tests.oracle import answers, rows
from reports.tests.oracle.asked import Question, units_of_region
from reports.tests.oracle.moves import TODAY, Chance
from reports.tests.oracle.told import measures_of_line, measures_of_money, only
from reports.tests.oracle.worlds import World, make_world

pytestmark = pytest.mark.django_db

MOVED_BY = {  # family of figures -> what moves it
    "plan": "money",
    "carried in": "money",
    "stage": "money",
    "done": "money",
    "projects": "money",
    "planned businesses": "businesses",
    "served businesses": "businesses",
    "event": "events",
    "flow": "flows",
    "stock": "stocks",
}
NEED_A_PLAN = {"plan", "carried in", "projects", "planned businesses"}
PERIODS = (
    BudgetPeriod(2023),
    BudgetPeriod.of_months(2024, 9),
    BudgetPeriod(2025),
    BudgetPeriod(2025, first_year=2023),
    BudgetPeriod(2026, date(2026, 9, 30), first_year=2024),
    BudgetPeriod(2025, date(2025, 6, 30)),
    Span(date(2023, 7, 1), date(2024, 2, 29)),
    Span(date(2024, 3, 1), date(2025, 7, 1)),
    Span(date(2023, 1, 1), date(2026, 11, 20)),
)
DRAWINGS = ("then", "34", "63")
REGIONS = (None, None, "MTTN", "NAM")
REGION_DAYS = (None, None, date(2023, 9, 30), date(2026, 1, 1))
ASKED = 4  # questions a world
FEW = settings(
    max_examples=settings.default.max_examples // 5,  # each writes a world of its own
    phases=[Phase.explicit, Phase.generate],  # no seed is less than another: `shortest` looks for less
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SEEDS = st.integers(0, 2**32 - 1)
Put = Callable[[int], Asked]  # a question, once it is known at which posting a world ends
Compare = Callable[[Asked, rows.Ledgers], tuple]  # what the reports say, what is right


@pytest.fixture
def world(writer, make_project, today_is):
    today_is(TODAY)
    return make_world(writer, make_project)


@pytest.fixture(scope="module")
def drawn(reference):
    """drawn(drawing, day) -> the territory of the country, read once."""
    return cache(lambda drawing, day: ask(period=PERIODS[0], boundaries=drawing, region_on=day).territory)


def questions(chance: Chance, drawn, need_a_plan=False) -> list[Put]:
    def question() -> Put:
        period = chance.choice([period for period in PERIODS if period.knows_plan or not need_a_plan])
        territory = drawn(chance.choice(DRAWINGS), chance.choice(REGION_DAYS) or period.end)
        region, unknown = chance.choice(REGIONS), chance.choice([0, 0, 1, 5, 20])
        return lambda head: ask(
            period=period, region=region, territory=territory, posting=max(head - unknown, 0)
        )

    return [question() for _ in range(ASKED)]


def question_of(asked: Asked) -> Question:
    return Question(
        asked.period, asked.territory.unit_ids, asked.posting, asked.boundaries.code, asked.region_day
    )


def differing(world: World, script: list, asking: list[Put], compare: Compare) -> list:
    """Each question that the reports answer wrongly, with what they say and what is right."""
    found = []

    def look():
        world.play(script)
        ledgers, head = rows.read(), Posting.objects.first().number
        for put in asking:
            asked = put(head)
            told, right = compare(asked, ledgers)
            if told != right:
                found.append((asked.period, asked.boundaries.code, asked.place, asked.posting, told, right))

    in_passing(look)
    return found


def shortest(script: list, fails: Callable[[list], list]) -> list:
    """Moves of a story that fails, as few as dropping some and then others leaves."""
    size = len(script)
    while size := size // 2:
        for start in range(len(script) - size, -1, -size):
            less = script[:start] + script[start + size :]
            script = less if fails(less) else script
    return script


def hold(world: World, script: list, asking: list[Put], compare: Compare) -> None:
    def fails(moves):
        return differing(world, moves, asking, compare)

    if fails(script):
        script = shortest(script, fails)
    assert fails(script) == [], script


# ----------------------------------------------------------------------------------------------------------- the tests


def of_lines(family: str) -> Compare:
    def compare(asked, ledgers):
        question, found = question_of(asked), figures(asked.query())
        key = answers.by_region_and_line(question, ledgers)
        right = answers.answer(question, ledgers, key) | {"total": answers.total(question, ledgers)}
        told = {
            line: measures_of_line(values) for line, values in (found.lines | {"total": found.total}).items()
        }
        return only(told, family), only(right, family)

    return compare


@pytest.mark.parametrize("family", MOVED_BY)
@FEW
@given(seed=SEEDS)
def test_figures_are_the_oracles(family, seed, world, drawn):
    chance = Chance(seed)
    asking = questions(chance, drawn, family in NEED_A_PLAN)
    hold(world, chance.script(MOVED_BY[family]), asking, of_lines(family))


@pytest.mark.parametrize("family", MOVED_BY)
def test_the_worlds_hold_what_they_compare(family, world, drawn):
    """A family whose values were all nought would prove nothing: of five worlds most tell one, on a line."""
    told = []

    def look(seed):
        world.play(Chance(seed).script(MOVED_BY[family]))
        of_country = ask(period=BudgetPeriod(2026, first_year=2023), territory=drawn("then", TODAY))
        compared, _ = of_lines(family)(of_country, rows.read())
        told.append(
            any(value for line, values in compared.items() if line != "total" for value in values.values())
        )

    for seed in range(5):
        in_passing(lambda seed=seed: look(seed))

    assert sum(told) >= 3


BY = {
    "activity": (money_by_activity, answers.by_activity),
    "project": (money_by_project, answers.by_project),
}


@pytest.mark.parametrize("by", BY)
@FEW
@given(seed=SEEDS)
def test_money_by_activity_and_project_is_the_oracles(by, seed, world, drawn):
    aggregate, keyed = BY[by]

    def compare(asked, ledgers):
        question = question_of(asked)
        families = ("plan", "stage", "done") if asked.period.knows_plan else ("stage", "done")
        told = {key: measures_of_money(tally) for key, tally in aggregate([asked.query()])[0].items()}
        right = answers.answer(question, ledgers, keyed(question, ledgers))
        return only(told, *families), only(right, *families)

    chance = Chance(seed)
    hold(world, chance.script("money"), questions(chance, drawn), compare)


@pytest.mark.parametrize(
    "day",
    [date(2008, 1, 1), date(2023, 9, 30), date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 3), date(2025, 12, 4)],
)  # fmt: skip
def test_a_region_holds_the_provinces_of_the_oracle(reference, day):
    ledgers = rows.read()
    regions = {region.code: region.pk for region in Region.objects.all()}
    told = {
        code: ask(period=PERIODS[0], region=code, region_on=day, posting=0).territory.unit_ids
        for code in regions
    }
    assert told == {code: units_of_region(pk, day, 0, ledgers) for code, pk in regions.items()}

"""The rules of money: each as its words, as a function of sums and as SQL, and all three say the same."""

import sqlite3
from itertools import product

import pytest

from programs.choices import Stage
from programs.measures import (
    DISBURSED,
    DONE_WORDS,
    GROUNDS,
    PLAN_WORDS,
    SERVED,
    SETTLEMENTS,
    disbursed_of,
    done_of,
    done_sql,
    ground_of,
    plan_of,
)

NOTHING = dict.fromkeys([*Stage.values, SETTLEMENTS], 0)


def test_the_plan_counts_carried_money_in_one_year_and_not_over_several():
    sums = NOTHING | {Stage.ASSIGNED: 70, Stage.CARRIED: 30, Stage.CONTRACTED: 1000}

    assert (plan_of(sums, one_year=True), plan_of(sums, one_year=False)) == (100, 70)


def test_disbursed_is_what_was_advanced_and_paid():
    amounts = {stage: 10**n for n, stage in enumerate(Stage)}

    assert disbursed_of(amounts) == amounts[Stage.ADVANCED] + amounts[Stage.PAID]


@pytest.mark.parametrize(
    ("sums", "taken", "done"),
    [
        ({"paid": 50, "accepted": 80}, "Nghiệm thu", 80),
        ({"advanced": 30, "paid": 50, "accepted": 80}, "Nghiệm thu", 80),
        ({"advanced": 31, "paid": 50, "accepted": 80}, "Giải ngân", 81),
        ({"paid": 50, "accepted": 80, "settled": 40, SETTLEMENTS: 1}, "Quyết toán", 40),
        ({"paid": 50, "settled": 0, SETTLEMENTS: 1}, "Quyết toán", 0),
        ({"paid": 50, "settled": 40, SETTLEMENTS: 0}, "Giải ngân", 50),
        ({"paid": -5}, "Nghiệm thu", 0),
    ],
)
def test_done_is_the_settlement_else_the_larger_of_accepted_and_disbursed(sums, taken, done):
    assert (ground_of(NOTHING | sums).words, done_of(NOTHING | sums)) == (taken, done)


def test_done_as_sql_says_what_done_as_a_function_says():
    """On every combination of what decides; the columns that decide may be others than those that are taken."""
    names = ["settled", "accepted", "advanced", "paid", SETTLEMENTS]
    database = sqlite3.connect(":memory:")
    columns = ", ".join(f"? AS {name}, ? AS {name}_all" for name in names)
    statement = f"SELECT {done_sql()}, {done_sql('{}_all')} FROM (SELECT {columns})"  # noqa: S608 names of our own
    for values in product((-3, 0, 4), (-3, 0, 4), (0, 4), (-3, 0), (0, 1)):
        sums, whole = dict(zip(names, values, strict=True)), dict(zip(names, reversed(values), strict=True))
        by_itself, as_a_part = database.execute(
            statement, [part[name] for name in names for part in (sums, whole)]
        ).fetchone()

        assert by_itself == done_of(sums), sums
        assert as_a_part == sum(sums[stage] for stage in ground_of(whole).stages), (sums, whole)


def test_served_takes_every_stage_that_anything_done_is_taken_from_and_no_other():
    assert set(SERVED) == {stage for ground in GROUNDS for stage in ground.stages}
    assert {*DISBURSED, Stage.ACCEPTED, Stage.SETTLED} <= set(SERVED)
    assert not {Stage.ASSIGNED, Stage.CARRIED, Stage.CONTRACTED, Stage.RECOVERED} & set(SERVED)


def test_the_words_name_what_the_rules_take():
    words = DONE_WORDS.lower()
    places = [words.index(ground.words.lower()) for ground in GROUNDS]

    assert places == sorted(places)
    assert all(stage.label.lower() in words for stage in DISBURSED)
    assert Stage.ASSIGNED.label.lower() in PLAN_WORDS and Stage.CARRIED.label.lower() in PLAN_WORDS

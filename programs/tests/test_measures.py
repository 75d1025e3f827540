"""The rules of money: each as its words, as a function of sums and as SQL, and all three say the same."""

import sqlite3
from itertools import product

import pytest

from programs.choices import Stage
from programs.ledger.values import verdict_of
from programs.measures import (
    COMPLETE,
    DISBURSED,
    DONE_WORDS,
    GROUNDS,
    JUDGED,
    NAMELESS,
    PLAN_WORDS,
    SETTLEMENTS,
    disbursed_of,
    done_of,
    done_sql,
    ground_of,
    judged_sql,
    planned,
)
from programs.models import MoneyEntry

NOTHING = dict.fromkeys([*Stage.values, SETTLEMENTS], 0)


@pytest.mark.parametrize(
    ("stage", "carried_from", "counts"),
    [
        (Stage.ASSIGNED, None, True),
        (Stage.CARRIED, 2021, True),
        (Stage.CARRIED, 2022, False),
        (Stage.CARRIED, 2023, False),
        (Stage.CONTRACTED, None, False),
    ],
)
def test_the_plan_is_what_was_given_and_what_was_carried_in_from_before_the_first_year(
    stage, carried_from, counts
):
    is_planned = verdict_of(planned(first_year=2022))

    assert bool(is_planned(MoneyEntry(stage=stage, carried_from=carried_from))) is counts


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
        ({"paid": 900, "part_settled": 300}, "Giải ngân", 900),
        ({"paid": 200, "part_settled": 300, "accepted": 250}, "Quyết toán một phần", 300),
        ({"paid": 300, "part_settled": 300, "accepted": 300}, "Nghiệm thu", 300),
        ({"paid": 900, "part_settled": 300, "settled": 500, SETTLEMENTS: 1}, "Quyết toán", 800),
    ],
)
def test_done_is_what_was_settled_in_the_end_else_the_largest(sums, taken, done):
    assert (ground_of(NOTHING | sums).words, done_of(NOTHING | sums)) == (taken, done)


def test_done_as_sql_says_what_done_as_a_function_says():
    """On every combination of what decides."""
    names = [*JUDGED, SETTLEMENTS]
    database = sqlite3.connect(":memory:")
    columns = ", ".join(f"? AS {name}" for name in names)
    statement = f"SELECT {done_sql()}, {done_sql('({} + 0)')} FROM (SELECT {columns})"  # noqa: S608 names of our own
    for values in product((-3, 0, 4), (-3, 0, 4), (0, 4), (-3, 0, 5), (-3, 0, 4), (0, 1)):
        sums = dict(zip(names, values, strict=True))

        assert database.execute(statement, values).fetchone() == (done_of(sums),) * 2, sums


@pytest.mark.parametrize("nameless", [0, 1])
def test_beneficiaries_are_judged_each_by_itself_where_every_entry_names_one(nameless):
    """A settled 250, B accepted 300, C advanced 150: 700; together, as the settlement is complete, 250."""
    database = sqlite3.connect(":memory:")
    parts = [
        {"advanced": 260, "settled": 250, SETTLEMENTS: 1},
        {"accepted": 300, "paid": 100},
        {"advanced": 150, NAMELESS: nameless},
    ]
    names = [*JUDGED, SETTLEMENTS, NAMELESS]
    row = f"SELECT {', '.join(f'? AS {name}' for name in names)}"
    statement = f"SELECT {judged_sql()} FROM ({' UNION ALL '.join([row] * len(parts))})"  # noqa: S608 our own names
    [done] = database.execute(statement, [part.get(name, 0) for part in parts for name in names]).fetchone()

    assert done == (250 if nameless else 700)


def test_the_words_name_what_the_rules_take():
    words = DONE_WORDS.lower()
    places = [words.index(ground.words.lower()) for ground in (COMPLETE, *GROUNDS)]

    assert places == sorted(places)
    assert all(stage.label.lower() in words for stage in DISBURSED)
    assert Stage.ASSIGNED.label.lower() in PLAN_WORDS and Stage.CARRIED.label.lower() in PLAN_WORDS

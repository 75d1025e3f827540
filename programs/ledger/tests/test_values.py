"""Constraints are read as the database reads them, without asking it."""

import itertools
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F, Q

from programs.choices import BeneficiaryChange, Level, Source, Stage
from programs.ledger.values import Values, broken, checks_of, verdict_of
from programs.models import (
    Beneficiary,
    BeneficiaryEntry,
    Closure,
    MoneyEntry,
    Posting,
    ProjectEvent,
    ResultEntry,
)
from programs.readings import MAX_AMOUNT

SAMPLES = {
    MoneyEntry: {
        "amount": [-MAX_AMOUNT, -MAX_AMOUNT + 1, 0, 1, MAX_AMOUNT - 1, MAX_AMOUNT],
        "stage": [Stage.ASSIGNED, Stage.CARRIED, Stage.PAID, Stage.ACCEPTED, Stage.SETTLED],
        "source": [Source.KCQG, Source.OWN, Source.OTHER],
        "carried_from": [None, 2022],
    },
    ResultEntry: {
        "quantity": [-MAX_AMOUNT, -1, 0, 1, MAX_AMOUNT],
        "level_stated": [None, -MAX_AMOUNT, 0, MAX_AMOUNT],
        "reverses": [None, ResultEntry(pk=1)],
    },
    Beneficiary: {"amount": [None, -1, 0, 1]},
    BeneficiaryEntry: {
        "change": [BeneficiaryChange.JOINED, BeneficiaryChange.WITHDRAWN, BeneficiaryChange.SUPPORT],
        "step": [-1, 0, 1],
        "support": [None, -1, 0, MAX_AMOUNT - 1, MAX_AMOUNT],
        "reverses": [None, BeneficiaryEntry(pk=1)],
    },
    ProjectEvent: {},
    Closure: {},
}


@pytest.mark.parametrize("model", SAMPLES, ids=lambda model: model.__name__)
def test_verdict_is_that_of_the_database_for_every_constraint(db, model):
    samples = SAMPLES[model]
    rows = [
        model(**dict(zip(samples, values, strict=True))) for values in itertools.product(*samples.values())
    ]
    differing = []
    for row, (constraint, verdict) in itertools.product(rows, checks_of(model)):
        try:
            constraint.validate(model, row)
            refused = False
        except ValidationError:
            refused = True
        if (verdict(row) is False) != refused:
            differing.append((constraint.name, [getattr(row, name) for name in samples]))

    assert differing == []
    judged = {error.code for row in rows for _, error in broken(row)}
    assert judged == {constraint.name for constraint, _ in checks_of(model)}, "each is broken by a sample"


@pytest.mark.parametrize(
    ("condition", "amount", "verdict"),
    [
        (Q(amount__gt=1), None, None),
        (~Q(amount__gt=1), None, None),
        (Q(amount__gt=1) | Q(amount__isnull=True), None, True),
        (Q(amount__gt=1) & Q(amount__isnull=False), None, False),
        (Q(amount__gt=1) & Q(amount__isnull=True), None, None),
        (~(Q(amount=1) | Q(amount=2)), 3, True),
        (~(Q(amount=1) | Q(amount=2)), 2, False),
        (Q(amount__in=[1, 2]), 2, True),
        (Q(amount__lte=2, amount__gte=2), 2, True),
        (Q(amount__lt=2), 2, False),
    ],
)
def test_comparison_with_nothing_is_neither_true_nor_false(condition, amount, verdict):
    assert verdict_of(condition)(Beneficiary(amount=amount)) is verdict


@pytest.mark.parametrize(
    "condition", [Q(amount__regex="1"), Q(amount__gt=F("pk")), Q(amount=1) ^ Q(amount=2)], ids=str
)
def test_condition_that_is_not_understood_is_refused(condition):
    with pytest.raises(NotImplementedError):
        verdict_of(condition)


def test_constraints_of_all_that_is_posted_are_understood():
    assert [len(checks_of(model)) for model in (*SAMPLES, Posting)] == [4, 3, 1, 3, 0, 0, 1]


def row(**values):
    good = {
        "unit_id": 1, "origin_id": 1, "project_id": 1, "main_activity_id": 1, "activity_id": 1, "level": Level.KCDP,
        "source": Source.KCQG, "stage": Stage.PAID, "budget_year": 2023, "on": date(2023, 3, 1), "amount": 5,
    }  # fmt: skip
    return MoneyEntry(**good | values)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source": "lottery"}, "source"),
        ({"on": "hôm nay"}, "on"),
        ({"on": None}, "on"),
        ({"budget_year": -1}, "budget_year"),
        ({"amount": None}, "amount"),
        ({"amount": 2**70}, "amount"),
        ({"document": "x" * 161}, "document"),
        ({"unit_id": None}, "unit"),
        ({"project_id": None}, "project"),
    ],
)
def test_value_that_its_column_does_not_take_is_told_at_its_field(values, field):
    assert [name for name, _ in Values().errors(row(**values))] == [field]


def test_sound_values_are_put_into_their_shape_and_remembered():
    values, first, second = Values(), row(on="2023-03-01", document=" QĐ  12 "), row(amount=6)

    assert [*values.errors(first), *values.errors(second)] == []
    assert (first.on, first.document) == (date(2023, 3, 1), "QĐ 12")
    assert [name for name, _ in values.errors(row(amount=5, source="lottery"))] == ["source"]

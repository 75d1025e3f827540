"""The inventory of what is known of people: no column of the database is missing in it, and what it promises holds."""

import csv

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from accounts.fields import KeyField
from accounts.histories import is_history

INVENTORY = settings.BASE_DIR / "khuyencong" / "personal_data.csv"
TEXTS = (
    models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField, models.FileField,
    models.UUIDField,
)  # fmt: skip
MODELS = [model for model in apps.get_models() if not is_history(model)]
NOT_PERSONAL = "không"


@pytest.fixture(scope="module")
def inventory():
    with INVENTORY.open(encoding="utf-8", newline="") as file:
        return {(row["table"], row["column"]): row for row in csv.DictReader(file)}


def columns(model):
    return [
        field for field in model._meta.concrete_fields if isinstance(field, TEXTS) and not field.is_relation
    ]


def test_every_column_that_can_hold_words_is_judged(inventory):
    """A new one fails here until somebody says whether it tells of people."""
    assert {*inventory} == {(model._meta.label, field.name) for model in MODELS for field in columns(model)}


def test_what_tells_of_people_says_why_who_sees_it_and_how_long(inventory):
    told = [row for row in inventory.values() if row["kind"] != NOT_PERSONAL]

    assert [row for row in told if not (row["why"] and row["who"] and row["kept"])] == []
    kept = {row["kept"].rpartition(": ")[2] for row in told}
    assert {word for word in kept if word.isascii()} == set(settings.RETENTION_DAYS)


def test_what_may_be_blanked_is_listed_as_personal(inventory):
    listed = {(model._meta.label, name) for model in MODELS for name in getattr(model, "personal", ())}

    assert {place for place in listed if inventory[place]["kind"] == NOT_PERSONAL} == set()


def test_a_key_is_as_personal_as_what_it_is_computed_from(inventory):
    for model in MODELS:
        for field in columns(model):
            if isinstance(field, KeyField):
                of = [inventory[model._meta.label, name] for name in field.of]
                personal = any(row["kind"] != NOT_PERSONAL for row in of)
                assert (inventory[model._meta.label, field.name]["kind"] != NOT_PERSONAL) == personal, field

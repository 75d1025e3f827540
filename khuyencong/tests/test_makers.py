"""Rows that are asked for are made in few places: read from the source."""

import importlib
import inspect
import re

import pytest
from django.apps import apps

from khuyencong.tests.callers import GATES
from khuyencong.tests.test_house import TREES
from khuyencong.tests.test_way_in import ACTIONS


def test_commands_alone_write_without_being_a_person():
    """The right of a command is given where illustrative and published data are brought in, and nowhere else."""
    makers = {module for module, (path, _) in TREES.items() if " CommandWriter(" in path.read_text()}
    shipped = {"programs.ledger.opening", "programs.ledger.reference"}
    assert makers == {*shipped, "programs.demo.volume", "khuyencong.demo.projects"}


def test_books_are_closed_together_with_their_figures_alone():
    """What closes goes through the action that stores the figures too."""
    closers = {module for module, (path, _) in TREES.items() if "import set_closure" in path.read_text()}
    assert closers == {"reports.closing.books"}


MADE = re.compile(
    r"\b(Posting|MoneyEntry|ResultEntry|ProjectEvent|Closure|Beneficiary|BeneficiaryEntry|SameBusiness|Project|Business)"
    r"\.objects\.(create|bulk_create|get_or_create|update_or_create)\("
)


def test_rows_are_made_behind_the_gates_alone():
    makers = {module for module, (path, _) in TREES.items() if MADE.search(path.read_text())}
    assert makers <= {gate.rpartition(".")[0] for gate in GATES}


@pytest.mark.parametrize("caller", ACTIONS)
def test_action_takes_all_by_name_and_says_who(caller):
    module, _, name = caller.rpartition(".")
    parameters = inspect.signature(getattr(importlib.import_module(module), name)).parameters
    assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert parameters["by"].default is inspect.Parameter.empty


BACKWARDS = {
    "posting",
    "added",
    "ended",
    "withdrawn",
    "undone_posting",
    "closure",
}  # to tables whose order is backwards
ORDERED = re.compile(r"(?:order_by|latest|earliest)\(([^()]*)\)")


def test_nothing_is_ordered_by_a_table_that_orders_itself_backwards():
    """`-posting` would take the order of the postings, the latest first, and turn it round; `-posting_id` says it."""
    wrong = [
        (module, found)
        for module, (path, _) in TREES.items()
        for found in ORDERED.findall(path.read_text())
        if BACKWARDS & {name.strip(" \"'-") for name in found.split(",")}
    ]
    wrong += [
        model._meta.label
        for model in apps.get_models()
        for name in model._meta.ordering
        if isinstance(name, str) and _is_turned_round(model, name)
    ]
    assert wrong == []


def _is_turned_round(model, name):
    relations = {field.name for field in model._meta.concrete_fields if field.is_relation}
    return name in BACKWARDS or (name.startswith("-") and name[1:] in relations)

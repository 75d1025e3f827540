"""The rules of the house, kept by test: the stair of imports, no circles, facts in the database, words in Vietnamese."""

import ast
import re
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.db.models import PROTECT

from programs.access import OpenQuerySet, ScopedQuerySet
from programs.models import (
    BeneficiaryEntry,
    Closure,
    MoneyEntry,
    Posting,
    ProjectEvent,
    ResultEntry,
    SameBusiness,
)

ROOT = Path(settings.BASE_DIR)
STAIR = ["printing", "accounts", "programs", "conferences", "reports", "khuyencong"]  # imports look left
MAY_NOT_SEE = {("accounts", "printing")}  # both stand on the ground
ROOMS = {  # inside an app, too, imports look up this list: from a room to those before it
    "programs": (
        "choices", "measures", "triggers", "meaning", "noun_triggers", "access", "reach", "apps", "periods", "readings",
        "querysets", "ledger_querysets", "models", "installation", "standing", "guessable",
        "pages", "templatetags", "units", "law", "ledger", "reference", "departments", "businesses", "projects", "demo",
        "admin", "urls", "management",
    ),
    "reports": (
        "apps", "models", "admin", "catalogue", "figures", "question", "review",
        "annexes", "overview", "published", "closing", "evidence_views", "urls", "management",
    ),
}  # fmt: skip
LEDGERS = [Posting, MoneyEntry, ResultEntry, ProjectEvent, BeneficiaryEntry, Closure, SameBusiness]
OUR_MODELS = [model for app in STAIR for model in apps.get_app_config(app).get_models()]
NOUNS = [model for model in OUR_MODELS if not model.__name__.startswith("Historical")]


def source_files(tests=False):
    """Our files; with `tests` those of the tests and of the tooling around the portal as well."""
    folders = [*STAIR, "tooling", "benchmarks"] if tests else STAIR
    for app in folders:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).parts  # the checkout itself may stand in a folder of any name
            in_tests = "tests" in parts or path.name == "conftest.py"
            if "migrations" not in parts and (tests or not in_tests):
                yield path


def module_of(path):
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {module_of(path): (path, ast.parse(path.read_text())) for path in source_files()}


def imported(module, tree):
    """The modules of ours that a module imports; a package on the way whose __init__ holds code counts too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [
                f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in TREES else node.module
                for alias in node.names
            ]
        else:
            continue
        for name in names:
            if name.split(".")[0] in STAIR:
                packages = (step for step in packages_with_code(name) if not module.startswith(f"{step}."))
                yield from (step for step in (name, *packages) if step != module)


def packages_with_code(name):
    """The packages above a module that do something when it is imported, such as handing on names of others."""
    parts = name.split(".")
    above = (".".join(parts[:n]) for n in range(1, len(parts)))
    return [package for package in above if package in TREES and ast.unparse(TREES[package][1].body[1:])]


def room_of(module, app):
    """The room of an app in which a module stands: a folder, or a file beside the folders."""
    return module.split(".")[1] if module.startswith(f"{app}.") else ""


def test_imports_only_look_down_the_stair():
    assert len(TREES) > 150  # where no file were found, every rule here would hold
    wrong = []
    for module, (_, tree) in TREES.items():
        mine = module.split(".")[0]
        for name in imported(module, tree):
            theirs = name.split(".")[0]
            upward = STAIR.index(theirs) > STAIR.index(mine)
            if upward or (mine, theirs) in MAY_NOT_SEE:
                wrong.append(f"{module} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("app", ROOMS)
def test_imports_only_look_down_the_stair_inside_an_app(app):
    """Each app is a stair of rooms too; a room that is not in the list has no place yet."""
    rooms = ROOMS[app]
    inside = {module: tree for module, (_, tree) in TREES.items() if room_of(module, app)}
    assert {room_of(module, app) for module in inside} <= set(rooms), "a new room needs its place in ROOMS"
    upward = [
        f"{module} imports {name}"
        for module, tree in inside.items()
        for name in imported(module, tree)
        if room_of(name, app) and rooms.index(room_of(name, app)) > rooms.index(room_of(module, app))
    ]
    assert upward == []


def test_no_module_is_in_a_circle():
    graph = {module: {n for n in imported(module, tree) if n in TREES} for module, (_, tree) in TREES.items()}
    while leaves := [module for module, needs in graph.items() if not needs & graph.keys()]:
        for module in leaves:
            del graph[module]
    assert sorted(graph) == []


def test_no_import_hides_in_a_function():
    hidden = [
        f"{module}:{inner.lineno}"
        for module, (_, tree) in TREES.items()
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_drawer_for_odds_and_ends():
    assert [
        module for module in TREES if {"utils", "common", "core", "helpers"} & set(module.split("."))
    ] == []


LONGEST_FILE, LONGEST_FUNCTION = 300, 40  # migrations are exempt


def test_files_stay_readable():
    """Tests too: a test file that outgrows itself splits by what it tests."""
    lengths = {
        path.relative_to(ROOT).as_posix(): path.read_text().count("\n") for path in source_files(tests=True)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_stay_readable():
    long_functions = {
        f"{module}.{node.name}": length
        for module, (_, tree) in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long_functions == {}


@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model._meta.label)
def test_model_says_what_a_row_is_in_two_languages(model):
    own_words = model.__doc__ and not model.__doc__.startswith(f"{model.__name__}(")
    assert own_words, "a docstring that says what one row is"
    assert model._meta.verbose_name != re.sub("(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()


SCOPELESS = {  # tables that people never choose from or list: bookkeeping, sign-in, the head of the ledgers
    "accounts.AuditEvent",
    "accounts.Guess",
    "accounts.Factor",
    "accounts.RecoveryCode",
    "accounts.Session",
    "accounts.User",
    "programs.Installation",
    "programs.LedgerHead",
    "programs.LoadedRow",
    "programs.Submission",
}


@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model._meta.label)
def test_table_has_a_scope_or_says_that_it_is_open(model):
    if model._meta.label in SCOPELESS:
        assert not hasattr(model._default_manager.all(), "visible_to")
        return
    assert isinstance(model._default_manager.all(), ScopedQuerySet | OpenQuerySet)


@pytest.mark.parametrize("model", LEDGERS, ids=lambda model: model.__name__)
def test_foreign_keys_out_of_a_ledger_protect(model):
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    assert keys and {field.remote_field.on_delete for field in keys} == {PROTECT}


MAY_LIFT = {  # what makes triggers fall silent, and who may say it
    "DROP TRIGGER": {"accounts.triggers", "accounts.sqlite3.schema"},
    "DISABLE TRIGGER": set(),
    "session_replication_role": set(),
    "recursive_triggers": {"accounts.triggers", "accounts.sqlite3.base"},
    "triggers.without(": {"accounts.lifting"},
}


@pytest.mark.parametrize("words", MAY_LIFT)
def test_triggers_are_lifted_by_one_operation(words):
    assert {module for module, (path, _) in TREES.items() if words in path.read_text()} == MAY_LIFT[words]


@pytest.mark.django_db
def test_migrations_are_complete():
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes detected" in out.getvalue() or "Không" in out.getvalue()


def test_money_and_quantities_are_whole_numbers():
    inexact = [
        f"{model._meta.label}.{field.name}"
        for model in NOUNS
        for field in model._meta.concrete_fields
        if isinstance(field, models.FloatField)
        or (isinstance(field, models.DecimalField) and "percent" not in field.name)
    ]
    assert inexact == []


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"\sstyle=\"|\son[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_template_keeps_to_the_content_policy(path):
    assert INLINE.findall(path.read_text()) == []


def test_includes_take_only_what_they_are_given():
    """Only the frame itself, base.html, hands its whole context on (the person, the token of the log-out form)."""
    loose = [
        f"{path.relative_to(ROOT)}: {found}"
        for path in TEMPLATES
        if path.name != "base.html"
        for found in re.findall(r"{% include (?:(?!%}).)*%}", path.read_text())
        if "components/" in found and " only %}" not in found
    ]
    assert loose == []


def test_code_names_no_province_and_no_date_of_law():
    """Provinces, ceilings and dates of law are data: none stands in the code of the portal (demo data aside)."""
    wrong = []
    for module, (path, tree) in TREES.items():
        if {"demo", "reference"} & set(module.split(".")):
            continue
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
            if (
                is_text
                and re.search(r"\bP(63|34)-\d\d\b|Đắk Nông|Lâm Đồng", node.value)
                and "ví dụ" not in node.value
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.value[:60]}")
    assert wrong == []


def test_python_is_one_that_the_portal_promises():
    assert sys.version_info >= (3, 11)

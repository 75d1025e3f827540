"""A database of the first release, brought to today: the same schema, triggers and reference rows as a fresh one, the
same figures as the day before.
"""

import hashlib
import json
import logging
from contextlib import contextmanager
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Min

from accounts import triggers
from khuyencong.tests.databases import ROOT, asked_instead, rows_of, spare
from khuyencong.tests.upgrade import first
from programs.ledger.asof import head
from programs.models import Beneficiary, BeneficiaryEntry, LoadedRow, ResultEntry

FROZEN = {  # what was released is never edited; a change is a migration of its own
    "accounts": "bc58a965b39328f7f34c27884e248ee11d26dbe06aa2062affb98940cd9b77ea",
    "programs": "aa3a5cb565e0b111d8c017d22b503b78cb15167efef66c5837b0eb55788c1fa2",
    "conferences": "35c0e72599c166dae275d702f6d5292c0206bcc96e201dd9590a392e0f955fad",
    "reports": "ee7ec419e529b65fea2436262e6454f36e95d0b89150c5cc8f543d1401a0c711",
}
OF_THE_POSTING = {"added", "ended"}  # an upgrade brings a changed row by a posting, a first load by none
FIGURES = json.loads((first.FOLDER / "figures.json").read_text(encoding="utf-8"))
# (province, code of the figure): why it is no longer what the first release said. All others are.
SUCCEEDED = "the successor has stated its own level: it prints that and no minus, its predecessors none"
WITHDRAWN = (
    "where the last level was taken back, the one before it by its day holds, however late it was written"
)
CHANGED_FIGURES: dict[tuple[str, str], str] = {
    **{(unit, "IX.3"): SUCCEEDED for unit in ("P63-67", "P63-68", "P63-49", "P34-68")},
    **{(place, "IX.3"): WITHDRAWN for place in ("P34-48", "total")},
}
EDITIONS = {"0001": (), "0001 without the index of beneficiaries": (first.forget_index,)}
SCHEMA = {
    "sqlite": "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'trigger' ORDER BY 1, 2",
    "postgresql": """
        SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default,
            character_maximum_length::text FROM information_schema.columns WHERE table_schema = current_schema()
        UNION ALL SELECT tablename, indexname, indexdef, '', '', '', '' FROM pg_indexes
            WHERE schemaname = current_schema()
        UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', '', ''
            FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
        ORDER BY 1, 2, 3""",
}


def bring_to_today():
    call_command("migrate", verbosity=0, database="spare")
    call_command("load_reference", stdout=StringIO())


@contextmanager
def told_by(logger):
    """The warnings of a logger and those below it, in words."""
    words, handler = [], logging.Handler()
    handler.emit = lambda record: words.append(record.getMessage())
    logging.getLogger(logger).addHandler(handler)
    try:
        yield words
    finally:
        logging.getLogger(logger).removeHandler(handler)


@pytest.fixture(scope="module")
def fresh(first_schema, django_db_blocker, tmp_path_factory):
    """What a new database holds: schema and reference rows."""
    with django_db_blocker.unblock(), spare(tmp_path_factory.mktemp("fresh"), like=first_schema) as name:
        with asked_instead(name) as connection:
            bring_to_today()
            return rows_of(connection, SCHEMA[connection.vendor]), reference_rows()


@pytest.fixture(scope="module", params=EDITIONS)
def upgraded(request, fresh, first_schema, django_db_blocker, tmp_path_factory):
    """The default database is one of the first release with rows, brought to today."""
    with django_db_blocker.unblock(), spare(tmp_path_factory.mktemp("upgraded"), like=first_schema) as name:
        with asked_instead(name) as connection:
            for change in EDITIONS[request.param]:
                change(connection)
            first.load(connection)
            with told_by("programs.migrations") as connection.told:
                bring_to_today()
            yield connection


def reference_rows():
    """(table, key) -> the row by the names of its columns; another reference row is named by its key."""
    models = {model._meta.model_name: model for model in apps.get_app_config("programs").get_models()}
    loaded = list(LoadedRow.objects.filter(table__in=models).order_by("table", "key"))
    keys = {(row.table, row.values["id"]): row.key for row in loaded}
    stored = {name: models[name]._base_manager.in_bulk() for name in {row.table for row in loaded}}
    return {
        (row.table, row.key): {
            field.name: keys[field.related_model._meta.model_name, value]
            if field.is_relation and value
            else value
            for field in models[row.table]._meta.concrete_fields
            if not field.primary_key and field.name not in OF_THE_POSTING
            for value in [getattr(stored[row.table][row.values["id"]], field.attname)]
        }
        for row in loaded
    }


def told(asked):
    """The answer of `figures`, without what is nothing: {province or "total": {code: value}}."""
    out = StringIO()
    call_command("figures", json=True, stdout=out, **asked)
    answer = json.loads(out.getvalue())
    lines = {line.pop("unit"): line for line in answer["lines"]} | {"total": answer["total"]}
    words = {"name", "planned", "counterpart", "region", "note"}
    kept = {unit: {c: v for c, v in line.items() if v and c not in words} for unit, line in lines.items()}
    return {unit: line for unit, line in kept.items() if line}


@pytest.mark.parametrize("app", FROZEN)
def test_first_migration_is_never_edited(app):
    content = (ROOT / app / "migrations" / "0001_initial.py").read_bytes()

    assert hashlib.sha256(content).hexdigest() == FROZEN[app], "add a migration instead"


def test_every_migration_is_one_transaction():
    """SQLite takes triggers off a table that it rebuilds: only a transaction brings them back whatever happens."""
    loose = [
        f"{migration.app_label}.{migration.name}"
        for migration in MigrationLoader(None).disk_migrations.values()
        if not migration.atomic
    ]
    assert loose == []


def test_upgraded_database_has_todays_schema(upgraded, fresh):
    assert rows_of(upgraded, SCHEMA[upgraded.vendor]) == fresh[0]


def test_upgraded_database_has_todays_triggers(upgraded):
    assert triggers.problems(upgraded) == []


def test_upgraded_database_has_todays_reference_rows(upgraded, fresh):
    assert reference_rows() == fresh[1]


@pytest.mark.parametrize("asked", FIGURES, ids=lambda asked: str(asked["question"]))
def test_upgraded_database_gives_the_figures_of_the_day_before(upgraded, asked):
    now = told(asked["question"])

    differing = {
        (unit, code): (asked["answer"].get(unit, {}).get(code), now.get(unit, {}).get(code))
        for unit in asked["answer"].keys() | now.keys()
        for code in asked["answer"].get(unit, {}).keys() | now.get(unit, {}).keys()
        if asked["answer"].get(unit, {}).get(code) != now.get(unit, {}).get(code)
    }
    assert {place: change for place, change in differing.items() if place not in CHANGED_FIGURES} == {}


def test_upgraded_database_has_the_lines_of_its_beneficiaries(upgraded):
    rows = list(Beneficiary.objects.told_at(head()))
    lines = {row.pk: list(row.entries.values_list("change", "posting")) for row in rows}

    assert rows and all((row.stood > 0) == (row.withdrawn_id is None) for row in rows)
    assert [(row.amount, row.accepted_on) for row in rows] == [(row.promised, row.accepted) for row in rows]
    assert {pk: told[0] for pk, told in lines.items()} == {row.pk: ("joined", row.added_id) for row in rows}
    [left] = [row for row in rows if row.withdrawn_id]
    assert lines[left.pk] == [("joined", 10), ("accepted", 10), ("withdrawn", 14)]
    known = Beneficiary.objects.filter(pk=left.pk)
    assert [known.known_at(number).count() for number in (9, 10, 13, 14)] == [0, 1, 1, 0]
    first_money = {row.pk: row.project.money_entries.aggregate(day=Min("on"))["day"] for row in rows}
    for line in BeneficiaryEntry.objects.filter(change="joined").select_related("unit", "project"):
        assert line.on >= line.unit.valid_from and line.budget_year <= line.project.first_year
        assert not (day := first_money[line.beneficiary_id]) or line.on <= day


def test_upgraded_database_states_the_levels_that_people_saw(upgraded):
    """Of lines that were stored as changes; those that gave a change back, or took a line back, state nothing."""
    rows = ResultEntry.objects.filter(indicator__code="IX.3").order_by("pk")

    assert {row.pk: (row.level_stated, row.quantity) for row in rows} == {
        5: (31, 31), 6: (40, 40), 7: (40, -31), 8: (25, -6), 9: (None, 6), 10: (12, 12),
        11: (10, -2), 12: (20, 10), 13: (15, 5), 14: (None, -5), 15: (None, -10),
    }  # fmt: skip
    now = [{unit: line.get("IX.3") for unit, line in told(asked["question"]).items()} for asked in FIGURES]
    assert now == [
        {"P63-67": None, "P34-68": 40, "total": 40},
        {"P34-48": 15, "total": 15},
        {"P34-48": 15, "P34-68": 40, "total": 55},
        {"P63-67": None, "total": None},
    ]


def test_upgrading_tells_which_levels_changed_and_which_lines_were_of_another_year(upgraded):
    assert upgraded.told == [
        "Quảng Nam, IX.3 (kcdp, actual): ghi năm ngân sách 2024 cho ngày 05/05/2025 (bút toán 26); "
        "dòng được giữ, từ nay tính theo ngày.",
        "Đà Nẵng, IX.3 (kcdp, actual): mức ngày 31/10/2026 trước là 10, nay là 15.",
    ]


def test_upgraded_database_is_not_the_database_of_the_other_tests(upgraded):
    assert connections["default"] is upgraded

"""The migration that makes one line of two provinces with the same land."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import AuditEvent
from programs.models import Province, UnitLine
from programs.reference.loader import load

migration = import_module("programs.migrations.0008_same_territory_one_line")
editor = SimpleNamespace(connection=connection)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def lines(code="then"):
    """Unit -> line, of the units that stand on another line than their own."""
    rows = UnitLine.objects.filter(boundaries__code=code).select_related("unit", "line")
    return {row.unit.key: row.line.key for row in rows if row.unit_id != row.line_id}


def move(code, unit, line):
    row = UnitLine.objects.get(boundaries__code=code, unit__key=unit)
    row.line = Province.objects.get(key=line)
    row.save()


def test_lines_are_parted_and_joined_again_with_a_page_of_history(reference):
    joined = {code: lines(code) for code in ("then", "34", "63")}
    migration.part(apps, editor)
    assert (lines("then"), lines("63"), lines("34")) == ({}, {}, joined["34"])
    migration.join(apps, editor)

    assert {code: lines(code) for code in joined} == joined
    page = UnitLine.history.filter(unit__key="P34-01", boundaries__code="then").latest("history_id")
    assert (page.line.key, page.history_type, page.history_change_reason) == ("P63-01", "~", migration.REASON)
    lifts = AuditEvent.objects.filter(kind="triggers_lifted", object=migration.REASON)
    assert [lift.detail["tables"] for lift in lifts] == [["programs_unitline"]] * 2


def test_what_a_person_drew_stays_and_the_loader_says_so(reference):
    migration.part(apps, editor)
    move("then", "P34-01", "P34-68")
    migration.join(apps, editor)
    [table] = [loaded for loaded in load() if loaded.title == "dòng địa giới"]

    assert lines()["P34-01"] == "P34-68" and lines()["P34-46"] == "P63-46"
    assert (table.added, table.updated, table.edited) == (0, 0, 1)
    assert [note.partition(":")[0] for note in table.notes] == ["then P34-01"]


def test_where_nothing_is_to_be_joined_no_trigger_is_lifted(reference):
    migration.join(apps, editor)

    assert not AuditEvent.objects.filter(kind="triggers_lifted").exists()

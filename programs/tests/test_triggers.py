"""What the database refuses on every path, asked in plain SQL or past the actions."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import triggers
from programs.actions import add_money, add_result, record_event
from programs.choices import Happening, Source
from programs.ledger import reversal_of
from programs.models import MoneyEntry, Posting, ProjectEvent, ResultEntry
from programs.triggers import APPEND_ONLY_TABLES, ENTRY_TABLES, TRIGGERS


@pytest.fixture
def written(an, make_project, money, result):
    """One row in each ledger, of one project."""
    project = make_project(an)
    event = ProjectEvent(project=project, happening=Happening.APPROVED, budget_year=2023, on="2023-04-03")
    event.clean_fields(exclude=["posting", "unit", "origin", "level"])
    return {
        "money": add_money(entry=money(project), by=an),
        "result": add_result(entry=result(project), by=an),
        "event": record_event(event=event, by=an),
    }


def test_all_triggers_of_the_programme_are_installed(db):
    on_this_database = [trigger.name for trigger in TRIGGERS if trigger.on(connection.vendor)]

    assert triggers.missing(connection) == []
    assert (
        len(on_this_database)
        == len(set(on_this_database))
        == {"sqlite": 17, "postgresql": 22}[connection.vendor]
    )
    assert {trigger.table for trigger in TRIGGERS} == {*APPEND_ONLY_TABLES, *ENTRY_TABLES, "programs_project"}


@pytest.mark.parametrize("table", APPEND_ONLY_TABLES)
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_ledger_refuses_update_and_delete_by_plain_sql(written, minh, world, table, act):
    column = "reason" if table == "programs_posting" else "budget_year"
    if table == "programs_closure":
        _close(world, written["money"].posting_id)

    with pytest.raises(IntegrityError, match="Sổ chỉ được ghi thêm"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(act.format(table, column, column))


REPLACE = {
    "sqlite": "REPLACE INTO programs_moneyentry SELECT * FROM programs_moneyentry",
    "postgresql": "INSERT INTO programs_moneyentry SELECT * FROM programs_moneyentry "
    "ON CONFLICT (id) DO UPDATE SET amount = 1",
}


def test_ledger_refuses_a_row_put_in_place_of_another(written):
    with pytest.raises(IntegrityError, match="Sổ chỉ được ghi thêm"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(REPLACE[connection.vendor])


def _close(world, posting):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO programs_closure (unit_id, budget_year, cut_off, posting_id, state) "
            "VALUES (%s, 2020, '2020-12-31', %s, 'closed')",
            [world.lam_dong.pk, posting],
        )


@pytest.mark.parametrize(
    ("ledger", "change"),
    [
        ("money", {"amount": -99_999_999}),
        ("money", {"source": Source.KCQG}),
        ("money", {"budget_year": 2022}),
        ("money", {"on": "2023-03-16"}),
        ("result", {"quantity": -2}),
        ("result", {"kind": "plan"}),
        ("event", {"happening": Happening.STOPPED}),
        ("event", {"budget_year": 2022}),
    ],
)
def test_reversal_that_is_not_the_exact_mirror_is_refused(written, ledger, change):
    mirror = reversal_of(written[ledger])
    mirror.posting = Posting.objects.first()
    for name, value in change.items():
        setattr(mirror, name, value)

    with pytest.raises(IntegrityError, match="đúng số âm của dòng gốc"), transaction.atomic():
        type(mirror).objects.bulk_create([mirror])


@pytest.mark.parametrize("ledger", ["money", "result", "event"])
def test_exact_mirror_is_taken_once_and_never_mirrored(written, ledger):
    entry = written[ledger]
    mirror = reversal_of(entry)
    mirror.posting = Posting.objects.first()
    type(entry).objects.bulk_create([mirror])
    again, of_the_mirror = reversal_of(entry), reversal_of(mirror)
    again.posting = of_the_mirror.posting = mirror.posting

    with pytest.raises(IntegrityError), transaction.atomic():
        type(entry).objects.bulk_create([again])
    with pytest.raises(IntegrityError, match="đúng số âm của dòng gốc"), transaction.atomic():
        type(entry).objects.bulk_create([of_the_mirror])

    assert type(entry).objects.count() == 2


@pytest.mark.parametrize("model", [MoneyEntry, ResultEntry, ProjectEvent])
def test_saving_a_written_row_as_the_admin_would_is_refused(written, model):
    row = model.objects.get()
    row.note = "Sửa trực tiếp"

    with pytest.raises(IntegrityError, match="Sổ chỉ được ghi thêm"), transaction.atomic():
        row.save()
    with pytest.raises(IntegrityError, match="Sổ chỉ được ghi thêm"), transaction.atomic():
        row.delete()

    assert model.objects.get().note == ""

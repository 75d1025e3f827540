"""What the database refuses on every path, asked in plain SQL or past the actions."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import triggers
from programs.choices import Happening, Source
from programs.ledger.asof import head
from programs.ledger.dimensions import reversal_of
from programs.ledger.entries import add_money, add_result
from programs.models import Beneficiary, MoneyEntry, Posting, ProjectEvent, ResultEntry
from programs.projects.beneficiaries import add_beneficiary, withdraw_beneficiary
from programs.projects.steps import record_event
from programs.triggers import APPEND_ONLY_TABLES, ENTRY_TABLES, TRIGGERS


def raw_posting(by):
    """A posting written past post(): the next number, the head left behind."""
    posting = Posting(number=head() + 1, recorded_at=timezone.now(), recorded_by=by, kind="entry")
    Posting.objects.bulk_create([posting])
    return posting


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
        == {"sqlite": 28, "postgresql": 33}[connection.vendor]
    )
    assert {trigger.table for trigger in TRIGGERS} == {
        *APPEND_ONLY_TABLES,
        *ENTRY_TABLES,
        "programs_beneficiary",
        "programs_installation",
        "programs_ledgerhead",
        "programs_project",
    }


@pytest.mark.parametrize("table", APPEND_ONLY_TABLES)
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_ledger_refuses_update_and_delete_by_plain_sql(written, minh, world, table, act):
    column = "reason" if table == "programs_posting" else "budget_year"
    if table == "programs_closure":
        _close(world, raw_posting(minh).number)

    with pytest.raises(IntegrityError, match="Sổ chỉ được ghi thêm"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(act.format(table, column, column))


REPLACE = {
    "sqlite": "REPLACE INTO programs_moneyentry SELECT * FROM programs_moneyentry",
    "postgresql": "INSERT INTO programs_moneyentry SELECT * FROM programs_moneyentry "
    "ON CONFLICT (id) DO UPDATE SET amount = 1",
}


def test_ledger_refuses_a_row_put_in_place_of_another(written):
    with pytest.raises(IntegrityError, match="Sổ chỉ được ghi thêm|bút toán cũ"), transaction.atomic():
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
def test_reversal_that_is_not_the_exact_mirror_is_refused(written, an, ledger, change):
    mirror = reversal_of(written[ledger])
    mirror.posting = raw_posting(an)
    for name, value in change.items():
        setattr(mirror, name, value)

    with pytest.raises(IntegrityError, match="đúng số âm của dòng gốc"), transaction.atomic():
        type(mirror).objects.bulk_create([mirror])


@pytest.mark.parametrize("ledger", ["money", "result", "event"])
def test_exact_mirror_is_taken_once_and_never_mirrored(written, an, ledger):
    entry = written[ledger]
    mirror = reversal_of(entry)
    mirror.posting = raw_posting(an)
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


@pytest.mark.parametrize("table", [*ENTRY_TABLES, "programs_closure", "programs_posting"])
def test_nothing_is_added_to_the_past(written, world, an, minh, make_project, money, result, table):
    """What was seen as of an old posting stays, also when somebody inserts under its number."""
    old = Posting.objects.order_by("number").first()
    rows = {
        "programs_moneyentry": lambda: reversal_of(written["money"]),
        "programs_resultentry": lambda: reversal_of(written["result"]),
        "programs_projectevent": lambda: reversal_of(written["event"]),
        "programs_posting": lambda: Posting(
            number=-1, recorded_at=timezone.now(), recorded_by=an, kind="entry"
        ),
    }

    with pytest.raises(IntegrityError, match="bút toán cũ"), transaction.atomic():
        if table == "programs_closure":
            _close(world, old.number)
        else:
            row = rows[table]()
            row.posting = old
            type(row).objects.bulk_create([row])


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE programs_ledgerhead SET number = 0", "chỉ tăng"),
        ("DELETE FROM programs_ledgerhead", "Không xóa đầu sổ"),
        ("UPDATE programs_installation SET kind = 'demo'", "suốt đời"),
        ("DELETE FROM programs_installation", "suốt đời"),
    ],
)
def test_head_and_kind_of_database_are_kept(written, statement, message):
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_beneficiary_is_withdrawn_once_and_never_removed(an, make_project, make_business):
    beneficiary = add_beneficiary(
        beneficiary=Beneficiary(project=make_project(an), business=make_business()), by=an
    )
    withdraw_beneficiary(beneficiary=beneficiary, by=an, reason="Rút khỏi đề án")
    rows = Beneficiary.objects.filter(pk=beneficiary.pk)

    with pytest.raises(IntegrityError, match="chỉ được rút một lần"), transaction.atomic():
        rows.update(withdrawn=None)
    with pytest.raises(IntegrityError, match="chỉ được rút một lần"), transaction.atomic():
        rows.update(level="kcqg")
    with pytest.raises(IntegrityError, match="không bị xóa"), transaction.atomic():
        rows.delete()
    assert rows.update(place="Thôn 3") == 1

"""What the database refuses on every path, asked in plain SQL or past the actions."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import triggers
from accounts.histories import histories
from accounts.models import User
from programs.choices import Happening
from programs.ledger.asof import head
from programs.ledger.dimensions import reversal_of
from programs.ledger.entries import add_money, add_result
from programs.models import Beneficiary, BeneficiaryEntry, MoneyEntry, Posting, ProjectEvent, ResultEntry
from programs.projects.beneficiaries import add_beneficiary
from programs.projects.steps import record_event
from programs.tests.factories import OF_2023, reword
from programs.tests.forgetful import forgetful
from programs.triggers import APPEND_ONLY_TABLES, ENTRY_TABLES

FIXED_BY_USE = {
    f"programs_{name}" for name in ("activity", "boundaries", "indicator", "province", "region", "unitline")
}
BY_POSTING = {"programs_regionmembership", "programs_supportnorm"}
NOUNS = ("programs_project", "programs_business", "programs_department")


def raw_posting(by):
    """A posting written past post(): the next number, the head left behind."""
    posting = Posting(number=head() + 1, recorded_at=timezone.now(), recorded_by=by, kind="entry")
    Posting.objects.bulk_create([posting])
    return posting


@pytest.fixture
def written(an, make_project, make_business, money, result):
    """One row in each ledger, of one project."""
    project = make_project(an)
    benefit = Beneficiary(project=project, business=make_business())
    add_beneficiary(beneficiary=benefit, by=an, **OF_2023)
    event = ProjectEvent(project=project, happening=Happening.APPROVED, budget_year=2023, on="2023-04-03")
    event.clean_fields(exclude=["posting", "unit", "origin", "level"])
    return {
        "money": add_money(entry=money(project), by=an),
        "result": add_result(entry=result(project), by=an),
        "event": record_event(event=event, by=an),
        "beneficiary": benefit.entries.get(),
    }


def test_all_triggers_of_the_programme_are_installed(db):
    programme = apps.get_app_config("programs")
    own = {*programme.triggers()} - {*histories(programme)}

    assert triggers.problems(connection) == []
    assert (
        len([trigger for trigger in own if trigger.on(connection.vendor)])
        == {
            "sqlite": 71,
            "postgresql": 80,
        }[connection.vendor]
    )
    assert {trigger.table for trigger in own} == {
        *APPEND_ONLY_TABLES,
        *ENTRY_TABLES,
        *FIXED_BY_USE,
        *BY_POSTING,
        "programs_beneficiary",
        "programs_installation",
        "programs_ledgerhead",
        *NOUNS,
        *(table.replace("_", "_historical") for table in NOUNS),
        "programs_samebusiness",
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
    with pytest.raises(IntegrityError, match="chỉ được ghi thêm|bút toán cũ"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(REPLACE[connection.vendor])


def test_ledger_refuses_it_also_from_a_connection_that_asks_no_trigger_of_what_it_replaces(written, an):
    """SQLite's REPLACE deletes by every key: here the mirror that stands, by what it takes back."""
    standing, again = reversal_of(written["money"]), reversal_of(written["money"])
    standing.posting = raw_posting(an)
    MoneyEntry.objects.bulk_create([standing])
    again.posting = standing.posting
    with forgetful(), connection.cursor() as cursor:
        for row in (standing, again):
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(*as_replace(row))

    assert MoneyEntry.objects.filter(reverses=written["money"]).get() == standing


def test_beneficiary_is_not_replaced_where_the_rule_holds_for_standing_ones_alone(an, project, make_business):
    standing = add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business()), by=an, **OF_2023
    )
    again = Beneficiary.objects.get()
    again.pk, again.added = None, raw_posting(an)

    with forgetful(), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(*as_replace(again))

    assert Beneficiary.objects.get() == standing


def as_replace(row):
    values = {field.column: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if row.pk is None:
        values.pop("id")
    verb = "REPLACE" if connection.vendor == "sqlite" else "INSERT"
    names, marks = ", ".join(f'"{name}"' for name in values), ", ".join(["%s"] * len(values))
    return f"{verb} INTO {row._meta.db_table} ({names}) VALUES ({marks})", list(values.values())


def _close(world, posting):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO programs_closure (unit_id, budget_year, cut_off, posting_id, state) "
            "VALUES (%s, 2020, '2020-12-31', %s, 'closed')",
            [world.lam_dong.pk, posting],
        )


NOT_REPEATED = {
    "id",
    "posting",
    "reverses",
    "outcome",
    "document",
    "document_on",
    "signer",
    "file",
    "note",
    "illustrative",
}
REPEATED = [
    (ledger, field.name)
    for ledger, model in (
        ("money", MoneyEntry),
        ("result", ResultEntry),
        ("event", ProjectEvent),
        ("beneficiary", BeneficiaryEntry),
    )
    for field in model._meta.concrete_fields
    if field.name not in NOT_REPEATED
]


def another(entry, field, world, other_project):
    """A value for the column that is valid and not the entry's."""
    value = getattr(entry, field.attname)
    related = {"Province": world.gia_lai, "Activity": world.model_line, "Indicator": world.awards}
    if field.is_relation:
        name = field.related_model.__name__
        return related.get(name, other_project)
    if field.choices:
        return next(choice for choice, _ in field.choices if choice != value)
    if field.get_internal_type() == "DateField":
        return "2023-03-16"
    return (
        not value
        if isinstance(value, bool)
        else (value or 0) + 1
        if not isinstance(value, str)
        else f"{value}x"
    )


@pytest.mark.parametrize(
    ("ledger", "column"), [pair for pair in REPEATED if pair[1] not in ("beneficiary", "business")]
)
def test_reversal_that_is_not_the_exact_mirror_is_refused(written, an, world, make_project, ledger, column):
    mirror = reversal_of(written[ledger])
    field = mirror._meta.get_field(column)
    setattr(mirror, column, another(mirror, field, world, make_project(an)))
    mirror.posting = raw_posting(an)

    with pytest.raises(IntegrityError, match="đúng số âm của dòng gốc"), transaction.atomic():
        type(mirror).objects.bulk_create([mirror])


@pytest.mark.parametrize("ledger", ["money", "result"])
def test_reversal_names_the_same_beneficiary(written, an, make_business, ledger):
    benefit = Beneficiary(project=written["money"].project, business=make_business("HTX Khác"))
    add_beneficiary(beneficiary=benefit, by=an, **OF_2023)
    mirror = reversal_of(written[ledger])
    mirror.beneficiary, mirror.posting = benefit, raw_posting(an)

    with pytest.raises(IntegrityError, match="đúng số âm của dòng gốc"), transaction.atomic():
        type(mirror).objects.bulk_create([mirror])


@pytest.mark.parametrize("ledger", ["money", "result", "event", "beneficiary"])
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


@pytest.mark.parametrize("model", [MoneyEntry, ResultEntry, ProjectEvent, BeneficiaryEntry])
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
        "programs_beneficiaryentry": lambda: reversal_of(written["beneficiary"]),
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


def test_person_known_only_to_a_history_is_not_deleted(world, minh, make_business):
    """The ledgers know nothing of who edited a business; its history does."""
    editor = User.objects.create(username="nguoi.sua", full_name="Người Sửa")
    business = make_business()
    business._history_user = editor
    reword(business, name="Tên mới")

    with pytest.raises(IntegrityError, match="đã có tên trong lịch sử cơ sở: 1"):
        editor.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_user WHERE username = 'nguoi.sua'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if connection.vendor == "postgresql" else "SELECT 1")
        connection.check_constraints()

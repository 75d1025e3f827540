"""Every history table and the audit log, asked in plain SQL: nothing goes through but the blanking of listed columns."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from accounts.fields import KeyField
from accounts.histories import is_history
from accounts.models import AuditEvent, record
from accounts.triggers import declared
from conferences.models import Delegate
from programs.ledger.opening import posting_0
from programs.models import Business
from programs.models.nouns import State
from programs.tests.forgetful import forgetful

HISTORIES = [model for model in apps.get_models() if is_history(model)]
TEXTS = (models.CharField, models.TextField)
REPLACE = {
    "sqlite": 'REPLACE INTO "{table}" SELECT * FROM "{table}"',
    "postgresql": 'INSERT INTO "{table}" SELECT * FROM "{table}" ON CONFLICT ({key}) DO UPDATE SET {key} = 2',
}


def taken(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError as refusal:
        assert "chỉ được ghi thêm" in str(refusal)
        return False
    return True


def sets(table, column, value):
    return taken(f'UPDATE "{table}" SET "{column}" = {value}')  # noqa: S608


def something(field):
    """A value of the column's type that is not blank; of a state of a noun the posting before the first act."""
    if field.is_relation:
        return 0
    if isinstance(field, models.DateTimeField):
        return "2023-04-05 06:07:08+00:00"
    if isinstance(field, models.DateField):
        return "2023-04-05"
    if isinstance(field, models.BooleanField):
        return True
    return "x" if isinstance(field, TEXTS) else 1


@pytest.fixture
def history(request, db):
    """A history table with one row, every column filled that refers to nothing."""
    columns = [f for f in request.param._meta.concrete_fields if not f.is_relation or f.name == "posting"]
    names, marks = ", ".join(f'"{field.column}"' for field in columns), ", ".join(["%s"] * len(columns))
    if issubclass(request.param, State):
        posting_0()
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{request.param._meta.db_table}" ({names}) VALUES ({marks})',  # noqa: S608
            [something(field) for field in columns],
        )
    return request.param


def test_every_history_of_every_app_is_closed():
    closed = {(trigger.table, trigger.event) for trigger in declared()}
    wanted = {
        (model._meta.db_table, f"BEFORE {act}")
        for model in HISTORIES
        for act in ("UPDATE", "DELETE", "TRUNCATE")
    }

    assert len(HISTORIES) > 20
    assert wanted - closed == set()


@pytest.mark.parametrize("history", HISTORIES, indirect=True, ids=lambda model: model._meta.label)
def test_history_takes_the_blanking_of_listed_columns_and_no_other_change(history):
    table, key = history._meta.db_table, history._meta.pk.column
    personal = {*getattr(history.instance_type, "personal", ())}
    fields = [field for field in history._meta.concrete_fields if not field.is_relation]
    keys = {field.name for field in fields if isinstance(field, KeyField) and personal & {*field.of}}

    assert personal <= {field.name for field in fields}
    assert not taken(f'DELETE FROM "{table}"')  # noqa: S608
    assert not taken(REPLACE[connection.vendor].format(table=table, key=key))
    with forgetful():
        assert not taken(REPLACE[connection.vendor].format(table=table, key=key))
    for field in fields:
        assert not sets(table, field.column, "'y'" if isinstance(field, TEXTS) else f'"{field.column}"'), (
            field
        )
    blanked = {field.name for field in fields if isinstance(field, TEXTS) and sets(table, field.column, "''")}
    assert blanked == personal | keys


@pytest.mark.parametrize("history", [Business.history.model], indirect=True)
def test_blanking_takes_nothing_else_with_it(history):
    assert not taken("UPDATE programs_historicalbusiness SET phone = '', name = 'Khác'")
    assert not taken("UPDATE programs_historicalbusiness SET phone = '', history_date = NULL")
    assert taken("UPDATE programs_historicalbusiness SET phone = ''")


@pytest.mark.parametrize("history", [Delegate.history.model], indirect=True)
def test_person_is_blanked_with_the_keys_of_the_name(history):
    history.objects.update(full_name="", name_key="", search_key="", sort_key="", workplace="")

    assert history.objects.values_list("full_name", "name_key", "search_key", "position").get() == (
        "",
        "",
        "",
        "x",
    )


@pytest.mark.django_db
def test_audit_log_lets_through_the_blanking_of_who_and_where(rf):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1")
    record(AuditEvent.Kind.LOGIN_FAILED, request, username="an.lamdong")

    assert not taken("UPDATE accounts_auditevent SET address = NULL, kind = 'login'")
    assert not taken("UPDATE accounts_auditevent SET username = 'minh'")
    assert not taken(REPLACE[connection.vendor].format(table="accounts_auditevent", key="id"))
    assert taken("UPDATE accounts_auditevent SET address = NULL, username = ''")
    assert AuditEvent.objects.values_list("kind", "username", "address").get() == ("login_failed", "", None)

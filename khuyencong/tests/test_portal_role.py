"""The portal's own role in PostgreSQL: all pages and writes work under it, and what is only added to stays so.

On SQLite, which has no roles, the same is tried as far as triggers hold it.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from accounts import triggers
from accounts.models import AuditEvent, record
from khuyencong.keeping.checks import promises_of_the_database
from khuyencong.keeping.roles import append_only_tables, excesses
from khuyencong.tests.addresses import address, client_of, letter, visits
from khuyencong.tests.policy import POLICY
from khuyencong.tests.test_forms import FORMS, complete_form
from khuyencong.tests.test_twice import FormOf
from programs.models import SameBusiness
from programs.tests.web import filled

pytestmark = pytest.mark.django_db
CHANGES = {  # of a table that is only ever added to, by whoever sends SQL with the portal's rights
    "sqlite": ['DELETE FROM "{table}"'],
    "postgresql": [
        'UPDATE "{table}" SET {column} = {column}',
        'DELETE FROM "{table}"',
        'TRUNCATE "{table}" CASCADE',
        'ALTER TABLE "{table}" ADD COLUMN mine integer',
        'ALTER TABLE "{table}" DISABLE TRIGGER ALL',
        'DROP TRIGGER "{table}_no_update" ON "{table}"',
        'CREATE TRIGGER mine BEFORE INSERT ON "{table}" EXECUTE FUNCTION "{table}_no_delete"()',
        'DROP TABLE "{table}" CASCADE',
        'ALTER TABLE "{table}" OWNER TO CURRENT_USER',
    ],
}
ELSEWHERE = {
    "sqlite": [],
    "postgresql": [
        'CREATE OR REPLACE FUNCTION "accounts_auditevent_no_update"() RETURNS trigger LANGUAGE plpgsql '
        "AS 'BEGIN RETURN NEW; END'",
        "CREATE TEMP TABLE programs_closure (id integer)",  # would hide the real one from the triggers
        "CREATE TABLE mine (id integer)",
        "CREATE SCHEMA mine",
        "SET LOCAL session_replication_role = replica",
        "SELECT setval(pg_get_serial_sequence('accounts_auditevent', 'id'), 1)",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
        "UPDATE programs_loadedrow SET key = 'x'",
        "TRUNCATE django_session",
        "TRUNCATE accounts_session",
    ],
}


def set_role(role):
    """From here to the end of the test, or to the savepoint, the connection has this role's rights; "": SQLite."""
    if role:
        with connection.cursor() as cursor:
            cursor.execute(f'SET LOCAL ROLE "{role}"')


@pytest.fixture
def as_portal(scene, portal_role):
    set_role(portal_role)


def is_taken(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return False
    return True


def test_every_append_only_table_is_closed_to_the_role_of_the_portal(scene, as_portal):
    record(AuditEvent.Kind.LOGIN, user=scene.people["officer"])
    tables = append_only_tables()
    assert (
        len(tables) > 30
        and {"accounts_auditevent", "programs_posting", "reports_closedbooks"} <= tables.keys()
    )
    with connection.cursor() as cursor:
        first = {t: connection.introspection.get_table_description(cursor, t)[0].name for t in tables}
    filled_ones = {"accounts_auditevent", "programs_moneyentry", "programs_posting"}
    chosen = tables if connection.vendor == "postgresql" else filled_ones  # there a trigger wants a row

    taken = [
        change.format(table=table, column=first[table])
        for table in chosen
        for change in CHANGES[connection.vendor]
        if is_taken(change.format(table=table, column=first[table]))
    ]

    assert taken == []
    if connection.vendor == "postgresql":  # GRANT … TO CURRENT_USER is but a warning there
        is_taken("GRANT ALL ON accounts_auditevent TO CURRENT_USER")
        assert excesses(connection) == []


def test_role_of_the_portal_makes_and_hides_nothing(as_portal):
    assert [statement for statement in ELSEWHERE[connection.vendor] if is_taken(statement)] == []
    assert triggers.problems(connection) == []  # it can still compare, as healthz does


def test_later_table_is_read_and_added_to_until_the_next_migrate(scene, portal_role):
    if connection.vendor == "sqlite":
        assert portal_role == ""  # nothing to say: SQLite has no roles
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE programs_later (id integer)")
    set_role(portal_role)

    assert is_taken("SELECT 1 FROM programs_later") and is_taken("INSERT INTO programs_later VALUES (1)")
    assert not is_taken("DELETE FROM programs_later") and not is_taken("UPDATE programs_later SET id = 2")


def test_check_of_the_deployment_asks_the_database(scene, portal_role):
    [doubt, *more] = promises_of_the_database(None)
    if connection.vendor == "sqlite":
        assert (doubt.id, more) == ("khuyencong.W011", [])
        assert "SQLite không có vai trò" in doubt.msg
        return
    assert {each.id for each in (doubt, *more)} == {
        "khuyencong.W010"
    }  # the tests have one role for everything
    assert "bảng chỉ ghi thêm" in doubt.msg and "DATABASE_OWNER_URL" in doubt.hint
    set_role(portal_role)
    assert promises_of_the_database(None) == []


# ------------------------------------------------------------------------------------------- the portal under its role


ALL = connection.vendor == "postgresql"  # SQLite has one role: a sample, the matrix asks everybody anyway


@pytest.mark.parametrize("role", ["officer", "ministry", "root"] if ALL else ["viewer"])
def test_every_page_and_empty_form_answers_under_the_role_of_the_portal(scene, as_portal, role):
    for each in (scene.own, scene.other):
        each.audit = record(AuditEvent.Kind.EXPORTED, user=each.leader, object=each.mark)
    wrong = []
    for act in ("get", "post"):
        client = client_of(scene, role)
        for name, side, url in visits(scene):
            if name in ("logout", "admin:logout"):
                continue
            got, wanted = letter(getattr(client, act)(url)), POLICY[name].expected(act, side, role)
            if got != wanted:
                wrong.append(f"{act} {name} ({side}): {got}, not {wanted}")

    assert not wrong, "\n".join(wrong)
    assert client_of(scene, "anonymous").get("/healthz").status_code == 200


@pytest.mark.parametrize("name", FORMS if ALL else ["event_add"])
def test_every_form_writes_under_the_role_of_the_portal(scene, as_portal, name):
    writer, form = complete_form(scene, name)

    assert letter(writer.post(address(name, scene, scene.own), form)) == "~"


def test_file_is_stored_and_given_out_under_the_role_of_the_portal(
    scene, as_portal, officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    form = complete_form(scene, "event_add")[1] | {"file": SimpleUploadedFile("qd.pdf", b"%PDF-1.7 x")}

    assert officer.post(address("event_add", scene, scene.own), form).status_code == 302


def test_setting_businesses_apart_is_the_one_change_of_a_ledger_that_is_left():
    columns = {table: later for table, later in append_only_tables().items() if later}

    assert columns == {SameBusiness._meta.db_table: ("undone_posting_id",)}


def test_admin_edits_reference_rows_under_the_role_of_the_portal(scene, as_portal):
    client = client_of(scene, "root")
    url = f"/admin/programs/department/{scene.own.department.pk}/change/"

    assert client.post(url, filled(FormOf(client.get(url))) | {"name": "Tên mới"}).status_code == 302

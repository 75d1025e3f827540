"""A database from before states carried postings: every old state gets the posting from which on it holds."""

import pytest
from django.core.management import call_command

from accounts.models import User
from accounts.triggers import problems
from khuyencong.tests.databases import asked_instead, rows_of, spare
from khuyencong.tests.upgrade import first
from programs.ledger.asof import head
from programs.models import Business, Department, Posting, Project
from programs.tests.states import NOUNS, strayed

# Business 1 was edited after the last posting, 2 was loaded in bulk, of 3 only an edit is known, 4 was changed behind the
# back of its history.
AS_IT_WAS = (
    "UPDATE programs_historicalbusiness SET history_date = '2026-11-26 08:00:00' WHERE history_type = '~'",
    "DELETE FROM programs_historicalbusiness WHERE id = 2",
    "UPDATE programs_historicalbusiness SET history_type = '~', history_date = '2026-11-25 12:27:05.6' WHERE id = 3",
    "UPDATE programs_business SET products = 'Khác' WHERE id = 4",
)


def written(connection, *statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def upgraded(first_schema, django_db_blocker, tmp_path):
    """upgraded(fill): the default database is one of the first release, filled, then migrated to today."""
    with django_db_blocker.unblock(), spare(tmp_path, like=first_schema) as name:
        with asked_instead(name) as connection:

            def bring(fill):
                fill(connection)
                call_command("migrate", verbosity=0, database="spare")
                return connection

            yield bring


def with_rows(connection):
    first.load(connection)
    written(connection, *AS_IT_WAS)


def moment_of(row):
    """The first posting at or after a moment, as the ledgers tell it."""
    return Posting.objects.filter(recorded_at__gte=row.created_at).order_by("number").first().number


def test_old_states_take_the_first_posting_after_them_and_what_comes_last_one_made_for_it(upgraded):
    connection = upgraded(with_rows)

    made = Posting.objects.get(kind="system")
    assert (made.number, head(), made.recorded_by.username) == (31, 31, "he-thong")
    assert "Nâng cấp" in made.reason and not made.recorded_by.is_active
    begun = {row.pk: moment_of(row) for row in Business.objects.all()}
    told = Business.history.order_by("history_id").values_list("id", "history_type", "posting")
    assert list(told) == [
        (1, "+", begun[1]),
        (3, "~", begun[3]),  # what was before it is not known: it holds from the making on
        (4, "+", begun[4]),
        (1, "~", 31),
        (2, "+", begun[2]),
        (4, "~", 31),
    ]
    assert set(Department.history.values_list("posting", flat=True)) == {1}
    assert strayed() == [] and problems(connection) == []


def test_every_state_of_an_old_database_has_its_posting(upgraded):
    upgraded(first.load)

    for model in NOUNS:
        for state in model.history.exclude(history_type="+").exclude(posting=head()):
            after = Posting.objects.filter(recorded_at__gte=state.history_date).order_by("number").first()
            assert state.posting == after
    assert Project.history.count() == 2
    assert strayed() == []


def test_database_without_nouns_gets_no_posting_and_no_account(upgraded):
    upgraded(lambda connection: None)

    assert not Posting.objects.exists() and not User.objects.exists()


def test_nouns_before_the_first_posting_belong_to_posting_0(upgraded):
    def body_alone(connection):
        names = "(id, kind, name, short_name, valid_from, status, search_key, sort_key)"
        values = "(1, 'ministry', 'Cục', '', '2012-01-01', '', 'cuc', 'C')"
        written(connection, " ".join(("INSERT INTO programs_department", names, "VALUES", values)))

    connection = upgraded(body_alone)

    assert rows_of(connection, "SELECT id, posting_id FROM programs_historicaldepartment") == [(1, 0)]
    assert (head(), Posting.objects.get().number, strayed()) == (0, 0, [])

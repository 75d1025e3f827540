from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.choices import PostingKind
from programs.ledger.acts import Act
from programs.ledger.asof import head
from programs.ledger.entries import add_money, correct
from programs.ledger.posting import post, post_all
from programs.models import LedgerHead, MoneyEntry, Posting
from programs.tests.threads import at_once


def known(number):
    """What the money ledger held when posting `number` was the last one."""
    return [(entry.posting_id, entry.amount) for entry in MoneyEntry.objects.known_at(number).order_by("pk")]


# --- numbers ---------------------------------------------------------------------------------------------------------


def test_posting_carries_who_when_why_and_the_next_number(an, make_project, money):
    project = make_project(an)
    before = datetime.now(UTC)

    first = post(by=an, kind=PostingKind.ENTRY, entries=[money(project)], reason="QĐ 12/QĐ-UBND")
    second = post(by=an, kind=PostingKind.ENTRY, entries=[money(project)])

    assert (first.number, second.number, head()) == (1, 2, 2)
    assert (first.recorded_by, first.reason, first.kind) == (an, "QĐ 12/QĐ-UBND", PostingKind.ENTRY)
    assert before <= first.recorded_at < second.recorded_at <= datetime.now(UTC) + timedelta(seconds=1)


def test_entry_takes_the_dimensions_of_its_project(an, make_project, money, world):
    project = make_project(an, unit=world.lam_dong, first_year=2026, origin_unit=world.dak_nong)
    entry = money(project, budget_year=2026, on=date(2026, 3, 15))

    add_money(entry=entry, by=an)

    kept = MoneyEntry.objects.get()
    assert (kept.unit, kept.origin, kept.level, kept.activity, kept.main_activity, kept.off_project) == (
        world.lam_dong,
        world.dak_nong,
        "kcdp",
        world.machines,
        world.machines,
        False,
    )


def test_several_acts_are_written_whole_or_not_at_all(an, make_project, money):
    project = make_project(an)
    acts = [
        Act(PostingKind.ENTRY, [money(project)]),
        Act(PostingKind.ENTRY, [money(project, amount=0)]),
    ]

    with pytest.raises(ValidationError, match="Số tiền phải khác 0"):
        post_all(by=an, acts=acts)

    assert (head(), Posting.objects.acts().count(), MoneyEntry.objects.count()) == (0, 0, 0)


def test_moment_never_stands_still_even_if_the_clock_goes_back(an, make_project, money):
    project = make_project(an)
    add_money(entry=money(project), by=an)
    ahead = datetime.now(UTC) + timedelta(hours=1)
    LedgerHead.objects.update(recorded_at=ahead)

    add_money(entry=money(project), by=an)

    assert Posting.objects.get(number=2).recorded_at == ahead + timedelta(microseconds=1)


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_leave_numbers_without_gaps_in_the_order_of_commits(an, make_project, money):
    project = make_project(an)
    seen = []

    def writer(sign):
        def write():
            for step in range(1, 9):
                with transaction.atomic():
                    add_money(entry=money(project, amount=sign * step), by=an)
                number = head()
                seen.append((number, known(number)))

        return write

    assert at_once(writer(1), writer(-1)) == [None, None]

    postings = list(Posting.objects.acts().order_by("number"))
    moments = [posting.recorded_at for posting in postings]
    assert [posting.number for posting in postings] == list(range(1, 17))
    assert moments == sorted(set(moments))
    assert head() == 16
    # Replaying any number that a writer saw gives exactly what he saw then.
    assert len(seen) == 16
    assert [known(number) for number, _ in seen] == [rows for _, rows in seen]


@pytest.mark.django_db(transaction=True)
def test_refused_writer_leaves_no_gap(an, make_project, money):
    project = make_project(an)

    def good():
        return add_money(entry=money(project), by=an).posting_id

    def bad():
        with transaction.atomic():
            add_money(entry=money(project), by=an)
            raise RuntimeError("thôi")

    answers = at_once(good, bad, good, bad, good)

    assert sorted(a for a in answers if isinstance(a, int)) == [1, 2, 3]
    assert [posting.number for posting in Posting.objects.acts().order_by("number")] == [1, 2, 3]


# --- corrections -----------------------------------------------------------------------------------------------------

amounts = st.lists(st.integers(-(10**13) + 1, 10**13 - 1).filter(bool), min_size=1, max_size=5)


@settings(
    max_examples=settings.default.max_examples // 4,  # each writes to the database
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(amounts=amounts, data=st.data())
def test_reversal_leaves_zero_and_replay_stays_as_it_was(an, make_project, money, amounts, data):
    with transaction.atomic():
        project = make_project(an)
        entries = [add_money(entry=money(project, amount=amount), by=an) for amount in amounts]
        frozen = head()
        as_seen = known(frozen)
        order = data.draw(st.permutations(entries))

        for entry in order:
            correct(entry=entry, by=an, reason="Ghi nhầm")

        rows = MoneyEntry.objects.filter(project=project)
        assert sum(row.amount for row in rows) == 0
        assert {(row.reverses_id, row.amount) for row in rows if row.reverses_id} == {
            (entry.pk, -entry.amount) for entry in entries
        }
        assert {row.on for row in rows} == {date(2023, 3, 15)}
        assert known(frozen) == as_seen
        transaction.set_rollback(True)


# --- what the database refuses ---------------------------------------------------------------------------------------


@pytest.fixture
def entry(an, make_project, money):
    return add_money(entry=money(make_project(an)), by=an)


def by_raw_update(entry):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programs_moneyentry SET amount = 1 WHERE id = %s", [entry.pk])


def by_raw_delete(entry):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM programs_moneyentry WHERE id = %s", [entry.pk])


def by_saving_as_the_admin_would(entry):
    entry.amount = 1
    entry.save()


@pytest.mark.parametrize(
    "change",
    [
        by_raw_update,
        by_raw_delete,
        by_saving_as_the_admin_would,
        lambda entry: MoneyEntry.objects.filter(pk=entry.pk).update(amount=1),
        lambda entry: MoneyEntry.objects.bulk_update([entry], ["amount"]),
        lambda entry: entry.delete(),
        lambda entry: MoneyEntry.objects.all().delete(),
        lambda entry: Posting.objects.update(reason="khác"),
        lambda entry: Posting.objects.filter(number=entry.posting_id).delete(),
    ],
)
def test_written_row_stays_as_it_is_on_every_path(entry, change):
    with pytest.raises((IntegrityError, ProtectedError), match="Sổ chỉ được ghi thêm|protected"):
        with transaction.atomic():
            change(entry)

    assert list(MoneyEntry.objects.values_list("amount", flat=True)) == [100_000_000]
    assert list(Posting.objects.acts().values_list("number", "reason")) == [(1, "")]


def test_table_of_the_ledger_is_not_emptied(entry):
    connection.check_constraints()  # what is still to be checked would hold the table on PostgreSQL
    empty = "TRUNCATE {} CASCADE" if connection.vendor == "postgresql" else "DELETE FROM {}"

    with pytest.raises(IntegrityError, match="ghi thêm"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(empty.format("programs_moneyentry"))

    assert MoneyEntry.objects.count() == 1

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.actions import add_money, correct, set_closure
from programs.choices import ClosureState, DatabaseKind, PostingKind, Source, Stage
from programs.ledger import Act, head, number_at, parse_as_of, post, post_all
from programs.models import Installation, LedgerHead, MoneyEntry, Posting


def known(number):
    """What the money ledger held when posting `number` was the last one."""
    return [(entry.posting_id, entry.amount) for entry in MoneyEntry.objects.known_at(number).order_by("pk")]


def at_once(*works):
    """Each work in a thread with a connection of its own, begun together; what each returned or raised."""
    answers = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place, work):
        try:
            start.wait(timeout=10)
            answers[place] = work()
        except Exception as error:  # noqa: BLE001 handed to the test
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


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
    entry = money(make_project(an, origin_unit=world.dak_nong))

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

    assert (head(), Posting.objects.count(), MoneyEntry.objects.count()) == (0, 0, 0)


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

    postings = list(Posting.objects.order_by("number"))
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
    assert [posting.number for posting in Posting.objects.order_by("number")] == [1, 2, 3]


# --- corrections -----------------------------------------------------------------------------------------------------

amounts = st.lists(st.integers(-(10**13) + 1, 10**13 - 1).filter(bool), min_size=1, max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


# --- a demo or a real database ---------------------------------------------------------------------------------------


def test_first_entry_decides_that_a_database_is_real_and_refuses_the_illustration(an, make_project, money):
    project = make_project(an)
    add_money(entry=money(project), by=an)

    with pytest.raises(ValidationError, match="chứa số liệu thật"):
        post(by=an, kind=PostingKind.IMPORT, entries=[money(project)], illustrative=True)

    assert Installation.objects.get().kind == DatabaseKind.REAL
    assert MoneyEntry.objects.count() == 1


def test_demo_stays_a_demo_and_its_rows_are_marked(an, make_project, money):
    project = make_project(an)

    post(by=an, kind=PostingKind.IMPORT, entries=[money(project)], illustrative=True)
    add_money(entry=money(project), by=an)

    assert Installation.objects.get().kind == DatabaseKind.DEMO
    assert list(MoneyEntry.objects.order_by("pk").values_list("illustrative", flat=True)) == [True, False]
    assert list(Posting.objects.order_by("number").values_list("illustrative", flat=True)) == [True, False]


# --- as of -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def dated_postings(an):
    """Postings 1 to 3: late on 30/9/2023, just after midnight of 1/10, and on 5/10/2023, Vietnamese time."""
    moments = ("2023-09-30T23:59:59+07:00", "2023-10-01T00:00:00+07:00", "2023-10-05T08:30:00+07:00")
    for number, moment in enumerate(moments, start=1):
        Posting.objects.create(
            number=number,
            recorded_at=datetime.fromisoformat(moment),
            recorded_by=an,
            kind=PostingKind.ENTRY,
        )
    LedgerHead.objects.create(pk=1, number=3, recorded_at=datetime.fromisoformat(moments[-1]))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 3),
        (None, 3),
        ("2", 2),
        (" 2 ", 2),
        ("99", 3),
        ("0", 0),
        ("2023-09-29", 0),
        ("2023-09-30", 1),
        ("2023-10-01", 2),
        ("2023-10-05T08:29:59", 2),
        ("2023-10-05T08:30:00+07:00", 3),
        ("2023-10-05T01:30:00Z", 3),
        ("9999-12-31", 3),
    ],
)
def test_as_of_is_read_as_a_number_a_day_or_a_moment_of_vietnam(dated_postings, text, number):
    assert parse_as_of(text) == number


@pytest.mark.parametrize(
    "text", ["hôm qua", "30/9/2023", "2023-02-30", "-1", "1.5", "0001-01-01T00:00:00+09:00"]
)
def test_as_of_that_is_none_is_refused(dated_postings, text):
    with pytest.raises(ValueError):  # noqa: PT011 the words are Python's
        parse_as_of(text)


def test_bare_date_means_its_end_in_vietnam(dated_postings):
    assert number_at(date(2023, 9, 30)) == 1


def test_before_the_first_posting_there_is_nothing(db):
    assert (head(), parse_as_of(""), parse_as_of("2023-09-30")) == (0, 0, 0)


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
    assert list(Posting.objects.values_list("number", "reason")) == [(1, "")]


def test_table_of_the_ledger_is_not_emptied(entry):
    connection.check_constraints()  # what is still to be checked would hold the table on PostgreSQL
    empty = "TRUNCATE {} CASCADE" if connection.vendor == "postgresql" else "DELETE FROM {}"

    with pytest.raises(IntegrityError, match="ghi thêm"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(empty.format("programs_moneyentry"))

    assert MoneyEntry.objects.count() == 1


# --- closing ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def closed(minh, world):
    """Lâm Đồng's budget year 2023 is closed up to 30/9/2023."""
    return set_closure(
        unit=world.lam_dong,
        budget_year=2023,
        cut_off=date(2023, 9, 30),
        state=ClosureState.CLOSED,
        by=minh,
        reason="Hội nghị lần thứ XIII",
    )


def test_closed_period_refuses_with_a_clear_message(an, make_project, money, closed):
    project = make_project(an)

    with pytest.raises(ValidationError) as refused:
        add_money(entry=money(project, on=date(2023, 9, 30)), by=an)

    assert refused.value.message_dict == {
        "on": [
            "Số liệu năm ngân sách 2023 của Lâm Đồng đã chốt đến hết ngày 30/09/2023. "
            "Lãnh đạo đơn vị có thể bổ sung sau chốt, có ghi lý do."
        ]
    }
    assert (MoneyEntry.objects.count(), head()) == (0, 1)


@pytest.mark.parametrize(
    "values", [{"on": date(2023, 10, 1)}, {"budget_year": 2024, "on": date(2023, 9, 30)}]
)
def test_closing_binds_its_own_year_up_to_its_day_alone(an, make_project, money, closed, values):
    add_money(entry=money(make_project(an), **values), by=an)

    assert MoneyEntry.objects.count() == 1


def test_closing_of_a_province_closes_what_was_merged_into_it(an, make_project, money, world, closed):
    project = make_project(an, unit=world.dak_nong)

    with pytest.raises(ValidationError, match="của Đắk Nông đã chốt"):
        add_money(entry=money(project, on=date(2023, 6, 5)), by=an)


def test_closing_of_one_province_leaves_others_open(binh, make_project, money, world, closed):
    add_money(entry=money(make_project(binh, unit=world.gia_lai)), by=binh)

    assert MoneyEntry.objects.get().unit == world.gia_lai


def test_reopened_period_takes_entries_again(an, minh, make_project, money, world, closed):
    set_closure(
        unit=world.lam_dong,
        budget_year=2023,
        cut_off=date(2023, 9, 30),
        state=ClosureState.REOPENED,
        by=minh,
        reason="Đính chính theo công văn 15",
    )

    add_money(entry=money(make_project(an)), by=an)

    assert MoneyEntry.objects.count() == 1


def test_late_entry_with_a_leaders_reason_keeps_its_date_and_gets_todays_number(
    an, lan, make_project, money, closed
):
    project = make_project(an)

    entry = add_money(entry=money(project, on=date(2023, 6, 5)), by=lan, reason="Kho bạc xác nhận chậm")

    kept = MoneyEntry.objects.select_related("posting").get(pk=entry.pk)
    assert (kept.on, kept.posting_id, kept.posting.kind) == (date(2023, 6, 5), 2, PostingKind.LATE)
    assert kept.posting.reason == "Kho bạc xác nhận chậm"
    assert known(closed.number) == []
    assert known(head()) == [(2, 100_000_000)]


def test_late_entry_of_an_officer_is_refused(an, make_project, money, closed):
    with pytest.raises(ValidationError, match="Chỉ lãnh đạo đơn vị"):
        add_money(entry=money(make_project(an)), by=an, reason="Xin bổ sung")


def test_correction_into_a_closed_period_needs_the_leader_too(an, lan, minh, make_project, money, world):
    entry = add_money(entry=money(make_project(an)), by=an)
    set_closure(
        unit=world.lam_dong, budget_year=2023, cut_off=date(2023, 9, 30), state=ClosureState.CLOSED, by=minh
    )

    with pytest.raises(ValidationError, match="đã chốt"):
        correct(entry=entry, by=an, reason="Ghi nhầm")
    correct(entry=entry, by=lan, reason="Ghi nhầm, lãnh đạo đã duyệt", late=True)

    assert list(MoneyEntry.objects.order_by("pk").values_list("amount", flat=True)) == [
        100_000_000,
        -100_000_000,
    ]


def test_closed_period_is_closed_to_a_raw_insert_too(an, make_project, money, closed):
    entry = money(make_project(an), source=Source.KCQG, stage=Stage.PAID)
    project = entry.project
    entry.unit_id = entry.origin_id = project.unit_id
    entry.activity_id = entry.main_activity_id = project.activity_id
    entry.level = project.level
    posting = Posting(number=closed.number + 1, recorded_at=timezone.now(), recorded_by=an, kind="entry")
    Posting.objects.bulk_create([posting])
    entry.posting_id = posting.number  # written past the actions, and not as a late entry

    with pytest.raises(IntegrityError, match="Kỳ số liệu đã chốt"), transaction.atomic():
        MoneyEntry.objects.bulk_create([entry])

    assert MoneyEntry.objects.count() == 0

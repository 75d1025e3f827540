"""What has been kept long enough goes, on its day and not before; what names people elsewhere than listed would stay."""

import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts.models import AuditEvent, Session, record
from accounts.triggers import problems
from conferences.models import Conference, ConferenceSeries, Delegate, DelegateGroup, Delegation
from khuyencong import retention
from khuyencong.retention import HIDDEN, RULES, purge
from programs.choices import LegalForm
from programs.ledger.asof import head
from programs.models import Business, Province, Region, Submission
from programs.tests.factories import reword, stand

pytestmark = pytest.mark.django_db

SECRET = "Nguyễn Thị Bí Mật"
TEXTS = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)
TODAY = timezone.make_aware(datetime(2026, 11, 25, 9))


def where_secret_stands():
    """Every table and column of the database in which the name is found, keys computed from it too."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, TEXTS) and not field.is_relation:
                spellings = (
                    SECRET,
                    SECRET.lower(),
                    "nguyen thi bi mat",
                    SECRET.encode("unicode_escape").decode(),
                )
                if any(any(word in str(value) for word in spellings)
                       for value in model._base_manager.values_list(field.name, flat=True)):  # fmt: skip
                    found.add(f"{model._meta.label}.{field.name}")
    return found


@pytest.fixture
def conference(reference):
    series = ConferenceSeries.objects.create(code="vung", name="Khuyến công vùng", title="Hội nghị {vung}")
    return Conference.objects.create(
        code="MTTN-2023", series=series, region=Region.objects.get(code="MTTN"), year=2023, starts_on="2023-10-26",
        host=Province.objects.get(key="P63-67"), review_year=2022, review_months=9,
    )  # fmt: skip


@pytest.fixture
def delegates(conference):
    """A delegation and two of its people, each named in every personal column."""
    unit = Province.objects.get(key="P63-67")
    delegation = Delegation.objects.create(
        conference=conference, unit=unit, head=SECRET, deputy=SECRET, contact=SECRET
    )
    group = DelegateGroup.objects.filter(valid_to=None).first() or DelegateGroup.objects.create(
        code="so", name="Lãnh đạo Sở", order=1, valid_from="2010-01-01"
    )
    for n in (1, 2):
        person = Delegate.objects.create(
            conference=conference, delegation=delegation, group=group, full_name=f"{SECRET} {n}",
            position=SECRET, workplace=SECRET, note=SECRET, pin=n, pin_reason=SECRET,
        )  # fmt: skip
        person.position = f"{SECRET}, sửa"
        person.save()
    return delegation


def on_day(rule, days, **moment):
    """The moment at which something of `moment` is `days` beyond what the rule keeps."""
    return TODAY - timedelta(days=settings.RETENTION_DAYS[rule] + days)


def test_each_rule_has_its_setting_and_each_setting_its_rule():
    assert {rule.name for rule in RULES} == set(settings.RETENTION_DAYS)


def test_people_of_a_conference_lose_their_names_and_stay_in_number(delegates):
    day = timezone.make_aware(datetime(2023, 10, 26)) + timedelta(days=settings.RETENTION_DAYS["delegates"])
    purge(day + timedelta(hours=12))
    assert Delegate.objects.filter(full_name__startswith=SECRET).count() == 2

    purge(day + timedelta(days=1))

    told = Delegate.objects.order_by("pk").values_list("full_name", "position", "workplace", "note", "pin")
    assert list(told) == [(f"{HIDDEN} {row.pk}", "", "", "", None) for row in Delegate.objects.order_by("pk")]
    delegates.refresh_from_db()
    assert (delegates.head, delegates.deputy, delegates.contact) == ("", "", "")
    assert delegates.history.count() == 1 and Delegate.history.count() == 4

    assert where_secret_stands() == set()


def test_history_and_audit_log_are_blanked_and_stay_closed(root, rf, delegates):
    record(
        AuditEvent.Kind.USER_CHANGED,
        rf.get("/"),
        user=root,
        object=SECRET,
        changes={"họ và tên": ["", SECRET]},
    )
    rows, guarded = AuditEvent.objects.count(), problems(connection)

    purge(timezone.now() + timedelta(days=settings.RETENTION_DAYS["audit"] + 1))

    events = AuditEvent.objects.exclude(kind=AuditEvent.Kind.PURGED)
    assert events.count() == rows
    told = events.values_list("kind", "user", "username", "address", "object", "detail").get(
        kind="user_changed"
    )
    assert told == ("user_changed", root.pk, "", None, "", {})
    assert problems(connection) == guarded == []
    with pytest.raises(IntegrityError), transaction.atomic():
        events.update(kind=AuditEvent.Kind.LOGIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        events.update(detail={"a": 1})


def test_old_states_of_businesses_lose_the_phone_and_no_answer_of_an_old_posting_moves(reference):
    unit = Province.objects.get(key="P34-68")
    business = stand(Business(name="Cơ sở A", unit=unit, legal_form=LegalForm.HOUSEHOLD, phone="0912345678"))
    reword(business, phone="0987654321", name="Cơ sở B")
    states = Business.history.filter(id=business.pk)
    before, told = head(), list(states.values_list("name", "posting"))

    purge(timezone.now() + timedelta(days=settings.RETENTION_DAYS["histories"] + 1))

    assert set(states.values_list("phone", flat=True)) == {""}
    assert (head(), list(states.values_list("name", "posting"))) == (before, told)
    business.refresh_from_db()
    assert business.phone == "0987654321"


@pytest.mark.parametrize(("beyond", "left"), [(-0.01, 1), (0.01, 0)])
def test_sessions_forms_and_the_admins_log_go_on_their_day(root, beyond, left):
    Session.objects.create(session_key="a" * 32, session_data="x", expire_date=on_day("sessions", beyond))
    form = Submission.objects.create(key="0" * 32, user=root)
    Submission.objects.filter(pk=form.pk).update(at=on_day("submissions", beyond))
    entry = LogEntry.objects.create(user=root, object_repr=SECRET, action_flag=2, change_message=SECRET)
    LogEntry.objects.filter(pk=entry.pk).update(action_time=on_day("audit", beyond))

    purge(TODAY)

    session = Session.objects.filter(session_key="a" * 32)
    assert [rows.count() for rows in (session, Submission.objects.all(), LogEntry.objects.all())] == [
        left
    ] * 3


def test_dry_run_counts_writes_nothing_and_a_second_run_finds_nothing(delegates):
    def run(**options):
        out = StringIO()
        call_command("purge", stdout=out, **options)
        return out.getvalue()

    first = run(dry_run=True)
    assert "Tên, chức vụ của đại biểu hội nghị đã qua (giữ 730 ngày): 3 dòng quá hạn" in first
    assert Delegate.objects.filter(full_name__startswith=SECRET).count() == 2
    assert "Tên, chức vụ của đại biểu hội nghị đã qua (giữ 730 ngày): 3 dòng đã xử lý" in run()
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.PURGED).count() == 1
    assert {line.rpartition(": ")[2] for line in run().splitlines()} == {"0 dòng đã xử lý"}
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.PURGED).count() == 1


def test_what_is_cut_off_is_finished_by_the_next_run(delegates, monkeypatch):
    """Of three rows in steps of one the second fails: the first stays done, the rest is as it was."""
    monkeypatch.setattr(retention, "STEP", 1)
    hide, calls = retention._hide, []

    def failing(rows):
        calls.append(1)
        hide(rows)
        if len(calls) == 2:
            raise KeyboardInterrupt

    rules = tuple(rule for rule in RULES if rule.let_go is hide)
    with pytest.raises(KeyboardInterrupt):
        [retention._in_steps(rows, failing) for rule in rules for rows in rule.found(TODAY)]
    assert Delegate.objects.filter(full_name__startswith=SECRET).count() == 1

    assert sum(rule.purge(TODAY) for rule in rules) == 2
    assert where_secret_stands() & {"conferences.Delegate.full_name", "conferences.Delegation.head"} == set()


def test_page_for_the_operator_says_the_days_of_the_settings():
    page = (settings.BASE_DIR / "docs" / "du-lieu-ca-nhan.md").read_text(encoding="utf-8")
    told = re.findall(r"\| (\d+) \| `RETENTION_(\w+)_DAYS` \|", page)

    assert {name.lower(): int(days) for days, name in told} == settings.RETENTION_DAYS

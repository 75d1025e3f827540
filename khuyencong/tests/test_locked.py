"""What may not be written: into a closed period, through the forms or the shell, and over rows of the ledgers."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from khuyencong.tests.addresses import fingerprint
from khuyencong.tests.forms import ENGLISH, form_at
from khuyencong.tests.scene import THIS_YEAR, TODAY, TODAY_TYPED
from programs.choices import ClosureState
from programs.ledger.asof import head
from programs.models import MoneyEntry, Posting, ProjectEvent, ResultEntry
from reports.closing.books import set_books

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------------------------------------- what is closed


@pytest.fixture
def closed(scene):
    """This year is closed up to today, for Lâm Đồng and what was merged into it."""
    return set_books(
        unit=scene.own.home,
        budget_year=THIS_YEAR,
        cut_off=TODAY,
        state=ClosureState.CLOSED,
        by=scene.people["chief"],
    )


def test_entry_into_a_closed_period_is_told_with_its_reason(scene, officer, closed):
    code = scene.own.project.code
    tries = [
        (
            "money_add",
            code,
            {"stage": "accepted", "budget_year": THIS_YEAR, "on": TODAY_TYPED, "amount": "120 triệu"},
        ),
        (
            "project_result_add",
            code,
            {"indicator": scene.own.result.indicator_id, "on": TODAY_TYPED, "quantity": "2"},
        ),
        (
            "event_add",
            code,
            {"happening": "contracted", "on": TODAY_TYPED, "budget_year": THIS_YEAR, "document": "1/HĐ"},
        ),
        ("money_correct", scene.own.money.pk, {"amount": "110 triệu", "reason": "Ghi nhầm"}),
        ("result_correct", scene.own.result.pk, {"quantity": "4", "reason": "Ghi nhầm"}),
        ("event_undo", scene.own.event.pk, {"reason": "Ghi nhầm"}),
    ]
    before = fingerprint()
    for name, subject, typed in tries:
        address = reverse(name, args=[subject])
        response = officer.post(address, form_at(officer, address, **typed))

        assert response.status_code == 200, name
        assert "chốt" in str(response.context["form"].errors), name

    assert fingerprint() == before


def test_leader_adds_to_a_closed_period_with_a_reason_and_at_its_true_day(scene, leader, closed):
    address = reverse("money_add", args=[scene.own.project.code])
    typed = {"stage": "accepted", "budget_year": THIS_YEAR, "on": TODAY_TYPED, "amount": "120 triệu"}
    form = form_at(leader, address, **typed)

    assert leader.post(address, form).status_code == 200
    assert leader.post(address, form | {"reason": "Hồ sơ về muộn"}).status_code == 302

    entry = MoneyEntry.objects.filter(stage="accepted").get()
    assert (entry.on, entry.posting.kind, entry.posting.reason) == (
        TODAY,
        "late",
        "Hồ sơ về muộn",
    )


# ------------------------------------------------------------------------------------------------------- the shell


def by_shell(scene):
    own = scene.own
    return {
        "money": lambda: MoneyEntry.objects.filter(pk=own.money.pk).update(amount=1),
        "result": lambda: ResultEntry.objects.filter(pk=own.result.pk).update(quantity=1),
        "event": lambda: ProjectEvent.objects.filter(pk=own.event.pk).update(document="khác"),
        "posting": lambda: type(own.posting).objects.filter(pk=own.posting.pk).update(reason="khác"),
        "closure": lambda: type(own.closure).objects.filter(pk=own.closure.pk).update(state="reopened"),
        "deletion": lambda: MoneyEntry.objects.filter(pk=own.money.pk)._raw_delete("default"),
        "raw update": lambda: raw("UPDATE programs_moneyentry SET amount = 1 WHERE id = %s", own.money.pk),
        "raw deletion": lambda: raw("DELETE FROM programs_resultentry WHERE id = %s", own.result.pk),
    }


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "way", ["money", "result", "event", "posting", "closure", "deletion", "raw update", "raw deletion"]
)
def test_row_of_a_ledger_is_not_changed_by_shell(scene, way):
    before = fingerprint()

    with pytest.raises((IntegrityError, DatabaseError)) as refusal, transaction.atomic():
        by_shell(scene)[way]()

    assert "sổ" in str(refusal.value).lower()
    assert not ENGLISH.search(str(refusal.value).splitlines()[0])
    assert fingerprint() == before


def test_entry_into_a_closed_period_by_shell_is_refused(scene, closed):
    posting = Posting(
        number=head() + 1, recorded_at=timezone.now(), recorded_by=scene.people["officer"], kind="entry"
    )
    Posting.objects.bulk_create([posting])
    row = MoneyEntry.objects.get(pk=scene.own.money.pk)
    row.pk, row.posting = None, posting
    before = MoneyEntry.objects.count()

    with pytest.raises((IntegrityError, DatabaseError), match="chốt"), transaction.atomic():
        MoneyEntry.objects.bulk_create([row])

    assert MoneyEntry.objects.count() == before

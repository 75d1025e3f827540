"""Who takes part in a conference, once there are figures: rows are added and ended by posting."""

import pytest
from django.urls import reverse

from conferences.actions import draft_delegations
from conferences.models import Conference, ParticipatingUnit
from conferences.reference.load import load_conferences
from conferences.tests.conftest import make_province
from conferences.tests.pages import change, page_of, typed
from programs.ledger.asof import head
from programs.ledger.reference import change_reference
from programs.models import Posting
from programs.tests.factories import first_posting


@pytest.fixture
def begun(world, root):
    first_posting(root)
    return world


def standing(world):
    return [row.unit.key for row in world.conference.participants.standing()]


def test_change_of_the_list_is_one_posting_and_the_old_list_stays_readable(as_, minh, begun):
    quang_nam = make_province("P63-49", "Quảng Nam")
    client = as_(minh)
    sent = typed(client.get(change(begun.conference)))
    sent |= {
        "participants-TOTAL_FORMS": "4",
        "participants-0-order": "9",  # Đắk Nông comes last
        "participants-1-DELETE": "on",  # Gia Lai stays at home
        "participants-3-unit": quang_nam.pk,
        "participants-3-order": "4",
        "participants-3-id": "",
    }

    answer = client.post(change(begun.conference), sent)

    assert answer.status_code == 302, answer.context["errors"]
    assert (head(), Posting.objects.first().recorded_by) == (2, minh)
    assert standing(begun) == ["P63-68", "P63-49", "P63-67"]
    known = begun.conference.participants.known_at(1)
    assert [row.unit.key for row in known] == ["P63-67", "P63-64", "P63-68"]


def test_save_that_leaves_the_list_alone_writes_no_posting(as_, minh, begun):
    client = as_(minh)

    client.post(change(begun.conference), typed(client.get(change(begun.conference)), venue="Hội trường"))

    assert (Conference.objects.get().venue, head()) == ("Hội trường", 1)


def test_province_twice_in_the_list_is_told_at_its_row(as_, minh, begun):
    quang_nam = make_province("P63-49", "Quảng Nam")
    client = as_(minh)
    sent = typed(client.get(change(begun.conference))) | {"participants-TOTAL_FORMS": "5"}
    for number in (3, 4):
        sent |= {f"participants-{number}-{name}": "" for name in ("id", "name")}
        sent |= {f"participants-{number}-unit": quang_nam.pk, f"participants-{number}-order": "4"}

    answer = client.post(change(begun.conference), sent)

    assert "có hai dòng trong danh sách này; hãy bỏ một dòng" in page_of(answer)
    assert head() == 1


def test_pages_and_delegations_go_by_the_list_of_today(as_, minh, begun, root):
    gone = begun.conference.participants.get(unit=begun.gia_lai)
    change_reference(by=root, ended=[gone])

    page = as_(minh).get(reverse("conference_detail", args=[begun.conference.code]))

    assert "Gia Lai" not in {row.name for row in page.context["conference"].participants.all()}
    assert draft_delegations(conference=begun.conference) == 2


def test_conference_with_a_list_is_not_deleted(as_, root, begun):
    address = reverse("admin:conferences_conference_delete", args=[begun.conference.pk])

    as_(root).post(address, {"post": "yes"})

    assert Conference.objects.filter(pk=begun.conference.pk).exists()


def test_load_brings_nobody_back_whom_people_took_off(reference, db, root):
    load_conferences(illustrative=False)
    first_posting(root)
    gone, lost = ParticipatingUnit.objects.all()[:2]
    change_reference(by=root, ended=[gone])
    rows = ParticipatingUnit.objects.count()

    assert load_conferences(illustrative=False) == {}
    assert (ParticipatingUnit.objects.count(), head()) == (rows, 2)

"""Reference data that figures stand on, through whatever reaches the gate: for whose the table is, and no stranger."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from conferences.models import Conference, ParticipatingUnit
from conferences.reference.load import load_conferences
from conferences.tests.pages import typed as typed_with_parts
from programs.access import CommandWriter
from programs.choices import PostingKind
from programs.ledger.asof import head
from programs.ledger.reference import change_reference, reference_loader
from programs.models import Department, RegionMembership, SupportNorm
from programs.tests.factories import first_posting
from programs.tests.pages import rights_to, sct, staff, url

NORM = {"norm_set": "X", "level": "kcdp", "item_code": "MAY", "content_group": "3", "item": "Máy móc"} | {
    "rule": "ceiling",
    "valid_from": "01/01/2020",
}
RIGHTS = [
    *rights_to(SupportNorm),
    "view_conference",
    "change_conference",
]


@pytest.fixture
def stage(reference, db, root, client):
    """A norm and a list of participants to write about, once there are figures; who keeps them, and who does not."""
    load_conferences(illustrative=False)
    first_posting(root)
    ministry = Department.objects.filter(kind="ministry", valid_to=None).first()
    return SimpleNamespace(
        client=client,
        root=root,
        norm=SupportNorm.objects.first(),
        conference=Conference.objects.filter(participants__isnull=False).distinct().first(),
        keeper=staff("giu.bct", ministry, rights=RIGHTS),
        strangers=[
            staff("xem.bct", ministry, rights=["view_supportnorm", "view_conference", "change_province"]),
            staff("giu.lamdong", sct("P34-68"), rights=RIGHTS),
        ],
    )


def list_of_the_conference(s):
    """What the page of the conference sends, its first participant taken off."""
    page = reverse("admin:conferences_conference_change", args=[s.conference.pk])
    s.client.force_login(s.root)
    return page, typed_with_parts(s.client.get(page)) | {"participants-0-DELETE": "on"}


ADMIN = "programs.ledger.reference_admin.PostedAdmin."
PAGES = {  # the function -> address and what is sent
    ADMIN + "save_model": lambda s: (url(SupportNorm, "add"), NORM),
    ADMIN + "delete_model": lambda s: (url(SupportNorm, "delete", s.norm.pk), {"post": "yes"}),
    ADMIN + "delete_queryset": lambda s: (
        url(SupportNorm, "changelist"),
        {"action": "delete_selected", "_selected_action": [s.norm.pk], "post": "yes"},
    ),
    "conferences.admin.conferences.ConferenceAdmin.save_formset": list_of_the_conference,
}
LOADS = {  # what is done by the account of the load alone
    "programs.ledger.reference.bring_in",
    "conferences.reference.load.load_conferences",
    "conferences.reference.load._Loader.load_published",
    "conferences.reference.load._Loader._bring_in_participants",
}
REFERENCE_CALLERS = {"programs.ledger.reference.change_reference", *PAGES, *LOADS}


def written():
    tables = (SupportNorm, RegionMembership, ParticipatingUnit)
    return head(), [list(table.objects.order_by("pk").values()) for table in tables]


def test_action_writes_for_the_one_who_keeps_the_table_and_for_no_stranger(stage):
    before = written()
    for stranger in (None, *stage.strangers):
        with pytest.raises(ValidationError):
            change_reference(by=stranger, ended=[stage.norm])
        assert written() == before

    change_reference(by=stage.keeper, ended=[stage.norm])
    assert written() != before


@pytest.mark.parametrize("caller", PAGES)
def test_page_writes_for_the_one_who_keeps_the_table_and_for_no_stranger(caller, stage):
    address, sent = PAGES[caller](stage)
    before = written()
    for stranger in stage.strangers:
        stage.client.force_login(stranger)
        assert stage.client.post(address, sent).status_code in (200, 302, 403, 404)
        assert written() == before, stranger

    stage.client.force_login(stage.keeper)
    assert stage.client.post(address, sent).status_code == 302
    assert written() != before


@pytest.mark.parametrize("kinds", [[], [PostingKind.IMPORT]])
def test_load_without_its_right_changes_nothing(stage, kinds):
    writer = CommandWriter(reference_loader().account, frozenset(kinds))
    before = written()

    with pytest.raises(ValidationError):
        change_reference(by=writer, added=[stage.norm.replacement()], ended=[stage.norm])

    assert written() == before

"""What post() itself asks, whoever calls it: whether the person may, in every province that a row touches."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programs.access import CommandWriter
from programs.choices import (
    DatabaseKind,
    Happening,
    Outcome,
    PostingKind,
)
from programs.ledger.asof import head
from programs.ledger.posting import post
from programs.models import Beneficiary, Installation, MoneyEntry, Posting, ProjectEvent
from programs.projects.beneficiaries import joining
from programs.tests.factories import OF_2023


@pytest.fixture
def event(project):
    return ProjectEvent(
        project=project, happening=Happening.APPROVED, outcome=Outcome.DONE, budget_year=2023, on=date(2023, 4, 3)
    )  # fmt: skip


def nothing_written():
    return (
        head(),
        Posting.objects.acts().count(),
        MoneyEntry.objects.count(),
        Beneficiary.objects.count(),
    ) == (0,) * 4


@pytest.mark.parametrize("who", ["binh", "dung", "chi", "minh", "root"])
@pytest.mark.parametrize(
    "kind", [PostingKind.ENTRY, PostingKind.LATE, PostingKind.IMPORT, PostingKind.CORRECTION]
)
def test_stranger_viewer_and_ministry_write_nothing(request, project, money, who, kind):
    with pytest.raises(ValidationError):
        post(by=request.getfixturevalue(who), kind=kind, reason="Bổ sung", entries=[money(project)])

    assert nothing_written()


def ended(person):
    person.memberships.update(valid_to=date(2026, 1, 1))


def left_the_portal(person):
    person.is_active = False


@pytest.mark.parametrize("change", [ended, left_the_portal])
def test_who_no_longer_works_there_writes_nothing(lan, project, money, change):
    change(lan)

    with pytest.raises(ValidationError):
        post(by=lan, kind=PostingKind.ENTRY, entries=[money(project)])

    assert nothing_written()


def test_nobody_writes_nothing(project, money):
    with pytest.raises(ValidationError, match="không có quyền"):
        post(by=None, kind=PostingKind.ENTRY, entries=[money(project)])


def test_one_line_of_another_province_refuses_the_posting(an, binh, project, make_project, money, world):
    foreign = make_project(binh, unit=world.old_gia_lai)

    with pytest.raises(ValidationError, match="không có quyền"):
        post(by=an, kind=PostingKind.ENTRY, entries=[money(project), money(foreign)])

    assert nothing_written()


def test_province_of_a_line_is_that_of_the_stored_project(an, binh, make_project, money, world):
    """Whatever the caller says: neither the line's own province nor the project in memory counts."""
    foreign = make_project(binh, unit=world.old_gia_lai)
    foreign.unit = world.old_lam_dong

    with pytest.raises(ValidationError, match="không có quyền"):
        post(by=an, kind=PostingKind.ENTRY, entries=[money(foreign, unit=world.old_lam_dong)])


def test_officer_of_the_successor_writes_for_what_was_merged_into_it(an, make_project, money, world):
    post(by=an, kind=PostingKind.ENTRY, entries=[money(make_project(an, unit=world.dak_nong))])

    assert MoneyEntry.objects.get().unit == world.dak_nong


def test_steps_and_beneficiaries_are_asked_for_too(binh, project, event, make_business):
    joins = joining(Beneficiary(project=project, business=make_business()), **OF_2023)

    for line in (event, joins):
        with pytest.raises(ValidationError, match="không có quyền"):
            post(by=binh, kind=PostingKind.BENEFICIARY, entries=[line])

    assert nothing_written()


def test_a_command_writes_its_kinds_into_a_demo_alone(an, root, project, money):
    loads = CommandWriter(root, frozenset({PostingKind.IMPORT}))
    with pytest.raises(ValidationError, match="không có quyền"):
        post(by=loads, kind=PostingKind.ENTRY, entries=[money(project)])

    posting = post(by=loads, kind=PostingKind.IMPORT, entries=[money(project)])

    assert (posting.recorded_by, posting.illustrative) == (root, False)
    assert Installation.objects.get().kind == DatabaseKind.DEMO


def test_a_command_writes_nothing_into_a_real_database(an, root, project, money):
    post(by=an, kind=PostingKind.ENTRY, entries=[money(project)])

    with pytest.raises(ValidationError, match="chứa số liệu thật"):
        post(
            by=CommandWriter(root, frozenset({PostingKind.IMPORT})),
            kind=PostingKind.IMPORT,
            entries=[money(project)],
        )

    assert MoneyEntry.objects.count() == 1

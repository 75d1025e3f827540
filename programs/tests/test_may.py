"""Whose each kind of act is, by a table; no database."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from programs.access import OWNERS, OWNERS_OF_STEPS, CommandWriter, Scope, may, refuse_unless_may
from programs.choices import Happening, PostingKind

OWN, OTHER = 1, 2


def person(is_active=True, **reach):
    """Somebody whose scope is known already."""
    return SimpleNamespace(is_authenticated=True, is_active=is_active, _scope=Scope(**reach))


READS = {"unit_ids": frozenset({OWN})}
OFFICER = READS | {"edit_ids": frozenset({OWN})}
LEADER = OFFICER | {"lead_ids": frozenset({OWN})}
PEOPLE = {
    "viewer": person(**READS),
    "officer": person(**OFFICER),
    "leader": person(**LEADER),
    "inactive leader": person(is_active=False, **LEADER),
    "ministry": person(nationwide=True),
    "ministry's leader": person(nationwide=True, closes_books=True),
    "superuser": person(nationwide=True),
    "visitor": AnonymousUser(),
    "nobody": None,
}
OFFICERS_ACTS = {
    PostingKind.ENTRY,
    PostingKind.CORRECTION,
    PostingKind.STEP,
    PostingKind.BENEFICIARY,
    PostingKind.PROJECT,
    PostingKind.BUSINESS,
}
MAY = {
    "officer": OFFICERS_ACTS,
    "leader": OFFICERS_ACTS | {PostingKind.LATE, PostingKind.IMPORT},
    "ministry's leader": {PostingKind.CLOSING, PostingKind.REOPENING},
}


@pytest.mark.parametrize("who", PEOPLE)
def test_each_may_do_his_own_acts_and_no_other(who):
    assert {kind for kind in OWNERS if may(PEOPLE[who], kind, OWN)} == MAY.get(who, set())


def test_every_kind_of_act_and_every_step_has_an_owner():
    assert set(OWNERS) == set(PostingKind)
    assert set(OWNERS_OF_STEPS) == set(Happening)


@pytest.mark.parametrize("who", ["officer", "leader"])
def test_what_is_ones_own_is_so_in_ones_own_province_alone(who):
    assert {kind for kind in OWNERS if may(PEOPLE[who], kind, OTHER)} == set()


@pytest.mark.parametrize("kind", ["", None, "everything"])
def test_a_kind_that_nobody_knows_is_nobodys(kind):
    writer = CommandWriter(object(), frozenset({kind}))
    assert [may(who, kind, OWN) for who in (*PEOPLE.values(), writer)] == [False] * (len(PEOPLE) + 1)


@pytest.mark.parametrize(
    ("reach", "right", "allowed"),
    [
        ({"nationwide": True}, "programs.change_supportnorm", True),
        ({"nationwide": True}, "programs.change_regionmembership", False),
        (LEADER, "programs.change_supportnorm", False),
    ],
    ids=["the right, the country", "another right", "the right, a province"],
)
def test_reference_data_are_for_the_right_to_the_table_and_the_reach_over_the_country(reach, right, allowed):
    account = SimpleNamespace(has_perm={"programs.change_supportnorm"}.__contains__)
    keeper = person(account=account, **reach)

    assert {may(keeper, kind, right) for kind in (PostingKind.REFERENCE, PostingKind.DEPARTMENT)} == {allowed}
    assert not may(person(**reach), PostingKind.REFERENCE, right)
    assert not may(keeper, PostingKind.ENTRY, right)


def test_an_act_without_a_province_is_nobodys():
    assert not any(may(who, kind, None) for who in PEOPLE.values() for kind in OWNERS)


def test_a_step_is_asked_for_beside_the_kind(monkeypatch):
    """The ministry may come to own a step: then its officers write it, and those of the province do not."""
    officer = PEOPLE["officer"]
    assert may(officer, PostingKind.STEP, OWN, Happening.APPRAISED)
    assert not may(officer, PostingKind.STEP, OWN, "dreamt")
    assert not may(officer, PostingKind.LATE, OWN, Happening.APPRAISED)

    monkeypatch.setitem(OWNERS_OF_STEPS, Happening.APPRAISED, OWNERS[PostingKind.CLOSING])

    assert not may(officer, PostingKind.STEP, OWN, Happening.APPRAISED)
    assert may(officer, PostingKind.STEP, OWN, Happening.APPROVED)


def test_a_command_does_the_acts_of_its_kinds_alone():
    loads = CommandWriter(object(), frozenset({PostingKind.IMPORT, PostingKind.PROJECT}))

    for unit in (OWN, OTHER):
        assert {kind for kind in OWNERS if may(loads, kind, unit)} == {
            PostingKind.IMPORT,
            PostingKind.PROJECT,
        }


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PostingKind.ENTRY, "không có quyền ghi số liệu của tỉnh này"),
        (PostingKind.LATE, "Chỉ lãnh đạo đơn vị được bổ sung sau chốt"),
        (PostingKind.CLOSING, "Chỉ lãnh đạo cơ quan quản lý trung ương"),
        ("everything", "không có quyền"),
    ],
)
def test_refusal_says_whose_the_act_is(kind, words):
    with pytest.raises(ValidationError, match=words):
        refuse_unless_may(PEOPLE["viewer"], kind, OWN)

"""Reference data that figures stand on: added and ended by posting, read at the posting asked."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError

from programs.choices import DatabaseKind, PostingKind
from programs.ledger.asof import head
from programs.ledger.entries import add_money
from programs.ledger.opening import SYSTEM
from programs.ledger.posting import post
from programs.ledger.reference import bring_in, change_reference
from programs.ledger.refusal import Refusal
from programs.models import Installation, Posting, Region, RegionMembership, SupportNorm, regions_of_units

MAY_2023 = date(2023, 5, 1)


@pytest.fixture
def south(world):
    return Region.objects.create(code="NAM", name="Phía Nam", order=3)


@pytest.fixture
def entry(an, project, money):
    """Somebody has written, so there are as-of answers."""
    return add_money(entry=money(project), by=an)


@pytest.fixture
def of_dak_nong(world):
    return RegionMembership.objects.get(province=world.dak_nong)


def moved(row, **values):
    """The row as a form leaves it: typed over, not yet saved."""
    for name, value in values.items():
        setattr(row, name, value)
    return row.replacement()


def norm(**values):
    wanted = {"norm_set": "X", "level": "kcdp", "item_code": "MAY", "content_group": 3, "item": "Máy móc"}
    return SupportNorm(**wanted | {"rule": "ceiling", "valid_from": date(2020, 1, 1)} | values)


def test_edit_ends_the_row_and_adds_another_in_one_posting(entry, root, south, of_dak_nong):
    before = head()

    posting = change_reference(by=root, added=[moved(of_dak_nong, region=south)], ended=[of_dak_nong])

    assert (posting.number, posting.kind, posting.recorded_by) == (before + 1, PostingKind.REFERENCE, root)
    rows = RegionMembership.objects.filter(province=of_dak_nong.province).order_by("pk")
    assert list(rows.values_list("region__code", "added", "ended")) == [
        ("MTTN", None, posting.number),
        ("NAM", posting.number, None),
    ]
    assert posting.reason == (
        "thành viên của vùng: bỏ «Đắk Nông (đến 30/06/2025) – Miền Trung - Tây Nguyên», "
        "thêm «Đắk Nông (đến 30/06/2025) – Phía Nam»"
    )


def test_each_posting_knows_the_rows_of_its_day(entry, root, south, of_dak_nong, world):
    before = head()
    change_reference(by=root, added=[moved(of_dak_nong, region=south)], ended=[of_dak_nong])

    regions = [
        regions_of_units(MAY_2023, memberships=RegionMembership.objects.known_at(number))[world.dak_nong.pk]
        for number in (0, before, before + 1)
    ]

    assert regions == [world.region.pk, world.region.pk, south.pk]
    assert regions_of_units(MAY_2023)[world.dak_nong.pk] == south.pk
    assert world.dak_nong.pk in south.unit_ids(MAY_2023)


def test_what_was_ended_stands_in_nobodys_way(entry, root):
    first, again = norm(max_amount=1_000_000), norm(max_amount=2_000_000)
    change_reference(by=root, added=[first])
    with pytest.raises(Refusal, match="trùng với một dòng đã có"):
        change_reference(by=root, added=[again])

    change_reference(by=root, ended=[first])
    change_reference(by=root, added=[again])

    assert list(SupportNorm.objects.in_force(MAY_2023)) == [again]


def test_of_two_who_end_a_row_the_second_is_refused_and_writes_nothing(entry, root, south, of_dak_nong):
    theirs = RegionMembership.objects.get(pk=of_dak_nong.pk)
    change_reference(by=root, added=[moved(theirs, region=south)], ended=[theirs])
    before = head()

    with pytest.raises(Refusal, match="đã được người khác sửa hoặc bỏ"):
        change_reference(by=root, added=[moved(of_dak_nong, order=7)], ended=[of_dak_nong])

    assert (head(), RegionMembership.objects.filter(order=7).exists()) == (before, False)


def test_rows_of_one_act_are_judged_against_each_other_and_named(entry, root):
    with pytest.raises(Refusal) as refused:
        change_reference(by=root, added=[norm(), norm(), norm(item_code="LO", max_amount=-1)])

    assert [(fault.place, fault.words) for fault in refused.value.faults] == [
        (2, "Khoảng thời gian hiệu lực trùng với một dòng đã có."),
        (3, "Mức tối đa không được âm."),
    ]
    assert SupportNorm.objects.count() == 0


def test_it_is_for_those_with_the_right_to_the_table_and_a_reach_over_the_country(entry, an, chi, root, minh):
    change = Permission.objects.get(codename="change_supportnorm")
    an.user_permissions.add(change)  # the right, within one province
    minh.user_permissions.add(Permission.objects.get(codename="change_regionmembership"))  # another right
    chi.user_permissions.add(change)
    before = head()

    for person in (None, an, minh):
        with pytest.raises(ValidationError, match="Chỉ người có quyền sửa bảng này|không có quyền"):
            change_reference(by=person, added=[norm()])

    assert head() == before
    assert change_reference(by=chi, added=[norm()]).number == before + 1


def test_no_other_kind_of_posting_brings_it_in_nor_this_kind_anything_else(entry, root, an, project, money):
    with pytest.raises(ValidationError, match="không có quyền"):
        post(by=an, kind=PostingKind.ENTRY, entries=[money(project)], reference_added=[norm()])
    with pytest.raises(ValidationError, match="không gồm loại dòng này"):
        post(by=root, kind=PostingKind.REFERENCE, entries=[money(project)])


def test_load_brings_it_into_a_real_database_too_and_by_nobody_who_signs_in(entry):
    assert Installation.objects.get().kind == DatabaseKind.REAL

    posting = bring_in([norm()])

    account = posting.recorded_by
    assert (account.username, account.is_active, account.has_usable_password()) == (SYSTEM, False, False)
    assert Installation.objects.get().kind == DatabaseKind.REAL


def test_before_the_first_posting_rows_are_saved_and_deleted_as_any_other(root, world):
    row = norm()

    assert change_reference(by=root, added=[row]) is None
    assert (row.added_id, SupportNorm.objects.get()) == (None, row)
    change_reference(by=root, ended=[row])

    assert (SupportNorm.objects.count(), Posting.objects.count()) == (0, 0)


def test_posting_and_its_page_tell_everybody_what_was_changed(entry, root, south, of_dak_nong, sign_in, binh):
    posting = change_reference(by=root, added=[moved(of_dak_nong, region=south)], ended=[of_dak_nong])

    page = sign_in(binh).get(f"/postings/{posting.number}/")

    what = "Đắk Nông (đến 30/06/2025) – Phía Nam (vùng: Miền Trung - Tây Nguyên → Phía Nam)"
    assert page.context["reference"] == [("sửa thành viên của vùng", what)]

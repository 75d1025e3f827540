from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from programs.models import Province, ProvinceName, Region, RegionMembership, lineages, regions_of_units
from programs.models.dates import overlapping
from programs.tests.factories import province

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def sizes(day, era):
    """How many provinces of an era each region holds on a day."""
    regions = regions_of_units(day)
    codes = dict(Region.objects.values_list("pk", "code"))
    counts = Counter(
        codes[regions[pk]] for pk in Province.objects.filter(era=era).values_list("pk", flat=True)
    )
    return counts["BAC"], counts["MTTN"], counts["NAM"]


def region_on(key, day):
    return Region.objects.get(pk=regions_of_units(day)[province(key).pk]).code


# ------------------------------------------------------------------------------------------------------- regions


@pytest.mark.parametrize(
    ("day", "of_the_63", "of_the_34"),
    [
        (date(1990, 1, 1), (28, 15, 20), (18, 8, 8)),  # before the first known membership
        (date(2010, 12, 31), (28, 15, 20), (18, 8, 8)),
        (date(2023, 9, 30), (28, 15, 20), (18, 8, 8)),
        (date(2025, 6, 30), (28, 15, 20), (18, 8, 8)),
        (date(2025, 9, 30), (28, 16, 19), (18, 8, 8)),
        (date(2025, 12, 31), (25, 19, 19), (15, 11, 8)),
        (date(2026, 9, 30), (25, 19, 19), (15, 11, 8)),
    ],
)
def test_regions_hold_as_many_provinces_as_known(day, of_the_63, of_the_34):
    assert (sizes(day, 63), sizes(day, 34)) == (of_the_63, of_the_34)


@given(day=st.dates(date(1976, 1, 1), date(2060, 12, 31)))
def test_every_province_is_in_exactly_one_region_on_any_day(day):
    regions = Region.objects.all()

    members = [pk for region in regions for pk in region.unit_ids(day)]

    assert sorted(members) == sorted(Province.objects.values_list("pk", flat=True))


@given(day=st.dates(date(2025, 7, 1), date(2060, 12, 31)))
def test_merged_province_is_in_the_region_of_its_successor(day):
    regions = regions_of_units(day)

    for pk, successor in Province.objects.exclude(successor=None).values_list("pk", "successor"):
        assert regions[pk] == regions[successor]


def test_binh_thuan_changes_region_with_the_merger():
    assert region_on("P63-60", date(2025, 6, 30)) == "NAM"
    assert region_on("P63-60", date(2025, 7, 1)) == "MTTN"


@pytest.mark.parametrize("key", ["P34-38", "P34-40", "P34-42", "P63-38", "P63-40", "P63-42"])
def test_three_provinces_move_south_in_december_2025(key):
    assert region_on(key, date(2025, 12, 3)) == "BAC"
    assert region_on(key, date(2025, 12, 4)) == "MTTN"


def test_regions_of_units_asks_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        regions_of_units(date(2023, 9, 30))


def test_order_in_a_region_is_that_of_the_circular():
    rows = RegionMembership.objects.filter(region__code="MTTN", province__era=63).order_by("order")

    assert [row.province.name for row in rows] == [
        "Quảng Bình",
        "Quảng Trị",
        "Thừa Thiên Huế",
        "Đà Nẵng",
        "Quảng Nam",
        "Quảng Ngãi",
        "Bình Định",
        "Phú Yên",
        "Khánh Hòa",
        "Ninh Thuận",
        "Đắk Lắk",
        "Đắk Nông",
        "Gia Lai",
        "Kon Tum",
        "Lâm Đồng",
    ]


# --------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("key", "day", "name", "kind"),
    [
        ("P63-46", date(2024, 12, 31), "Thừa Thiên Huế", "province"),
        ("P63-46", date(2025, 1, 1), "Huế", "city"),
        ("P34-46", date(2025, 7, 1), "Huế", "city"),
        ("P34-75", date(2026, 4, 29), "Đồng Nai", "province"),
        ("P34-75", date(2026, 4, 30), "Đồng Nai", "city"),
        ("P63-67", date(2023, 10, 26), "Đắk Nông", "province"),  # never renamed: its own name
    ],
)
def test_name_and_kind_are_those_of_the_day(key, day, name, kind):
    assert (province(key).name_on(day), province(key).kind_on(day)) == (name, kind)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("dak nong", {"P63-67"}),
        ("Đăk Nông", {"P63-67"}),
        ("Đắk Nông", {"P63-67"}),  # decomposed
        ("thua thien", {"P63-46", "P34-46"}),
        ("tp.hcm", {"P63-79", "P34-79"}),
    ],
)
def test_search_finds_a_province_however_it_is_typed(typed, keys):
    assert {p.key for p in Province.objects.search(typed)} == keys


def test_provinces_are_sorted_as_in_a_vietnamese_dictionary():
    names = [p.name for p in Province.objects.filter(era=34, name__startswith="Đ")]

    assert names == ["Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Đồng Tháp"]
    everyone = [p.name for p in Province.objects.filter(era=34)]
    assert everyone.index("Cao Bằng") < everyone.index("Đà Nẵng") < everyone.index("Gia Lai")


def test_ended_province_says_until_when():
    assert str(province("P63-67")) == "Đắk Nông (đến 30/06/2025)"
    assert str(province("P34-68")) == "Lâm Đồng"


# ------------------------------------------------------------------------------------------------------- lineage


def test_lineage_of_lam_dong_holds_what_was_merged_into_it():
    lineage = province("P34-68").lineage_ids()

    assert set(Province.objects.filter(pk__in=lineage).values_list("key", flat=True)) == {
        "P34-68",
        "P63-60",
        "P63-67",
        "P63-68",
    }


def test_lineage_of_an_old_province_is_itself():
    dak_nong = province("P63-67")

    assert dak_nong.lineage_ids() == {dak_nong.pk}


def test_lineage_follows_every_merger_back():
    lam_dong, new = province("P34-68"), province("P34-01")
    Province.objects.filter(pk=lam_dong.pk).update(successor=new, valid_to=date(2030, 6, 30))

    assert {lam_dong.pk, province("P63-67").pk} < lineages()[new.pk]


# --------------------------------------------------------------------------------------------------------- rules


def test_overlapping_membership_is_refused_with_the_reason():
    row = RegionMembership(
        province=province("P34-68"), region=Region.objects.get(code="NAM"), valid_from=date(2027, 1, 1)
    )

    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.messages == ["Khoảng thời gian hiệu lực trùng với một dòng đã có."]


@pytest.mark.parametrize(
    ("first", "last", "allowed"),
    [
        (date(2008, 1, 1), date(2008, 7, 31), True),  # the day before
        (date(2008, 1, 1), date(2008, 8, 1), False),  # the first day
        (date(2024, 12, 31), None, False),
        (date(2025, 6, 30), date(2025, 6, 30), False),  # the last day
        (date(2025, 7, 1), None, True),  # the day after
    ],
)
def test_name_may_touch_but_not_overlap(first, last, allowed):
    row = ProvinceName(province=province("P63-46"), name="Huế", kind="city", valid_from=first, valid_to=last)

    try:
        row.full_clean()
        accepted = True
    except ValidationError:
        accepted = False

    assert accepted == allowed


def test_row_does_not_overlap_with_itself():
    row = RegionMembership.objects.get(province__key="P34-68")

    row.full_clean()

    assert not overlapping(row, ["province"]).exists()


def test_end_before_start_is_refused_by_the_database():
    membership = RegionMembership.objects.get(province__key="P34-68")
    membership.valid_to = membership.valid_from - timedelta(days=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        membership.save()
    with pytest.raises(ValidationError, match="không trước ngày có hiệu lực"):
        membership.full_clean()


def test_code_is_used_once_an_era():
    twin = province("P34-68")
    twin.pk, twin.key = None, "P34-99"

    with pytest.raises(ValidationError, match="Mã thống kê này đã dùng trong cùng thời kỳ"):
        twin.full_clean()

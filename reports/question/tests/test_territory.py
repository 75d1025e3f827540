"""Units and lines: names of the day, parts of a line, the same territory, the order of a region."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from programs.ledger.asof import head
from programs.ledger.reference import change_reference
from programs.models import Boundaries, Province, Region, RegionMembership
from programs.periods import BudgetPeriod
from programs.tests.factories import first_posting
from reports.question.asked import ask
from reports.question.territory import Territory

NINE_MONTHS = BudgetPeriod.of_months(2023, 9)


@pytest.fixture
def pk(reference):
    return lambda key: Province.objects.get(key=key).pk


def test_an_ended_unit_says_until_when_it_was_and_a_renamed_one_has_the_name_of_the_day(pk):
    territory = Territory.read("then", date(2025, 12, 31))

    assert territory.name(pk("P63-67"), date(2025, 12, 31)) == "Đắk Nông (đến 30/06/2025)"
    assert territory.name(pk("P63-67"), date(2023, 9, 30)) == "Đắk Nông"
    assert territory.name(pk("P63-67"), date(2025, 6, 30)) == "Đắk Nông"
    assert territory.name(pk("P63-67"), date(2025, 7, 1)) == "Đắk Nông (đến 30/06/2025)"
    assert territory.name(pk("P63-46"), date(2023, 9, 30)) == "Thừa Thiên Huế"
    assert territory.name(pk("P34-46"), date(2025, 12, 31)) == "Huế"


def test_a_line_that_holds_only_a_part_names_what_is_missing(pk):
    asked = ask(period=NINE_MONTHS, region="MTTN", boundaries="34")

    assert asked.territory.missing_parts(pk("P34-68")) == ["Bình Thuận"]
    assert asked.territory.missing_parts(pk("P34-66")) == []


def test_lines_of_the_region_stand_in_the_order_of_the_circular(reference):
    asked = ask(period=NINE_MONTHS, region="MTTN")
    names = [
        asked.territory.name(pk, NINE_MONTHS.end)
        for pk in asked.territory.lines(date(2022, 1, 1), NINE_MONTHS.end)
    ]

    assert names == [
        "Quảng Bình", "Quảng Trị", "Thừa Thiên Huế", "Đà Nẵng", "Quảng Nam", "Quảng Ngãi", "Bình Định", "Phú Yên",
        "Khánh Hòa", "Ninh Thuận", "Đắk Lắk", "Đắk Nông", "Gia Lai", "Kon Tum", "Lâm Đồng",
    ]  # fmt: skip


def test_growth_is_comparable_only_over_the_same_land(pk):
    year, before = BudgetPeriod(2025), BudgetPeriod(2024)
    then, merged = (Territory.read(code, year.end) for code in ("then", "34"))

    assert then.comparable(pk("P34-68"), year, before) is False
    assert merged.comparable(pk("P34-68"), year, before) is True
    assert then.comparable(pk("P63-67"), NINE_MONTHS, NINE_MONTHS.a_year_before) is True
    # In 2025 a part of its land stands on other lines, and a part on its own: that is not the same land.
    assert then.comparable(pk("P34-68"), BudgetPeriod(2026), year) is False
    assert then.comparable(pk("P34-68"), BudgetPeriod(2027), BudgetPeriod(2026)) is True


def test_a_line_stands_where_its_unit_or_the_line_itself_is_alive(pk):
    merged = Territory.read("34", date(2026, 12, 31)).limited_to([pk("P63-67")])

    assert merged.lines(date(2026, 1, 1), date(2026, 12, 31)) == [pk("P34-68")]
    assert merged.lines(date(2023, 1, 1), date(2023, 12, 31)) == [pk("P34-68")]


def test_a_province_of_two_regions_keeps_the_place_of_its_first(pk):
    assert Territory.read("34", date(2026, 12, 31)).order[pk("P34-38")] == 16


def test_limiting_a_territory_makes_another_one(pk):
    whole = Territory.read("then", date(2023, 9, 30))
    part = whole.limited_to([pk("P63-67"), pk("P63-68")])

    assert part.limited_to([pk("P63-67"), pk("P63-01")]).unit_ids == {pk("P63-67")}
    assert (len(part.unit_ids), len(whole.unit_ids)) == (2, len(whole.provinces))
    with pytest.raises(FrozenInstanceError):
        whole.unit_ids = frozenset()
    with pytest.raises(TypeError):
        whole.line_of[pk("P63-67")] = pk("P34-68")
    assert len({whole, part, whole}) == 2


def test_the_regions_of_another_day_are_read_from_what_is_already_there(reference, django_assert_num_queries):
    territory = Territory.read("then", date(2023, 9, 30))
    region = next(region.pk for region in territory.regions.values() if region.code == "MTTN")
    with django_assert_num_queries(0):
        then, later = (territory.of_region_on(region, day) for day in (date(2023, 9, 30), date(2026, 1, 1)))
        keys = [{territory.provinces[pk].key for pk in units} for units in (then, later)]

    assert {"P63-67", "P63-68"} <= keys[0] and "P63-38" not in keys[0]
    assert {"P63-67", "P63-60", "P63-38", "P34-38"} <= keys[1]


def test_a_territory_is_read_by_three_queries_and_refuses_an_unknown_drawing(
    reference, django_assert_num_queries
):
    with django_assert_num_queries(3):
        territory = Territory.read("then", date(2023, 9, 30), with_drawings=True)

    assert [drawing.code for drawing in territory.drawings] == ["then", "34", "63"]
    with pytest.raises(Boundaries.DoesNotExist):
        Territory.read("64", date(2023, 9, 30))


# --- the very days on which the provinces merged ---------------------------------------------------------------------


def test_a_unit_has_its_bare_name_to_the_end_of_its_last_day(pk):
    territory = Territory.read("then", date(2025, 12, 31))
    names = [
        territory.name(pk("P63-67"), day) for day in (date(2025, 6, 29), date(2025, 6, 30), date(2025, 7, 1))
    ]

    assert names == ["Đắk Nông", "Đắk Nông", "Đắk Nông (đến 30/06/2025)"]


def test_a_line_stands_also_by_units_that_ended_where_it_lives_on(pk):
    """Held is Đắk Nông alone, which ended: its old money stands on the line of the new Lâm Đồng."""
    territory = Territory.read("34", date(2026, 12, 31)).limited_to({pk("P63-67")})

    assert territory.lines(date(2026, 1, 1), date(2026, 12, 31)) == [pk("P34-68")]
    assert Territory.read("63", date(2026, 12, 31)).limited_to({pk("P63-67")}).lines(
        date(2026, 1, 1), date(2026, 12, 31)
    ) == []  # fmt: skip


def test_a_line_is_alive_on_its_first_and_on_its_last_day(pk):
    territory = Territory.read("then", date(2025, 7, 1))
    alive = {
        day: (territory.is_alive(pk("P63-67"), day, day), territory.is_alive(pk("P34-68"), day, day))
        for day in (date(2025, 6, 30), date(2025, 7, 1))
    }

    assert alive == {date(2025, 6, 30): (True, False), date(2025, 7, 1): (False, True)}


def test_growth_over_the_year_of_the_merger_is_not_comparable_though_part_of_the_land_is(pk):
    """In 2025 the land of the new Lâm Đồng stood on its line only from July, before that on three others."""
    after, merger = BudgetPeriod(2026), BudgetPeriod(2025)
    then = Territory.read("then", after.end)

    assert then.comparable(pk("P34-68"), after, merger) is False
    assert then.comparable(pk("P34-68"), BudgetPeriod(2027), after) is True


def test_the_order_of_the_circular_stays_when_a_later_membership_gives_another(pk):
    """Đắk Nông is 12th of its region by the circular; a later paper that moves it does not move it in old reports."""
    first = RegionMembership.objects.get(province__key="P63-67")
    RegionMembership.objects.filter(pk=first.pk).update(valid_to=date(2024, 12, 31))
    RegionMembership.objects.create(
        province=first.province, region=first.region, valid_from=date(2025, 1, 1), order=first.order + 50
    )

    assert Territory.read("then", date(2023, 9, 30)).order[pk("P63-67")] == first.order


def test_a_territory_knows_the_members_of_its_posting(pk, root):
    """Đắk Nông is moved to the south at posting 2, by an edit: reports as of posting 1 hold it where it was."""
    first_posting(root)
    row = RegionMembership.objects.get(province__key="P63-67")
    moved = row.replacement()
    moved.region = Region.objects.get(code="NAM")
    change_reference(by=root, added=[moved], ended=[row])

    def region(**posting):
        territory = Territory.read("then", date(2023, 9, 30), **posting)
        return territory.regions[territory.region_of[pk("P63-67")]].code

    assert [region(posting=number) for number in (0, 1, head())] == ["MTTN", "MTTN", "NAM"]
    assert region() == "NAM"
    assert pk("P63-67") in ask(period=NINE_MONTHS, region="MTTN", as_of="1").territory.unit_ids
    assert pk("P63-67") not in ask(period=NINE_MONTHS, region="MTTN").territory.unit_ids

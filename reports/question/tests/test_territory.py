"""Units and lines: names of the day, parts of a line, the same territory, the order of a region."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from programs.models import Boundaries, Province
from programs.periods import BudgetPeriod
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

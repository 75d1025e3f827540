"""Units and lines: names of the day, parts of a line, the same territory, the order of a region."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from programs.ledger.asof import head
from programs.ledger.reference import change_reference
from programs.models import Boundaries, Province, Region, RegionMembership
from programs.periods import BudgetPeriod
from programs.tests.factories import first_posting
from programs.units.lines import complete_lines
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

    notes = {
        key.line: asked.territory.note(key)
        for key in asked.territory.lines(date(2023, 1, 1), NINE_MONTHS.end)
    }
    assert (notes[pk("P34-68")], notes[pk("P34-66")]) == ("Không gồm Bình Thuận", "")


def test_lines_of_the_region_stand_in_the_order_of_the_circular(reference):
    asked = ask(period=NINE_MONTHS, region="MTTN")
    names = [
        asked.territory.name(key.line, NINE_MONTHS.end)
        for key in asked.territory.lines(date(2022, 1, 1), NINE_MONTHS.end)
    ]

    assert names == [
        "Quảng Bình", "Quảng Trị", "Thừa Thiên Huế", "Đà Nẵng", "Quảng Nam", "Quảng Ngãi", "Bình Định", "Phú Yên",
        "Khánh Hòa", "Ninh Thuận", "Đắk Lắk", "Đắk Nông", "Gia Lai", "Kon Tum", "Lâm Đồng",
    ]  # fmt: skip


def test_lines_of_one_era_keep_their_order_whatever_the_day_and_others_take_that_of_the_day(reference):
    def order(code, year):
        territory = Territory.read(code, date(year, 9, 30))
        lines = territory.lines(date(year, 9, 1), date(year, 9, 30))
        return [
            territory.provinces[key.line].gso_code for key in lines if key.region == territory.blocks[0].pk
        ]

    new = order("34", 2025)
    assert order("34", 2023) == new
    assert order("then", 2025) == order("63", 2025) == new
    assert order("then", 2023) == order("63", 2023)


def test_a_line_of_two_regions_stands_in_both_and_says_which_part_of_it(pk):
    whole = Territory.read("34", NINE_MONTHS.end)
    lam_dong = [key for key in whole.lines(date(2023, 1, 1), NINE_MONTHS.end) if key.line == pk("P34-68")]

    assert [(whole.regions[key.region].code, whole.note(key)) for key in lam_dong] == [
        ("MTTN", "Không gồm Bình Thuận"),
        ("NAM", "Phần thuộc vùng Phía Nam: Bình Thuận"),
    ]
    assert whole.label(lam_dong[1], NINE_MONTHS.end) == "Lâm Đồng (phần thuộc vùng Phía Nam: Bình Thuận)"
    own = {
        key.line: ask(period=NINE_MONTHS, region="NAM", boundaries="34").territory.note(key)
        for key in lam_dong[1:]
    }
    assert own == {pk("P34-68"): "Phần thuộc vùng Phía Nam: Bình Thuận"}
    assert (
        len([key for key in Territory.read("34", date(2026, 1, 1)).lines(date(2023, 1, 1), NINE_MONTHS.end)])
        == 34
    )


@pytest.mark.parametrize(
    "place",
    [{"province": "P34-68"}, {"region": "MTTN", "units": ["P34-68"]}],
    ids=["a province", "the participants of a conference"],
)
def test_a_question_of_one_province_or_of_a_list_is_one_block(pk, place):
    """Bình Thuận was a province of another region then; here it is shown with what it became."""
    if "units" in place:
        place = place | {"units": [pk(key) for key in place["units"]]}
    asked = ask(period=NINE_MONTHS, boundaries="34", **place)
    [key] = asked.territory.lines(NINE_MONTHS.start, NINE_MONTHS.end)

    assert (key.line, asked.territory.regions[key.region].code) == (pk("P34-68"), "MTTN")
    assert asked.territory.note(key) == ""


def test_a_province_of_no_region_stands_last_and_is_no_fault(pk):
    new = Province.objects.create(
        key="P33-01",
        era=33,
        gso_code="99",
        name="Mới",
        full_name="Tỉnh Mới",
        kind="province",
        valid_from=date(2025, 7, 1),
    )
    complete_lines()
    lines = Territory.read("then", date(2026, 1, 1)).lines(date(2026, 1, 1), date(2026, 12, 31))

    assert (lines[-1].region, lines[-1].line, len(lines)) == (None, new.pk, 35)


# --- the land of a line ----------------------------------------------------------------------------------------------


def test_a_province_whose_land_never_changed_has_the_name_of_the_day_on_its_one_line(pk):
    names = {}
    for code in ("then", "63", "34"):
        territory = Territory.read(code, date(2025, 12, 31))
        line = territory.line_of[pk("P34-46")]
        assert territory.line_of[pk("P63-46")] == line
        names[code] = [territory.name(line, date(year, 9, 30)) for year in (2023, 2025, 2026)]

    assert names == dict.fromkeys(("then", "63", "34"), ["Thừa Thiên Huế", "Huế", "Huế"])


def test_the_land_of_a_line_is_that_of_its_number_before_and_after_and_of_no_merged_province(pk):
    territory = Territory.read("then", date(2025, 12, 31))

    assert territory.land(pk("P63-01")) == territory.land(pk("P34-01")) == {pk("P63-01"), pk("P34-01")}
    assert territory.land(pk("P34-68")) == {pk("P34-68")}
    assert territory.land(pk("P63-67")) == {pk("P63-67")}
    assert territory.family(pk("P63-67")) == {pk("P63-67"), pk("P34-68")}
    assert territory.family(pk("P34-68")) == {pk(key) for key in ("P63-67", "P63-68", "P63-60", "P34-68")}


def test_who_asks_for_a_province_before_it_got_a_new_number_misses_nothing(pk):
    asked = ask(period=NINE_MONTHS, province="P63-01")
    [key] = asked.territory.lines(NINE_MONTHS.start, NINE_MONTHS.end)

    assert asked.territory.note(key) == ""


def test_only_what_was_alive_in_a_period_may_be_asked_for_figures(pk):
    territory = Territory.read("then", date(2025, 12, 31))
    year = {year: (date(year, 1, 1), date(year, 12, 31)) for year in (2024, 2025, 2026)}
    lived = {
        unit: [territory.lives(territory.key(pk(unit)), *year[asked]) for asked in year]
        for unit in ("P63-67", "P34-68", "P34-01")
    }

    assert lived == {
        "P63-67": [True, True, False],
        "P34-68": [False, True, True],
        "P34-01": [True, True, True],
    }


def test_a_line_stands_where_its_unit_or_the_line_itself_is_alive(pk):
    merged = Territory.read("34", date(2026, 12, 31)).limited_to([pk("P63-67")])

    assert [key.line for key in merged.lines(date(2026, 1, 1), date(2026, 12, 31))] == [pk("P34-68")]
    assert [key.line for key in merged.lines(date(2023, 1, 1), date(2023, 12, 31))] == [pk("P34-68")]


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

    assert [key.line for key in territory.lines(date(2026, 1, 1), date(2026, 12, 31))] == [pk("P34-68")]
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

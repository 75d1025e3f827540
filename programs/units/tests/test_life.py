"""The first and the last day of a province, and the days beyond; no database."""

from datetime import date

import pytest

from programs.models import Province
from programs.units.life import Units

OLD, NEW, SISTER, ALONE = 1, 2, 3, 4
LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def units():
    rows = [
        Province(pk=OLD, name="Núi", valid_from=date(2008, 8, 1), valid_to=LAST, successor_id=NEW),
        Province(pk=SISTER, name="Biển", valid_from=date(2008, 8, 1), valid_to=LAST, successor_id=NEW),
        Province(pk=NEW, name="Rừng", valid_from=FIRST),
        Province(pk=ALONE, name="Đảo", valid_from=date(2008, 8, 1)),
    ]
    return Units({row.pk: row for row in rows})


ENDED = "Núi kết thúc ngày 30/06/2025. Số liệu sau ngày đó ghi ở Rừng của hiện nay."
UNBORN = "Rừng của hiện nay có từ 01/07/2025. Số liệu trước ngày đó ghi ở tỉnh lúc đó: Núi, Biển."


@pytest.mark.parametrize(
    ("unit", "on", "year", "why"),
    [
        (OLD, LAST, 2025, ""),
        (OLD, FIRST, 2026, ""),  # its projects outlive it
        (OLD, date(2008, 7, 31), 2008, "Núi của hiện nay có từ 01/08/2008. Số liệu trước ngày đó không ghi ở tỉnh này."),
        (NEW, FIRST, 2025, ""),
        (NEW, LAST, 2025, UNBORN),
        (NEW, FIRST, 2024, UNBORN),  # a budget year before the province's first
    ],
)  # fmt: skip
def test_line_of_a_project_waits_for_its_provinces_first_day(units, unit, on, year, why):
    assert units.why_no_entry(unit, on, year) == why


@pytest.mark.parametrize(
    ("unit", "on", "year", "why"),
    [
        (OLD, LAST, 2025, ""),
        (OLD, FIRST, 2025, ENDED),
        (OLD, LAST, 2026, ENDED),
        (NEW, FIRST, 2025, ""),
        (NEW, LAST, 2025, UNBORN),
        (NEW, FIRST, 2024, UNBORN),
        (ALONE, date(2026, 1, 1), 2026, ""),
    ],
)
def test_line_of_no_project_lies_within_its_provinces_life(units, unit, on, year, why):
    assert units.why_no_own_entry(unit, on, year) == why


@pytest.mark.parametrize(
    ("unit", "year", "words"),
    [
        (OLD, 2025, ""),
        (OLD, 2026, "Đề án năm 2026 lập ở Rừng của hiện nay, ghi Núi ở ô «Tỉnh cũ nơi thực hiện»."),
        (NEW, 2025, ""),
        (NEW, 2024, "Đề án năm 2024 ghi ở tỉnh lúc đó: Núi, Biển."),
    ],
)
def test_project_belongs_to_the_province_of_its_first_year(units, unit, year, words):
    why = units.why_no_project(unit, year)
    assert why.endswith(words) and bool(why) == bool(words)


@pytest.mark.parametrize(("unit", "origin", "fits"), [
    (NEW, OLD, True), (NEW, NEW, False), (OLD, SISTER, False), (ALONE, OLD, False), (OLD, NEW, False),
])  # fmt: skip
def test_origin_is_a_province_that_was_merged_into_the_projects(units, unit, origin, fits):
    assert (units.why_no_origin(unit, origin) == "") == fits


def test_family_is_known_by_its_last_successor(units):
    assert [units.family(unit) for unit in (OLD, SISTER, NEW, ALONE)] == [NEW, NEW, NEW, ALONE]

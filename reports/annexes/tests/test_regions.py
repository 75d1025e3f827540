"""The annexes of the country: blocks of regions, a line of two of them in both, growth, halves that do not exist."""

from datetime import date
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest

from printing.sums import Body
from printing.table import EMPTY, NOT_REPORTED
from programs.choices import Stage
from programs.models import Province
from programs.periods import BudgetPeriod
from reports.annexes.workbook import annex, conference_workbook
from reports.conftest import YEAR, money
from reports.question.asked import ask
from reports.review import Review

DRAWINGS = ("then", "34", "63")
MILLION = 10**6


class Printed:
    """Phụ lục II as it is printed: its rows with the cells of a few columns."""

    def __init__(self, period=YEAR, **options):
        self.table = annex(Review(ask(period=period, **options)), "2")
        self.body = Body(self.table)

    def cells(self, row, *columns):
        return tuple(row.values[self.table.index[column]] for column in columns)

    def rows(self, name, *columns):
        """Every row of this name, in order."""
        found = (row for row in self.body.lines if row.values[self.table.label_at] == name)
        return [self.cells(row, *columns) for row in found]


@pytest.fixture
def lam_dong(make_project, write):
    """Money of Lâm Đồng, of Đắk Nông and of Bình Thuận, of another region then and a part of Lâm Đồng since."""
    for unit, amount in (("P63-68", 500), ("P63-67", 37), ("P63-60", 8)):
        write(money(make_project(unit), Stage.PAID, amount * MILLION))


# --- regions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("boundaries", DRAWINGS)
def test_blocks_of_the_country_print_what_the_regions_print_themselves(lam_dong, boundaries):
    country = Printed(boundaries=boundaries)
    own = {
        name: Printed(boundaries=boundaries, region=code).rows("TỔNG VÙNG", "plan12", "done12", "growth1")
        for name, code in (("Miền Trung - Tây Nguyên", "MTTN"), ("Phía Nam", "NAM"))
    }

    assert {name: country.rows(name, "plan12", "done12", "growth1") for name in own} == own
    assert own["Miền Trung - Tây Nguyên"] == [(0, 537 * MILLION, None)]
    assert own["Phía Nam"] == [(0, 8 * MILLION, None)]
    assert country.rows("CẢ NƯỚC", "done12") == [(545 * MILLION,)]


def test_a_line_of_two_regions_is_printed_in_both_with_its_part(lam_dong):
    parts = [
        (537 * MILLION, "Không gồm Bình Thuận"),
        (8 * MILLION, "Phần thuộc vùng Phía Nam: Bình Thuận"),
    ]

    assert Printed(boundaries="34").rows("Lâm Đồng", "done12", "note") == parts
    regions = [
        Printed(boundaries="34", region=code).rows("Lâm Đồng", "done12", "note") for code in ("MTTN", "NAM")
    ]
    assert [row for rows in regions for row in rows] == parts


def test_conference_of_a_list_of_provinces_prints_each_of_them_once_and_whole(lam_dong):
    units = [Province.objects.get(key="P34-68").pk]
    printed = Printed(boundaries="34", region="MTTN", units=units)

    assert printed.rows("Lâm Đồng", "done12", "note") == [(545 * MILLION, "")]
    assert printed.rows("TỔNG VÙNG", "done12") == [(545 * MILLION,)]


def test_formulas_of_a_region_add_its_own_rows(lam_dong):
    asked = ask(period=YEAR, boundaries="34")
    formulas = openpyxl.load_workbook(BytesIO(conference_workbook(asked)))["PL II"]
    table = annex(Review(asked), "2")
    label, done = table.label_at, table.index["done11"]
    rows = {row[label].value: row for row in formulas.iter_rows() if row[label].value}
    parts = [row for row in formulas.iter_rows() if row[label].value == "Lâm Đồng"]
    south = rows["Phía Nam"][done]

    assert [part[done].value for part in parts] == [537, 8]
    first, last = south.value.removeprefix("=SUM(").removesuffix(")").split(":")
    added = [cell.value for (cell,) in formulas[first:last]]
    assert [value for value in added if isinstance(value, int | float)] == [8]
    assert formulas[first].row == south.row + 1 and formulas[last].row < rows["CẢ NƯỚC"][done].row


def test_projects_of_a_line_of_two_regions_stand_under_their_part(lam_dong):
    table = annex(Review(ask(period=YEAR, boundaries="34")), "4")
    heads = [row.label for row in table.each_row() if row.label.startswith("Lâm Đồng")]

    assert heads == ["Lâm Đồng (không gồm Bình Thuận)", "Lâm Đồng (phần thuộc vùng Phía Nam: Bình Thuận)"]


# --- growth ----------------------------------------------------------------------------------------------------------


def paid(project, amount, year, on=None):
    return money(project, Stage.PAID, amount, year=year, on=on or date(year, 9, 1))


@pytest.mark.parametrize("boundaries", DRAWINGS)
def test_who_only_got_a_new_number_grows_on_one_line(make_project, begin, write, today_is, boundaries):
    """The old Hà Nội still paid 500 of its projects in the year in which the new one began with 100."""
    today_is(date(2028, 1, 10))
    old, new = begin(make_project("P63-01", year=2024)), make_project("P34-01", year=2026)
    write(paid(old, 500, 2026), paid(new, 100, 2026), paid(new, 600, 2027))
    printed = Printed(BudgetPeriod(2027), boundaries=boundaries)

    assert printed.rows("Hà Nội", "done02", "done12", "growth1") == [(600, 600, Fraction(1))]


def test_growth_prints_where_all_rows_of_the_family_stand_on_the_line(make_project, begin, write, today_is):
    """What was merged pays on for years: the calendar says that only the new province lives, the rows say otherwise."""
    today_is(date(2029, 1, 10))
    old, new = begin(make_project("P63-67", year=2024)), make_project("P34-68", year=2026)
    write(
        paid(old, 500, 2026),
        *(paid(new, amount, year) for amount, year in ((100, 2026), (600, 2027), (900, 2028))),
    )
    grown = {
        (boundaries, year): Printed(BudgetPeriod(year), boundaries=boundaries).rows("Lâm Đồng", "growth1")
        for boundaries in ("then", "34")
        for year in (2027, 2028)
    }

    assert grown == {
        ("then", 2027): [(None,)],  # 500 of the year before stand on the line of Đắk Nông
        ("then", 2028): [(Fraction(3, 2),)],
        ("34", 2027): [(Fraction(1),)],
        ("34", 2028): [(Fraction(3, 2),)],
    }


def test_growth_before_the_merger_prints_for_each_province(make_project, write):
    """What became of it later has no rows yet: there is nothing beside the line."""
    first, other = make_project("P63-67", year=2022), make_project("P63-68", year=2022)
    write(paid(first, 100, 2022), paid(first, 150, 2023), paid(other, 100, 2022), paid(other, 50, 2023))
    printed = Printed(boundaries="then")

    assert printed.rows("Đắk Nông", "growth1") == [(Fraction(3, 2),)]
    assert printed.rows("Lâm Đồng", "growth1") == [(Fraction(1, 2),)]


def test_by_origin_growth_prints_once_every_project_says_where_it_is_carried_out(
    make_project, write, today_is
):
    today_is(date(2028, 1, 10))
    dak_nong, binh_thuan = (Province.objects.get(key=key) for key in ("P63-67", "P63-60"))
    known = make_project("P34-68", year=2026, origin_unit=dak_nong)
    other = make_project("P34-68", year=2026, origin_unit=binh_thuan)
    write(paid(known, 100, 2026), paid(other, 70, 2026), paid(known, 150, 2027), paid(other, 70, 2027))
    name = "Đắk Nông (đến 30/06/2025)"

    assert Printed(BudgetPeriod(2027), boundaries="63").rows(name, "growth1") == [(Fraction(3, 2),)]
    write(paid(make_project("P34-68", year=2027), 10, 2027))
    assert Printed(BudgetPeriod(2027), boundaries="63").rows(name, "growth1") == [(None,)]


def test_growth_of_a_part_is_that_of_the_regions_own_report(make_project, write):
    south = make_project("P63-60", year=2022)
    write(paid(south, 10, 2022), paid(south, 20, 2023), paid(make_project("P63-68"), 5, 2023))
    country, region = Printed(boundaries="34"), Printed(boundaries="34", region="NAM")

    assert country.rows("Lâm Đồng", "growth1") == [(None,), (Fraction(2),)]
    assert region.rows("Lâm Đồng", "growth1") == [(Fraction(2),)]


def test_sums_always_print_their_growth(make_project, write):
    """Also where no line prints one: the money moved from the line of the old province to that of the new."""
    write(
        paid(make_project("P63-67", year=2024), 500, 2024), paid(make_project("P34-68", year=2025), 250, 2025)
    )
    printed = Printed(BudgetPeriod(2025), boundaries="then")

    assert printed.rows("Lâm Đồng", "growth1") == [(None,)]
    assert (
        printed.rows("Miền Trung - Tây Nguyên", "growth1")
        == printed.rows("CẢ NƯỚC", "growth1")
        == [(Fraction(1, 2),)]
    )


# --- halves that do not exist ----------------------------------------------------------------------------------------


def test_a_province_that_did_not_exist_in_a_period_has_nothing_to_report_then(make_project, write):
    write(paid(make_project("P63-01", year=2025), 5, 2025, on=date(2025, 3, 1)))
    columns = ("done02", "rate02", "growth0", "done12", "rate12", "growth1")
    in_2025, in_2026 = (Printed(BudgetPeriod(year), boundaries="then") for year in (2025, 2026))
    blank, silent = (EMPTY, EMPTY, EMPTY), (NOT_REPORTED, None, None)

    assert in_2025.rows("Lâm Đồng", *columns) == [blank + silent]  # the new one, born in 2025
    assert in_2025.rows("Đắk Nông (đến 30/06/2025)", *columns) == [silent + silent]
    assert in_2026.rows("Đắk Nông (đến 30/06/2025)", *columns) == [silent + blank]
    assert in_2026.rows("Hà Nội", "done02", "done12") == [(5, NOT_REPORTED)]
    assert in_2026.rows("Phía Nam", "done12") == [(NOT_REPORTED,)]

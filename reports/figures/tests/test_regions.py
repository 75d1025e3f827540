"""Regions and lines: the blocks of the country are the regions' own reports, whatever the drawing and the region day."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from programs.choices import Source, Stage
from programs.models import Boundaries, Province, Region
from programs.periods import BudgetPeriod
from reports.conftest import YEAR, money
from reports.figures.aggregates import figures, figures_for
from reports.figures.catalogue import CATALOGUE
from reports.figures.definitions import Rows
from reports.figures.evidence import find_figure
from reports.figures.figures import LineFigures
from reports.figures.tests.test_properties import in_passing
from reports.question.asked import ask

pytestmark = pytest.mark.django_db

DRAWINGS = ("then", "34", "63")
REGIONS = ("BAC", "MTTN", "NAM")
# (the province of a project, the old province where it is carried out); the last two were merged from several regions.
UNITS = [
    ("P63-67", None), ("P63-68", None), ("P63-60", None), ("P63-01", None), ("P63-38", None),
    ("P34-01", None), ("P34-38", None), ("P34-68", None), ("P34-68", "P63-60"), ("P34-68", "P63-67"),
]  # fmt: skip
ENTRY = st.fixed_dictionaries(
    {
        "project": st.integers(0, len(UNITS) - 1),
        "stage": st.sampled_from([Stage.ASSIGNED, Stage.ADVANCED, Stage.PAID, Stage.ACCEPTED]),
        "source": st.sampled_from([Source.KCQG, Source.KCDP_PROVINCE]),
        "amount": st.integers(-(10**6), 10**9).filter(bool),
        "on": st.dates(date(2025, 2, 1), date(2025, 12, 31)),
    }
)
ONE_OF_EACH = [
    {"project": number, "stage": stage, "source": Source.KCQG, "amount": 10**number, "on": date(2025, 5, 5)}
    for number in range(len(UNITS))
    for stage in (Stage.ASSIGNED, Stage.PAID)
]
REGION_DAYS = [date(2023, 9, 30), date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 3), date(2025, 12, 4)]


@pytest.fixture
def projects(make_project, make_beneficiary, begin):
    """One for each of UNITS; a firm of Lâm Đồng benefits from all of what was merged into it."""
    made = []
    for unit, origin in UNITS:
        origin = Province.objects.get(key=origin) if origin else None
        project = begin(make_project(unit, year=2025, origin_unit=origin))
        own = Province.objects.get(key="P34-68").pk not in (project.unit_id, project.unit.successor_id)
        make_beneficiary(project, "Cơ sở Chung", unit=unit if own else "P34-68")
        made.append(project)
    return made


def entries_of(rows, projects):
    for row in rows:
        project = projects[row["project"]]
        on = max(row["on"], project.unit.valid_from)
        yield money(project, row["stage"], row["amount"], source=row["source"], year=2025, on=on)


def asked_of_all(**options):
    """The country's question and, by region, those of the regions."""
    asked = ask(**options)
    ids = dict(Region.objects.values_list("code", "pk"))
    return asked, {ids[code]: ask(region=code, **options) for code in REGIONS}


@settings(
    max_examples=settings.default.max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(ENTRY, min_size=1, max_size=12),
    months=st.sampled_from([6, 9, 12]),
    day=st.sampled_from(REGION_DAYS),
)
@example(rows=ONE_OF_EACH, months=12, day=date(2025, 6, 30))
def test_the_regions_own_reports_are_the_blocks_of_the_country(rows, months, day, projects, write):
    """Line by line, money and counts and who benefits; so the sums add up, and distinct counts are counted again."""

    def check():
        write(*entries_of(rows, projects))
        period, totals = BudgetPeriod.of_months(2025, months), []
        for drawing in DRAWINGS:
            country, regions = asked_of_all(period=period, boundaries=drawing, region_on=day)
            whole, *blocks = figures_for([country.query(), *(asked.query() for asked in regions.values())])
            for region, block in zip(regions, blocks, strict=True):
                assert block.lines == {key: line for key, line in whole.lines.items() if key.region == region}
                assert block.total == whole.part(region)
            assert sum((block.total for block in blocks), LineFigures()).tally == whole.total.tally
            totals.append(whole.total)
            served = set().union(*(block.total.served_businesses.get("kcdp", set()) for block in blocks))
            assert len(served) == whole.total.businesses(whole.total.served_businesses)
        figures_of = {
            tuple((code, made.value(total)) for code, made in CATALOGUE.items()) for total in totals
        }
        assert len(figures_of) == 1  # the drawing changes no total

    in_passing(check)


@pytest.fixture
def lam_dong(make_project, make_beneficiary, write):
    """Money of Lâm Đồng and of Bình Thuận, of another region then and a part of Lâm Đồng since, for one firm of both."""
    for unit, amount in (("P63-68", 537), ("P63-60", 8)):
        project = make_project(unit)
        make_beneficiary(project, "Cơ sở Chung", unit="P63-68")
        write(money(project, Stage.ASSIGNED, amount * 2), money(project, Stage.PAID, amount))


def test_a_row_counts_in_the_region_of_its_own_province(lam_dong):
    found = figures(ask(period=YEAR, boundaries="34").query())
    region = dict(Region.objects.values_list("code", "pk"))
    line = Province.objects.get(key="P34-68").pk
    done, served = CATALOGUE["F.11"], CATALOGUE["S.1"]

    assert {code: done.value(found.part(pk)) for code, pk in region.items()} == {
        "BAC": 0,
        "MTTN": 537,
        "NAM": 8,
    }
    assert [done.value(found.part(region[code], line)) for code in ("MTTN", "NAM")] == [537, 8]
    assert done.value(found.part(line=line)) == done.value(found.total) == 545
    assert [served.value(found.part(region[code])) for code in ("MTTN", "NAM")] == [1, 1]
    assert (
        served.value(found.total) == served.value(found.part(line=line)) == 1
    )  # the one firm, counted again


@pytest.mark.parametrize("boundaries", DRAWINGS)
def test_the_entries_behind_a_block_and_a_part_sum_to_it(lam_dong, boundaries):
    asked = ask(period=YEAR, boundaries=boundaries)
    differing = {}
    keys = figures(asked.query()).lines
    places = {*keys, *((key.region, None) for key in keys), *((None, key.line) for key in keys), (None, None)}
    for code in ("F.16", "F.11", "disbursed", "projects", "S.1"):
        for region, line in places:
            figure = find_figure(code, asked.query(), line, region)
            assert figure.definition.rows is not Rows.RATIO
            summed = figure.summed(figure.rows())["total"]
            if not summed or summed != figure.value():
                differing[code, region, line] = (summed, figure.value())

    assert differing == {}


def test_the_command_prints_the_blocks_and_both_parts_of_a_line(lam_dong, capsys):
    call_command("figures", year=2023, boundaries="34", json=True)
    answer = json.loads(capsys.readouterr().out)

    assert {row["region"]: row["F.11"] for row in answer["regions"]} == {"BAC": 0, "MTTN": 537, "NAM": 8}
    assert [
        (row["region"], row["F.11"], row["note"]) for row in answer["lines"] if row["unit"] == "P34-68"
    ] == [
        ("MTTN", 537, "Không gồm Bình Thuận"),
        ("NAM", 8, "Phần thuộc vùng Phía Nam: Bình Thuận"),
    ]
    call_command("figures", region="NAM", year=2023, boundaries="34", json=True)
    assert json.loads(capsys.readouterr().out)["lines"] == [
        row for row in answer["lines"] if row["region"] == "NAM"
    ]


def test_every_drawing_is_tried(reference):
    assert set(Boundaries.objects.values_list("code", flat=True)) == set(DRAWINGS)
    assert set(Region.objects.values_list("code", flat=True)) == set(REGIONS)

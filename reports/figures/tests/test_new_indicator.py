"""A new indicator is one row of the database: the command, the source page and the annex know it without any code."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from printing.sums import Body
from programs.choices import IndicatorKind, ResultKind, Source, Stage
from programs.models import Indicator, ResultEntry
from programs.periods import BudgetPeriod
from reports.annexes.workbook import annex
from reports.conftest import asked_of, money
from reports.figures.catalogue import CATALOGUE, PROMOTION
from reports.figures.definitions import Definition, Place, Rows
from reports.figures.evidence import find_figure
from reports.figures.indicators import definition_of
from reports.review import Review
from reports.tests.pages import NINE, SOURCE, text_of

NINE_MONTHS = BudgetPeriod.of_months(2023, 9)


@pytest.fixture
def solar_roofs(reference):
    return Indicator.objects.create(
        code="III.99",
        name="Số mái nhà xưởng lắp điện mặt trời",
        unit_of_measure="nghìn m2",
        content_group=3,
        kind=IndicatorKind.FLOW,
        scale=1,
        feed="ResultEntry",
        order=195,
    )


def typed(project, indicator, quantity, kind=ResultKind.ACTUAL):
    return ResultEntry(
        project=project,
        indicator=indicator,
        kind=kind,
        budget_year=2023,
        on=date(2023, 5, 1),
        quantity=quantity,
    )


def cells_of_row(review, name):
    table = annex(review, "1")
    line = next(line for line in Body(table).lines if line.values[table.label_at] == name)
    return {key: line.values[table.index[key]] for key in ("unit", "plan12", "done10", "done11", "done12")}


def test_what_people_type_of_it_is_told_everywhere(make_project, write, solar_roofs, ministry, look, capsys):
    project = make_project()
    write(typed(project, solar_roofs, 125), typed(project, solar_roofs, 200, ResultKind.PLAN))
    call_command("figures", region="MTTN", year=2023, months=9, json=True)
    told = json.loads(capsys.readouterr().out)
    page = look(ministry, f"{SOURCE}?{NINE}&code=III.99")

    assert told["total"]["III.99"] == 12.5
    assert next(line["III.99"] for line in told["lines"] if line["unit"] == "P63-67") == 12.5
    assert (page.context["value"], page.context["agrees"]) == ("12,5", True)
    assert solar_roofs.name in text_of(page) and "12,5 nghìn m2" in text_of(page)
    cells = {
        key: str(value)
        for key, value in cells_of_row(Review(asked_of(NINE_MONTHS)), solar_roofs.name).items()
    }
    assert cells == {
        "unit": "nghìn m2",
        "plan12": "20.0",
        "done10": "0.0",
        "done11": "12.5",
        "done12": "12.5",
    }


def test_an_indicator_that_adds_others_is_a_row_too(make_project, write, solar_roofs):
    other = Indicator.objects.get(code="III.2")
    both = Indicator.objects.create(
        code="III.100", name="Cộng thử", unit_of_measure="cơ sở", content_group=3, kind=IndicatorKind.FLOW,
        feed="formula", formula="III.2 + III.3", order=196,
    )  # fmt: skip
    project = make_project()
    write(typed(project, other, 3), typed(project, Indicator.objects.get(code="III.3"), 4))
    figure = find_figure("III.100", asked_of(NINE_MONTHS).query(), None)

    assert (figure.value(), figure.summed(figure.rows())) == (7, {"rows": 2, "total": 7})
    assert "III.2 + III.3" in definition_of(both).words
    assert cells_of_row(Review(asked_of(NINE_MONTHS)), "Cộng thử")["done12"] == 7


def test_an_indicator_that_nothing_feeds_has_no_value(reference, ministry, look, make_project, plan, capsys):
    Indicator.objects.create(
        code="F.99", name="Chưa ai tính", unit_of_measure="đề án", content_group=0, kind=IndicatorKind.MONEY,
        feed="MoneyEntry", order=999,
    )  # fmt: skip
    plan(make_project())
    call_command("figures", region="MTTN", year=2023, json=True)

    assert json.loads(capsys.readouterr().out)["total"]["F.99"] is None
    assert look(ministry, f"{SOURCE}?{NINE}&code=F.99").status_code == 404


def test_every_figure_with_a_place_prints_there_what_the_catalogue_reads(volume):
    """The ledger figures of Phụ lục I: each at its line, under its heading, by level and together."""
    review = Review(asked_of(NINE_MONTHS))
    query = asked_of(NINE_MONTHS).query()
    found = find_figure("S.1", query, None).answer()
    table = annex(review, "1")
    printed = {line.row.key: line.values for line in Body(table).lines if line.row.key in CATALOGUE}
    placed = {code: made for code, made in CATALOGUE.items() if made.place}

    assert set(printed) == set(placed)
    for code, made in placed.items():
        place, values = made.place, printed[code]
        for head, figure in (
            ("plan" if place.is_plan else "done", made),
            ("plan", CATALOGUE.get(place.plan)),
        ):
            if figure is None:
                continue
            told = tuple(values[table.index[f"{head}1{at}"]] for at in range(3))
            expected = figure.by_level(found)
            if made.rows is Rows.RATIO:
                assert float(told[2]) == pytest.approx(float(expected[2]), abs=0.005), code
            elif place.by_level:
                assert told == expected, code
            else:
                assert told[2] == expected[2], code


def test_a_figure_of_the_ledgers_is_one_row_of_the_catalogue(
    make_project, write, ministry, look, capsys, monkeypatch
):
    """Added by its row alone: told by the command, explained with its entries, printed at its place."""
    settled = Definition(
        "F.98",
        "Cộng các bút toán quyết toán.",
        Rows.ENTRIES,
        PROMOTION.read(lambda amounts: amounts.of(Stage.SETTLED)),
        stages=(Stage.SETTLED,),
        place=Place("B", "Quyết toán trong kỳ", "1.5", base="F.11"),
        **PROMOTION.limits,
    )
    monkeypatch.setitem(CATALOGUE, settled.code, settled)
    Indicator.objects.create(
        code="F.98", name="Đã quyết toán", unit_of_measure="triệu đồng", content_group=0, kind=IndicatorKind.MONEY,
        feed="MoneyEntry", order=998,
    )  # fmt: skip
    project = make_project()
    write(
        money(project, Stage.SETTLED, 30_000_000), money(project, Stage.SETTLED, 5_000_000, source=Source.OWN)
    )
    call_command("figures", region="MTTN", year=2023, json=True)
    page = look(ministry, f"{SOURCE}?{NINE}&code=F.98")

    assert json.loads(capsys.readouterr().out)["total"]["F.98"] == 30_000_000
    assert (page.context["value"], page.context["sum"], page.context["row_count"]) == ("30.000.000",) * 2 + (
        1,
    )
    cells = cells_of_row(Review(asked_of(NINE_MONTHS)), "Quyết toán trong kỳ")
    assert (cells["unit"], cells["done11"], cells["done12"]) == ("triệu đồng", 30_000_000, 30_000_000)

"""Every code: in which unit it comes, and when it is nothing."""

import json
from datetime import date
from fractions import Fraction

import pytest
from django.core.management import call_command

from programs.choices import Happening, ResultKind, Source, Stage
from programs.models import Indicator, ProjectEvent, ResultEntry
from reports.conftest import money
from reports.figures.figures import LineFigures, Money, Tally
from reports.figures.measures import LEDGER_MEASURES, value_of


def asked_as_json(capsys, **options):
    call_command("figures", region="MTTN", json=True, **options)
    return json.loads(capsys.readouterr().out)


def line(**families):
    return LineFigures(Tally(**families))


@pytest.mark.parametrize(
    ("code", "figures", "value"),
    [
        ("F.11", line(kcqg=Money(done=30), kcdp=Money(done=70)), 100),
        ("F.12", line(kcqg=Money(plan=50, done=40), kcdp=Money(plan=150, done=123)), Fraction(163, 2)),
        ("F.12", line(kcdp=Money(done=5)), None),
        ("F.13", line(kcqg=Money(done=30), kcdp=Money(done=70)), 30),
        ("F.13", line(), None),
        ("F.14", line(kcdp=Money(plan=200, advanced=20, paid=30)), 25),
        ("F.15", line(kcdp=Money(done=70)), None),
        ("F.17", line(kcdp=Money(done=7), own=Money(done=20), other=Money(done=3)), 30),
        ("S.5", line(kcdp=Money(done=4), own=Money(done=10)), Fraction(5, 2)),
        ("S.5", line(own=Money(done=10)), None),
    ],
)
def test_a_measure_reads_its_figure_and_divides_by_nothing_never(code, figures, value):
    assert LEDGER_MEASURES[code].read(figures) == value


def test_every_indicator_of_the_list_is_read_off_a_line(reference):
    values = {row.code: value_of(row, LineFigures(), True) for row in Indicator.objects.all()}

    assert {code for code, value in values.items() if value is None} == {
        "F.12",
        "F.13",
        "F.14",
        "F.15",
        "S.5",
    }
    assert {value for value in values.values() if value is not None} == {0}


def test_figures_come_in_whole_dong_percent_and_the_indicators_own_units(make_project, write, capsys):
    project = make_project()
    write(
        money(project, Stage.ASSIGNED, 300_000_001),
        money(project, Stage.PAID, 120_000_000),
        money(project, Stage.ACCEPTED, 150_000_001),
        money(project, Stage.ASSIGNED, 100_000_000, source=Source.KCQG),
        money(project, Stage.ACCEPTED, 600_000_000, source=Source.OWN),
        ProjectEvent(project=project, happening=Happening.APPROVED, budget_year=2023, on=date(2023, 2, 1)),
        ResultEntry(
            project=project, indicator=Indicator.objects.get(code="V.5"), kind=ResultKind.ACTUAL, budget_year=2023,
            on=date(2023, 5, 1), quantity=12_500,
        ),
    )  # fmt: skip
    answer = asked_as_json(capsys, year=2023, months=9)
    total = answer["total"]

    assert {code: total[code] for code in ("F.1", "F.5", "F.6", "F.7", "F.8", "F.9", "F.11", "F.22", "F.23", "V.5")} == {
        "F.1": 1, "F.5": 100_000_000, "F.6": 0, "F.7": 300_000_001, "F.8": 150_000_001, "F.9": 600_000_000,
        "F.11": 150_000_001, "F.22": 0, "F.23": 120_000_000, "V.5": 12.5,
    }  # fmt: skip
    assert (total["F.12"], total["F.14"], total["F.13"], total["F.15"]) == (37.5, 30.0, 0, None)
    assert total["S.5"] == 4.0
    dak_nong = next(row for row in answer["lines"] if row["unit"] == "P63-67")
    assert (dak_nong["name"], dak_nong["F.8"], len(answer["lines"])) == ("Đắk Nông", 150_000_001, 15)
    assert (answer["illustrative"], answer["region_day"]) == (False, "2023-09-30")


def test_asked_by_date_alone_there_is_no_plan(make_project, write, capsys):
    project = make_project()
    write(money(project, Stage.ASSIGNED, 100), money(project, Stage.PAID, 40))
    total = asked_as_json(capsys, start=date(2023, 1, 1), end=date(2023, 12, 31))["total"]
    needs_plan = {code for code, measure in LEDGER_MEASURES.items() if measure.needs_plan}

    assert {code for code in needs_plan if total[code] is not None} == set()
    assert needs_plan == {"F.5", "F.7", "F.12", "F.14", "F.16", "F.26", "F.27", "F.28"}
    assert (total["F.8"], total["F.23"]) == (40, 40)


def test_before_the_first_posting_every_figure_is_null(make_project, plan, capsys):
    plan(make_project())
    answer = asked_as_json(capsys, year=2023, as_of="0")

    assert (answer["posting"], set(answer["total"].values())) == (0, {None})


def test_a_province_of_today_shows_what_its_predecessors_left(make_project, plan, capsys):
    plan(make_project("P63-67"), 5)
    plan(make_project("P63-60"), 7)
    call_command("figures", province="P34-68", year=2023, boundaries="34", json=True)
    answer = json.loads(capsys.readouterr().out)

    assert [(row["unit"], row["F.7"]) for row in answer["lines"]] == [("P34-68", 12)]
    assert answer["total"]["F.27"] == 2

"""Every code: in which unit it comes, and when it is nothing."""

import json
import re
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.utils import timezone

from printing.table import COUNT, MONEY, PERCENT, QUANTITY
from programs.choices import Happening, ResultKind, Source, Stage
from programs.models import Indicator, ProjectEvent, ResultEntry
from reports.conftest import amounts, money
from reports.figures.catalogue import CATALOGUE
from reports.figures.figures import LineFigures, Tally
from reports.figures.indicators import definition_of, typed_codes


def asked_as_json(capsys, **options):
    call_command("figures", region="MTTN", json=True, **options)
    return json.loads(capsys.readouterr().out)


def line(**families):
    return LineFigures(Tally(**families))


@pytest.mark.parametrize(
    ("code", "figures", "value"),
    [
        ("F.11", line(kcqg=amounts(done=30), kcdp=amounts(done=70)), 100),
        ("F.12", line(kcqg=amounts(plan=50, done=40), kcdp=amounts(plan=150, done=123)), Fraction(163, 2)),
        ("F.12", line(kcdp=amounts(done=5)), None),
        ("F.13", line(kcqg=amounts(done=30), kcdp=amounts(done=70)), 30),
        ("F.13", line(), None),
        ("F.14", line(kcdp=amounts(plan=200, advanced=20, paid=30)), 25),
        ("F.15", line(kcdp=amounts(done=70)), None),
        ("F.17", line(kcdp=amounts(done=7), own=amounts(done=20), other=amounts(done=3)), 30),
        ("F.29", line(kcdp=amounts(plan=9, assigned=7, carried=2), own=amounts(plan=5)), 2),
        ("F.31", line(kcqg=amounts(recovered=4), kcdp=amounts(recovered=5)), 9),
        ("S.5", line(kcdp=amounts(done=4), own=amounts(done=10)), Fraction(5, 2)),
        ("S.5", line(own=amounts(done=10)), None),
    ],
)
def test_a_figure_is_read_off_its_line_and_divides_by_nothing_never(code, figures, value):
    made = CATALOGUE[code]
    assert made.stated(made.value(figures)) == value


def test_each_stage_adds_to_itself_alone():
    one, two = amounts(**{stage: 10**n for n, stage in enumerate(Stage)}), amounts(plan=3, done=4, paid=5)

    assert [(one + two).of(stage) - one.of(stage) for stage in Stage] == [two.of(stage) for stage in Stage]
    assert ((one + two).plan, (one + two).done) == (3, 4)
    assert [one.of(stage) for stage in Stage] == [10**n for n in range(len(Stage))]


def test_every_indicator_of_the_list_is_read_off_a_line(reference):
    values = {row.code: definition_of(row).value(LineFigures()) for row in Indicator.objects.all()}

    assert {code for code, value in values.items() if value is None} == {
        "F.12",
        "F.13",
        "F.14",
        "F.15",
        "S.5",
    }
    assert {value for value in values.values() if value is not None} == {0}


def every_amount_another() -> LineFigures:
    """A line where no two amounts and no two of their sums are alike."""
    families = {
        name: amounts(
            plan=3 ** (20 * n),
            done=3 ** (20 * n + 1),
            **{s: 3 ** (20 * n + 2 + m) for m, s in enumerate(Stage)},
        )
        for n, name in enumerate(("kcqg", "kcdp", "own", "other"), start=1)
    }
    return line(**families)


TERM = re.compile(r"[A-Z]+\.\d+")


def test_the_formulas_of_the_list_say_what_the_catalogue_reads(reference):
    """The list of indicators tells people a formula; whoever changes it in one place alone is told here."""
    figures = every_amount_another()
    values = {code: made.value(figures) for code, made in CATALOGUE.items()}
    with_formula = Indicator.objects.filter(code__in=CATALOGUE).exclude(formula="").exclude(code="F.15")
    said = {}
    for row in with_formula:
        formula = TERM.sub(lambda term: f"Fraction(values['{term.group()}'])", row.formula)
        said[row.code] = eval(formula, {"values": values, "Fraction": Fraction})  # noqa: S307 our own list

    assert said == {code: values[code] for code in said}
    assert {"F.11", "F.12", "F.13", "F.14", "F.16", "F.17", "S.5"} == set(said)


def test_the_list_and_the_catalogue_hold_the_same_figures(reference):
    rows = {row.code: row for row in Indicator.objects.all()}
    typed = {code for code, row in rows.items() if typed_codes(row)}

    assert set(rows) - typed == {code for code, made in CATALOGUE.items() if not made.name}
    kinds = {MONEY: {"money"}, COUNT: {"count", "distinct"}, PERCENT: {"ratio"}, QUANTITY: {"ratio"}}
    assert [
        code for code, made in CATALOGUE.items() if code in rows and rows[code].kind not in kinds[made.kind]
    ] == []


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
    needs_plan = {code for code, made in CATALOGUE.items() if made.needs_plan and not made.name}

    assert {code for code in needs_plan if total[code] is not None} == set()
    assert needs_plan == {"F.5", "F.7", "F.12", "F.14", "F.16", "F.26", "F.27", "F.28", "F.29"}
    assert (total["F.8"], total["F.23"]) == (40, 40)


def test_a_command_takes_a_day_as_people_write_it(make_project, write, capsys):
    """As README says it: --as-of 26/10/2023; the day itself is known to its end, the day before knows nothing of it."""
    written = timezone.localtime(write(money(make_project(), Stage.PAID, 40)).recorded_at).date()
    told = {}
    for day in (written, written - timedelta(days=1)):
        for text in (f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}"):
            call_command("figures", "--region", "MTTN", "--year", "2023", "--as-of", text, "--json")
            told.setdefault(day, []).append(json.loads(capsys.readouterr().out)["total"]["F.8"])

    assert list(told.values()) == [[40, 40], [None, None]]


def test_before_the_first_posting_every_figure_is_null(make_project, plan, capsys):
    plan(make_project())
    answer = asked_as_json(capsys, year=2023, as_of="0")

    assert (
        answer["posting"],
        {value for value in answer["total"].values() if not isinstance(value, dict)},
    ) == (
        0,
        {None},
    )
    assert set(answer["total"]["planned"].values()) == {None}


def test_a_province_of_today_shows_what_its_predecessors_left(make_project, plan, capsys):
    plan(make_project("P63-67"), 5)
    plan(make_project("P63-60"), 7)
    call_command("figures", province="P34-68", year=2023, boundaries="34", json=True)
    answer = json.loads(capsys.readouterr().out)

    assert [(row["unit"], row["F.7"]) for row in answer["lines"]] == [("P34-68", 12)]
    assert answer["total"]["F.27"] == 2


def test_figures_command_prints_whole_dong_and_says_its_basis(make_project, plan, capsys):
    plan(make_project(), 1_234_567)
    call_command("figures", region="MTTN", year=2023, json=True)
    by_year = capsys.readouterr().out
    call_command("figures", "--region", "MTTN", "--from", "2023-01-01", "--to", "2023-09-30", "--json")
    by_date = capsys.readouterr().out
    assert '"F.7": 1234567' in by_year and '"basis": "budget"' in by_year
    assert '"F.7": null' in by_date and '"basis": "date"' in by_date


def test_figures_tells_planned_results_and_own_capital_by_the_level_of_its_project(
    make_project, write, capsys
):
    local, national = make_project(), make_project(level="kcqg")
    typed = Indicator.objects.get(code="III.4")
    write(
        money(local, Stage.ASSIGNED, 30, source=Source.OWN),
        money(local, Stage.ACCEPTED, 20, source=Source.OWN),
        money(national, Stage.ASSIGNED, 7, source=Source.OWN),
        ResultEntry(
            project=local, indicator=typed, kind=ResultKind.PLAN, quantity=4, budget_year=2023, on=date(2023, 3, 1)
        ),
    )  # fmt: skip
    total = asked_as_json(capsys, year=2023)["total"]
    by_day = asked_as_json(capsys, start=date(2023, 1, 1), end=date(2023, 9, 30))["total"]

    assert (total["planned"]["III.4"], total["III.4"]) == (4, 0)
    assert total["counterpart"] == {"F.28": {"kcqg": 7, "kcdp": 30}, "F.9": {"kcqg": 0, "kcdp": 20}}
    assert by_day["counterpart"]["F.28"] == {"kcqg": None, "kcdp": None}
    call_command("figures", region="MTTN", year=2023)
    assert {"F.28 (KCDP) 30", "III.4 (kế hoạch) 4"} <= set(capsys.readouterr().out.splitlines())

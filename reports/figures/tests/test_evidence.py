"""Behind a figure: the entries add up to it, for every code, in total and on every line."""

from datetime import date

import pytest

from programs.choices import Happening, Outcome, Source, Stage
from programs.ledger.dimensions import reversal_of
from programs.models import Indicator, ProjectEvent, Province
from programs.periods import BudgetPeriod
from reports.conftest import asked_of, money
from reports.figures.catalogue import CATALOGUE
from reports.figures.definitions import Rows
from reports.figures.evidence import find_figure
from reports.figures.evidence_columns import COLUMNS

NINE_MONTHS = BudgetPeriod.of_months(2023, 9)


def summed(figure):
    return figure.summed(figure.rows())["total"]


@pytest.mark.parametrize("boundaries", ["then", "34"])
def test_the_entries_of_every_code_sum_to_its_figure_in_total_and_on_each_line(volume, boundaries, slow):
    """Every code in total and on a quarter of the lines; with --slow on every line."""
    asked = asked_of(NINE_MONTHS, boundaries=boundaries)
    codes = [*(code for code in CATALOGUE if code != "F.15"), "I.1", "II.1", "III.2", "IV.1", "IX.3"]
    lines = sorted({asked.territory.line_of[pk] for pk in asked.territory.unit_ids})
    lines = [None, *lines[:: 1 if slow else 4]]
    differing = {}
    for code in codes:
        for line in lines:
            figure = find_figure(code, asked.query(), line)
            if figure.definition.rows is not Rows.RATIO and (value := figure.value()) != (
                total := summed(figure)
            ):
                differing[code, line] = (value, total)

    assert differing == {}
    assert summed(find_figure("F.11", asked.query(), None)) > 0


def test_every_code_of_the_list_that_a_page_links_is_explained(reference):
    asked = asked_of(NINE_MONTHS)
    readable = [row.code for row in Indicator.objects.all() if row.code != "F.15"]
    codes = {*readable, *CATALOGUE} - {"F.15"}
    figures = {code: find_figure(code, asked.query(), None) for code in codes}

    assert [code for code, figure in figures.items() if not (figure.definition.words and figure.name)] == []
    assert [code for code, figure in figures.items() if not figure.unit] == []
    rows = {figure.definition.rows for figure in figures.values()}
    assert rows == {*COLUMNS, Rows.RATIO} == set(Rows) - {Rows.COUNTRY}


@pytest.mark.parametrize(
    ("entries", "basis", "amount"),
    [
        ([(Stage.PAID, 30), (Stage.ACCEPTED, 80)], "Nghiệm thu", "80"),
        ([(Stage.PAID, 95), (Stage.ACCEPTED, 80)], "Giải ngân", "95"),
        ([(Stage.PAID, 95), (Stage.SETTLED, 90)], "Quyết toán", "90"),
        ([(Stage.PAID, 95), (Stage.SETTLED, 0)], "Quyết toán", "0"),
    ],
)
def test_what_was_taken_as_done_is_said_of_each_project_and_source(
    make_project, write, entries, basis, amount
):
    project = make_project()
    write(*(money(project, stage, value) for stage, value in entries))
    write(money(project, Stage.PAID, 7, source=Source.KCQG))
    figure = find_figure("F.11", asked_of(NINE_MONTHS).query(), None)
    columns = {column.key: column for column in COLUMNS["done"]}
    rows = [
        tuple(str(columns[key].value(row)) for key in ("code", "source", "basis", "done"))
        for row in figure.rows()
    ]

    assert rows == [
        (project.code, "KCĐP – ngân sách tỉnh", basis, amount),
        (project.code, "KCQG (ngân sách trung ương)", "Giải ngân", "7"),
    ]


def test_corrections_stand_among_the_entries_and_cancel_out(make_project, write):
    project = make_project()
    wrong = money(project, Stage.PAID, 900)
    write(wrong)
    write(reversal_of(wrong), money(project, Stage.PAID, 90))
    figure = find_figure("paid", asked_of(NINE_MONTHS).query(), None)

    assert [row.amount for row in figure.rows()] == [900, -900, 90]
    assert (summed(figure), figure.value()) == (90, 90)


def test_an_undone_step_is_listed_and_not_counted(make_project, write):
    first, second = make_project(), make_project()

    def event(project, **values):
        return ProjectEvent(
            project=project, happening=Happening.STOPPED, budget_year=2023, on=date(2023, 5, 5), **values
        )

    undone = event(second)
    write(event(first), undone)
    taken_back = reversal_of(undone)
    taken_back.outcome = Outcome.UNDONE
    write(taken_back)
    figure = find_figure("F.4", asked_of(NINE_MONTHS).query(), None)

    assert figure.summed(figure.rows()) == {"rows": 3, "total": 1}
    assert figure.value() == 1


def test_the_plan_behind_a_line_is_that_lines_alone(make_project, plan):
    plan(make_project("P63-67"), 40)
    plan(make_project("P63-68"), 60)
    asked = asked_of(NINE_MONTHS, boundaries="34")
    line = Province.objects.get(key="P34-68").pk
    dak_nong = Province.objects.get(key="P63-67").pk

    assert summed(find_figure("F.16", asked.query(), line)) == 100
    assert summed(find_figure("F.16", asked_of(NINE_MONTHS).query(), dak_nong)) == 40

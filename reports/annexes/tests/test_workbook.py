"""The workbook: read back it holds the figures; recalculated by another program it says the same."""

from io import BytesIO

import openpyxl
import pytest

from programs.periods import BudgetPeriod
from reports.annexes.workbook import annex, conference_workbook, file_name
from reports.figures.aggregates import figures
from reports.question.asked import ask
from reports.review import Review

NINE_MONTHS = BudgetPeriod.of_months(2023, 9)
DRAWINGS = ("then", "34", "63")


def asked_of(boundaries="then"):
    return ask(period=NINE_MONTHS, region="MTTN", boundaries=boundaries)


def opened(content, values=True):
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


def row_of(sheet, words):
    """The first row that holds these words among its first three cells."""
    for row in sheet.iter_rows():
        if any(cell.value == words for cell in row[:3]):
            return row
    raise AssertionError(f"no row «{words}» in {sheet.title}")


def dong(cell):
    return round(cell.value * 10**6)


def checks(book):
    return [
        cell.value
        for sheet in book.worksheets
        for (cell,) in sheet.iter_rows(min_col=1, max_col=1)
        if str(cell.value or "").startswith("Đối chiếu")
    ]


def totals_of(book, asked):
    """Promotion money of the nine months as each annex prints it: plan and done, in đồng."""
    at = [annex(Review(asked), number).index for number in "1234"]
    overview, by_province, by_activity, projects = book.worksheets
    one, two = row_of(overview, "Kinh phí khuyến công"), row_of(by_province, "TỔNG VÙNG")
    three, four = row_of(by_activity, "TỔNG CỘNG"), row_of(projects, "9 THÁNG ĐẦU NĂM 2023")
    return {
        "I": (dong(one[at[0]["plan12"]]), dong(one[at[0]["done12"]])),
        "II": (dong(two[at[1]["plan12"]]), dong(two[at[1]["done12"]])),
        "III": (dong(three[at[2]["plan1kc"]]), dong(three[at[2]["done1kc"]])),
        "IV": (dong(four[at[3]["kcqg"]]) + dong(four[at[3]["kcdp"]]), dong(four[at[3]["done"]])),
    }


@pytest.mark.parametrize("boundaries", DRAWINGS)
def test_the_annexes_hold_the_figures_whatever_the_drawing(volume, boundaries):
    asked = asked_of(boundaries)
    tally = figures(asked.query()).total.tally.promotion
    book = opened(conference_workbook(asked))

    assert book.sheetnames == ["PL I", "PL II", "PL III", "PL IV"]
    assert set(totals_of(book, asked).values()) == {(tally.plan, tally.done)}
    assert len(checks(book)) == 18
    assert {words.rpartition(": ")[2] for words in checks(book)} == {"khớp"}


def test_totals_are_live_formulas_that_carry_their_value(volume):
    content = conference_workbook(asked_of())
    formulas, values = opened(content, values=False), opened(content)
    formula, value = (row_of(book["PL I"], "Kinh phí khuyến công")[15] for book in (formulas, values))
    everything = row_of(formulas["PL I"], "Tổng vốn thực hiện đề án (1 + 2 + 3)")[15]
    businesses = row_of(formulas["PL I"], "Cơ sở CNNT thụ hưởng (không trùng)")[15]

    assert formula.value.startswith("=SUM(") and value.value > 0
    assert everything.value.startswith("=SUM(")
    assert isinstance(businesses.value, int)
    assert row_of(formulas["PL II"], "TỔNG VÙNG")[14].value.startswith("=SUM(")


@pytest.mark.office
@pytest.mark.parametrize("boundaries", DRAWINGS)
def test_recalculated_by_an_office_it_says_the_same(volume, office, tmp_path, boundaries):
    asked = asked_of(boundaries)
    path = tmp_path / "phu-luc.xlsx"
    path.write_bytes(conference_workbook(asked))
    book = openpyxl.load_workbook(office(path, "xlsx"), data_only=True)
    tally = figures(asked.query()).total.tally.promotion

    assert set(totals_of(book, asked).values()) == {(tally.plan, tally.done)}
    assert {words.rpartition(": ")[2] for words in checks(book)} == {"khớp"}
    assert [
        cell.coordinate
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ] == []


def test_the_file_tells_what_it_holds(reference):
    asked = ask(period=NINE_MONTHS, region="MTTN", boundaries="34")

    assert file_name(asked) == "PL-hoi-nghi_MTTN_2023_9T_34_so-0.xlsx"
    assert (
        file_name(ask(period=BudgetPeriod(2023), province="P63-67"))
        == "PL-hoi-nghi_P63-67_2023_NAM_then_so-0.xlsx"
    )

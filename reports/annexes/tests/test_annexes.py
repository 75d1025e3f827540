"""The annexes: what stands on their lines, when growth prints, what adds and what does not."""

from datetime import date
from fractions import Fraction

import pytest

from printing.sums import Body
from printing.table import EMPTY
from programs.access import Scope
from programs.choices import Level, Source, Stage
from programs.models import Province
from programs.periods import BudgetPeriod
from reports.annexes.workbook import annex
from reports.conftest import money
from reports.question.asked import ask
from reports.review import Review

NINE_MONTHS = BudgetPeriod.of_months(2023, 9)


def review_of(period=NINE_MONTHS, **options):
    return Review(ask(period=period, **{"region": "MTTN"} | options))


class Read:
    """The cells of an annex by the words of a row and the key of a column."""

    def __init__(self, number, review):
        self.table = annex(review, number)
        self.body = Body(self.table)

    def row(self, words):
        label = self.table.label_at
        return next(line.values for line in self.body.lines if line.values[label] == words)

    def cell(self, words, column):
        return self.row(words)[self.table.index[column]]


def test_a_line_of_the_34_that_holds_a_part_says_which_it_does_not(make_project, plan):
    plan(make_project("P63-68"))
    read = Read("2", review_of(boundaries="34"))

    assert read.cell("Lâm Đồng", "note") == "Không gồm Bình Thuận"
    assert [line.values[read.table.index["note"]] for line in read.body.lines].count("") == 8


def test_growth_prints_for_a_line_only_over_the_same_territory_and_always_in_total(make_project, write):
    old, new = make_project("P63-68", year=2024), make_project("P34-68", year=2025)
    write(
        money(old, Stage.PAID, 50, year=2024, on=date(2024, 9, 1)),
        money(new, Stage.PAID, 60, year=2025, on=date(2025, 9, 1)),
    )
    year = BudgetPeriod(2025)
    then, merged = (Read("2", review_of(year, boundaries=code)) for code in ("then", "34"))

    assert then.cell("Lâm Đồng", "growth1") is None
    assert merged.cell("Lâm Đồng", "growth1") == Fraction(6, 5)
    assert then.cell("TỔNG VÙNG", "growth1") == merged.cell("TỔNG VÙNG", "growth1") == Fraction(6, 5)
    assert any("xem theo 34 tỉnh" in note for note in then.table.notes)
    assert not any("xem theo 34 tỉnh" in note for note in merged.table.notes)


def test_money_that_adds_is_added_and_distinct_counts_are_counted_again(
    make_project, make_beneficiary, write
):
    central, local = make_project(level=Level.KCQG), make_project()
    for project in (central, local):
        make_beneficiary(project, "Cơ sở Hai Lần")
    write(
        money(central, Stage.ASSIGNED, 30_000_000, source=Source.KCQG),
        money(central, Stage.PAID, 30_000_000, source=Source.KCQG),
        money(local, Stage.ASSIGNED, 70_000_000),
        money(local, Stage.PAID, 50_000_000),
        money(local, Stage.ACCEPTED, 200_000_000, source=Source.OWN),
    )
    read = Read("1", review_of())

    assert [read.cell("Kinh phí khuyến công", f"done1{at}") for at in range(3)] == [
        30_000_000,
        50_000_000,
        80_000_000,
    ]
    assert [read.cell("Cơ sở CNNT thụ hưởng (không trùng)", f"done1{at}") for at in range(3)] == [1, 1, 1]
    assert [read.cell("Tổng vốn thực hiện đề án (1 + 2 + 3)", f"done1{at}") for at in range(3)] == [
        EMPTY,
        EMPTY,
        280_000_000,
    ]
    rows = {line.values[read.table.label_at]: line.row for line in read.body.lines}
    assert "done12" not in rows["Kinh phí khuyến công"].own
    assert "done12" in rows["Cơ sở CNNT thụ hưởng (không trùng)"].own


def test_before_the_first_posting_there_is_no_data_yet(make_project, plan):
    plan(make_project())
    review = review_of(as_of="0")

    assert Read("1", review).table.notes[0] == "Chưa có dữ liệu."
    assert Read("1", review).cell("Kinh phí khuyến công", "rate12") is None
    assert Read("2", review).cell("Đắk Nông", "plan12").value == "chưa báo cáo"


def test_a_province_without_money_has_not_reported_and_counts_as_nothing_in_the_total(make_project, plan):
    plan(make_project("P63-67"), 40_000_000)
    read = Read("2", review_of())

    assert read.cell("Gia Lai", "done12").value == "chưa báo cáo"
    assert (read.cell("Đắk Nông", "plan12"), read.cell("TỔNG VÙNG", "plan12")) == (40_000_000, 40_000_000)


@pytest.mark.parametrize(("illustrative", "stamp"), [(True, "SỐ LIỆU MINH HỌA"), (False, "")])
@pytest.mark.parametrize("number", ["1", "2", "3", "4"])
def test_annex_carries_the_mark_where_it_holds_illustrative_rows_and_nowhere_else(
    number, make_project, plan, illustrative, stamp
):
    plan(make_project(), illustrative=illustrative)

    assert Read(number, review_of()).table.stamp == stamp


def test_who_sees_a_part_gets_no_share_of_the_country_and_no_total_of_the_region(make_project, plan):
    plan(make_project())
    mine = Scope(unit_ids=Province.objects.get(key="P34-68").lineage_ids())
    review = review_of(scope=mine)

    assert "báo cáo này không gồm đủ" in Read("1", review).table.notes[-1]
    read = Read("2", review)
    assert [line.values[read.table.label_at] for line in read.body.lines] == [
        "Đắk Nông",
        "Lâm Đồng",
        "TỔNG CỘNG",
    ]


def test_a_group_stands_with_its_beneficiaries_below_it(make_project, make_beneficiary, plan):
    project = make_project(kind="group")
    make_beneficiary(project, "Cơ sở Một")
    make_beneficiary(project, "Cơ sở Hai")
    plan(project)
    read = Read("4", review_of())

    assert read.cell("Đề án số 1", "benefits") == "2 đơn vị, nêu bên dưới"
    assert {"– Cơ sở Một", "– Cơ sở Hai"} <= {line.values[read.table.label_at] for line in read.body.lines}


def test_a_level_that_predecessors_stated_is_told_under_the_annex(state):
    def notes():
        review = review_of(BudgetPeriod.of_months(2026, 9), boundaries="34", region=None, province="P34-68")
        return [note for note in annex(review, "1").notes if note.startswith("«Số")]

    state(31, date(2024, 12, 31), "P63-67")
    assert notes() == [
        "«Số cộng tác viên khuyến công»: tỉnh mới chưa có mức của mình: "
        "cộng mức mà các tỉnh nhập vào nó đã báo cáo."
    ]
    state(40, date(2025, 12, 31), "P34-68")
    assert notes() == []

"""The overview's shaping: pure, from figures made by hand."""

from fractions import Fraction

from printing.numbers import MILLION
from programs.periods import BudgetPeriod
from reports.conftest import amounts
from reports.figures.figures import LineFigures, Tally
from reports.overview.charts import by_content, by_province
from reports.overview.dashboard import ProvinceLine, change, in_millions, remarks, share_of
from reports.overview.tiles import quantiles, tile_map
from reports.question.asked import ask
from reports.question.form import default_months

MILLIONS = 10**6


def line(name, plan, done, disbursed=None, reported=True):
    money = amounts(
        plan=plan * MILLIONS, done=done * MILLIONS, paid=(done if disbursed is None else disbursed) * MILLIONS
    )
    return ProvinceLine(1, "P63-67", name, LineFigures(Tally(kcdp=money), has_entries=reported), None)


def source(code, line=None):
    return f"/nguon/{code}"


def test_large_type_is_rounded_to_a_tenth_of_a_million():
    assert [in_millions(amount) for amount in (0, 1_250_000, 1_249_999, -1_250_000, 39_598_449_999)] == [
        "0", "1,3", "1,2", "−1,3", "39.598,4",
    ]  # fmt: skip


def test_a_change_says_how_it_stands_to_the_year_before_and_nothing_without_one():
    assert change(110, 100, BudgetPeriod(2022)) == {
        "change": "up",
        "change_text": "bằng 110,0%",
        "change_of": "cùng kỳ năm 2022",
    }
    assert change(90, 100, BudgetPeriod(2022))["change"] == "down"
    assert change(110, 0, BudgetPeriod(2022))["change_text"] == ""


def test_a_bar_is_never_longer_than_its_track_and_the_words_say_the_truth():
    assert share_of(Fraction(3, 2), "kế hoạch") == {
        "percent": 100.0, "percent_text": "150,0%", "percent_of": "kế hoạch",
    }  # fmt: skip


def test_remarks_are_facts_with_their_rule():
    lines = [
        line("A", 100, 90),
        line("B", 100, 20),
        line("C", 50, 60, disbursed=60),
        line("D", 0, 0, reported=False),
    ]
    total = line("Tổng", 250, 170)
    found = {
        remark.title: (remark.rule, [name for name, *_ in remark.lines])
        for remark in remarks(total, lines, source)
    }

    assert found == {
        "Chưa báo cáo": ("Chưa có bút toán kinh phí, kết quả nào trong kỳ.", ["D"]),
        "Giải ngân lớn hơn kế hoạch": (
            "Giải ngân (tạm ứng + thanh toán) lớn hơn kế hoạch "
            "(kế hoạch giao + kinh phí năm trước chuyển sang).",
            ["C"],
        ),
        "Thực hiện thấp hơn mức chung": (
            "Tỷ lệ thực hiện so với kế hoạch dưới 80% của mức chung (68,0%), tức dưới 54,4%.",
            ["B"],
        ),
    }


def test_fifths_share_a_shade_where_values_are_equal():
    assert quantiles({1: 10, 2: 10, 3: 20, 4: 30, 5: 40}) == {1: 1, 2: 1, 3: 3, 4: 4, 5: 5}
    assert quantiles({}) == {}


def test_the_chart_of_provinces_is_sorted_and_its_title_says_the_finding():
    chart = by_province([line("A", 100, 50), line("B", 100, 80), line("C", 0, 0, reported=False)])

    assert chart["title"] == "B thực hiện nhiều nhất: 80,0 triệu đồng, đạt 80,0% kế hoạch"
    assert chart["unit"] == MILLION
    assert chart["data"]["rows"] == [["B", 100.0, 80.0], ["A", 100.0, 50.0]]
    assert by_province([line("C", 0, 0, reported=False)]) is None
    assert by_content([], {}) is None


def test_the_country_is_drawn_whole_whatever_the_region(reference):
    for boundaries, size in (("34", 34), ("63", 63), ("then", 63)):
        asked = ask(period=BudgetPeriod(2023), region="MTTN", boundaries=boundaries)
        drawn = tile_map(asked, [], "rate", source)

        assert (drawn.size, len(drawn.tiles)) == (str(size), size)
        assert len({(tile["column"], tile["row"]) for tile in drawn.tiles}) == size
    assert tile_map(ask(period=BudgetPeriod(2026), region="MTTN"), [], "rate", source).size == "34"


def test_the_default_period_is_the_quarter_of_the_last_entry():
    from_days = {(2023, 2): 3, (2023, 3): 3, (2023, 7): 9, (2023, 12): 12, (2024, 1): 12, (2022, 12): 3}
    made = {
        day: default_months(BudgetPeriod(day[0]).end.replace(month=day[1], day=1), 2023) for day in from_days
    }

    assert made == from_days

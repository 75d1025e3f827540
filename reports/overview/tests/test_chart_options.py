"""What the page's script makes of a chart's data, before the library draws it."""

import pytest
from django.conf import settings

from reports.overview.charts import by_province
from reports.overview.tests.test_dashboard import line

pytestmark = pytest.mark.browser

SCRIPT = settings.BASE_DIR / "static" / "js" / "chart_options.js"
# Functions do not come back from a page: the formatters answer for themselves.
ASK = """([data, unit, width, calm]) => {
  const look = { colour: (name) => name, calm };
  const made = chartOptions.options(data, unit, width, look);
  const values = made.xAxis.type === "value" ? made.xAxis : made.yAxis;
  const told = { tips: [1234.5, 0, null, undefined, NaN].map(made.tooltip.valueFormatter),
                 axis: [1500, 0.5].map(values.axisLabel.formatter) };
  return [JSON.parse(JSON.stringify(made)), told];
}"""


@pytest.fixture
def page(browser):
    page = browser.new_page()
    page.add_script_tag(content=SCRIPT.read_text())
    yield page
    page.close()


@pytest.fixture
def ask(page):
    """ask(data) gives the options of the chart, and what its formatters say."""
    return lambda data, unit="triệu đồng", width=800, calm=True: page.evaluate(ASK, [data, unit, width, calm])


def chart(kind="bars", names=("plan", "done"), rows=(("Gia Lai", 10.5, 4),), **more):
    series = [{"name": name.upper(), "key": name} for name in names]
    return {"kind": kind, "series": series, "rows": [list(row) for row in rows], "decimals": 1} | more


def test_bars_lie_with_the_first_row_on_top_and_columns_and_lines_stand(ask):
    lying, _ = ask(chart())
    standing, _ = ask(chart(kind="line"))

    assert (lying["xAxis"]["type"], lying["yAxis"]["type"], lying["yAxis"]["inverse"]) == (
        "value",
        "category",
        True,
    )
    assert (standing["xAxis"]["type"], standing["yAxis"]["type"]) == ("category", "value")
    assert standing["xAxis"]["inverse"] is False
    assert lying["yAxis"]["data"] == ["Gia Lai"]


def test_series_keep_their_colours_and_an_unknown_one_takes_a_spare(ask):
    made, _ = ask(chart(names=("done", "plan", "anything"), rows=[("A", 1, 2, 3)]))

    paints = [series["itemStyle"]["color"] for series in made["series"]]
    assert paints == ["--done", "--plan", "--own"]
    assert [series["name"] for series in made["series"]] == ["DONE", "PLAN", "ANYTHING"]


def test_what_is_unknown_is_drawn_as_nothing_not_as_zero(ask):
    made, told = ask(chart(rows=[("A", None, "4.5"), ("B", 0, 2)]))

    assert [series["data"] for series in made["series"]] == [[None, 0], [4.5, 2]]
    assert told["tips"] == ["1.234,5 triệu đồng", "0,0 triệu đồng", "–", "–", "–"]


def test_axis_says_whole_numbers_without_decimals(ask):
    assert ask(chart())[1]["axis"] == ["1.500", "0,5"]


def test_one_series_has_no_legend_and_says_its_numbers_beside_the_bars(ask):
    one, _ = ask(chart(names=("done",), rows=[("A", 1)]))
    two, _ = ask(chart())

    assert "legend" not in one and one["series"][0]["label"]["show"] is True
    assert "legend" in two and two["series"][0]["label"]["show"] is False


def test_three_series_differ_without_colour_lines_by_their_dashes(ask):
    def patterned(made):
        return made["aria"]["decal"]["show"]

    names, row = ("kcqg", "kcdp", "own"), [("A", 1, 2, 3)]
    bars, _ = ask(chart(names=names, rows=row))
    lines, _ = ask(chart(kind="line", names=names, rows=row))

    assert (patterned(ask(chart())[0]), patterned(bars), patterned(lines)) == (False, True, False)
    assert [series["lineStyle"]["type"] for series in lines["series"]] == ["solid", "dashed", "solid"]


def test_stacked_series_stand_on_one_another(ask):
    assert [series.get("stack") for series in ask(chart(stacked=True))[0]["series"]] == ["all", "all"]
    assert [series.get("stack") for series in ask(chart())[0]["series"]] == [None, None]


def test_who_asks_for_calm_sees_no_movement_and_a_phone_fewer_steps(ask):
    calm, _ = ask(chart(), width=360)
    lively, _ = ask(chart(), calm=False)

    assert (calm["animation"], lively["animation"]) == (False, True)
    assert (calm["xAxis"]["splitNumber"], lively["xAxis"]["splitNumber"]) == (3, 5)


@pytest.mark.parametrize(("width", "label"), [(200, 96), (500, 170), (2000, 220)])
def test_labels_take_a_third_within_bounds(ask, width, label):
    assert ask(chart(), width=width)[0]["yAxis"]["axisLabel"]["width"] == label


def test_height_has_room_for_every_row_and_for_long_names(page):
    def height(data, width=600):
        return page.evaluate("([data, width]) => chartOptions.heightOf(data, width)", [data, width])

    few, many = chart(rows=[("A", 1, 2)]), chart(rows=[("A", 1, 2)] * 10)
    long = chart(rows=[("Nâng cao năng lực quản lý doanh nghiệp và sản xuất sạch hơn " * 2, 1, 2)])
    assert (height(few), height(many)) == (64 + 38, 64 + 380)
    assert height(long, width=360) > height(long) > height(few)
    assert height(chart(stacked=True)) == 64 + 25


def test_data_of_the_overview_is_understood(ask):
    made, _ = ask(by_province([line("Đắk Nông", 100, 40), line("Gia Lai", 50, 60)])["data"])

    assert made["yAxis"]["data"] == ["Gia Lai", "Đắk Nông"]
    assert [series["data"] for series in made["series"]] == [[50, 100], [60, 40]]

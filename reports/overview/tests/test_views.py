"""The overview: the figures of each person, their mark, the as-of."""

from datetime import date

from printing.numbers import MILLION, format_money, format_percent
from programs.choices import Stage
from programs.periods import BudgetPeriod
from reports.conftest import money
from reports.figures.aggregates import figures
from reports.figures.figures import ratio
from reports.question.asked import ask
from reports.tests.pages import NINE, OVERVIEW, REPORT, text_of


def test_officers_of_two_provinces_see_different_figures_of_one_region(
    two_provinces, lam_dong, gia_lai, look
):
    mine, theirs = (look(user, f"{OVERVIEW}?{NINE}") for user in (lam_dong, gia_lai))

    assert ("150,0 triệu đồng" in text_of(mine), "180,0 triệu đồng" in text_of(mine)) == (True, False)
    assert ("30,0 triệu đồng" in text_of(theirs), "150,0 triệu đồng" in text_of(theirs)) == (True, False)
    assert "Chỉ gồm số liệu của các tỉnh, thành phố thuộc phạm vi của Sở Công Thương Lâm Đồng." in text_of(
        mine
    )


def test_every_number_of_the_table_is_the_figure(volume, ministry, look):
    answer = look(ministry, f"{OVERVIEW}?{NINE}")
    found = figures(ask(period=BudgetPeriod.of_months(2023, 9), region="MTTN").query())
    shown = text_of(answer)
    for line, cells in answer.context["lines"]:
        tally = found.line(line.key).tally.promotion
        assert [column.value(line) for column, _, _ in cells[:3]] == [
            tally.plan,
            tally.done,
            ratio(tally.done, tally.plan),
        ]
        assert format_money(tally.done, MILLION) in shown
    total = found.total.tally.promotion
    rate = ratio(total.done, total.plan)
    assert [text for _, text, _ in answer.context["total_cells"][:3]] == [
        format_money(total.plan, MILLION),
        format_money(total.done, MILLION),
        format_percent(rate),
    ]
    assert format_percent(rate) in shown


def test_the_mark_of_illustrative_data_stands_at_the_totals(make_project, plan, ministry, look):
    plan(make_project(), illustrative=True)
    answer = look(ministry, f"{OVERVIEW}?{NINE}")

    assert answer.content.decode().count("SỐ LIỆU MINH HỌA") >= 4
    assert "Tổng cộng số liệu minh họa" in text_of(answer)


def test_real_figures_carry_no_mark(two_provinces, ministry, look):
    words = text_of(look(ministry, f"{OVERVIEW}?{NINE}"))

    assert "180,0 triệu đồng" in words
    assert "minh họa" not in words.lower()


def test_before_the_first_posting_there_is_no_data_and_no_zero(two_provinces, ministry, look):
    for path in (OVERVIEW, REPORT):
        words = text_of(look(ministry, f"{path}?{NINE}&as_of=0"))
        assert "Chưa có dữ liệu" in words and "triệu đồng" not in words


def test_a_later_entry_does_not_change_what_was_seen_at_a_number(two_provinces, ministry, write, look):
    before = look(ministry, f"{OVERVIEW}?{NINE}").context["asked"].posting
    write(money(two_provinces[0], Stage.PAID, 20_000_000, on=date(2023, 9, 1)))

    assert "180,0 triệu đồng" in text_of(look(ministry, f"{OVERVIEW}?{NINE}&as_of={before}"))
    assert "200,0 triệu đồng" in text_of(look(ministry, f"{OVERVIEW}?{NINE}"))


def test_the_country_is_shown_by_region_each_number_with_its_own_entries(make_project, write, ministry, look):
    """Lâm Đồng by the 34 holds Bình Thuận, then of another region: two lines, and once on the map and in the counts."""
    for unit, amount in (("P63-68", 537_000_000), ("P63-60", 8_000_000)):
        write(money(make_project(unit), Stage.PAID, amount))
    answer = look(ministry, f"{OVERVIEW}?place=all&year=2023&months=9&boundaries=34")
    blocks = {whole.name: (cells, held) for whole, cells, held in answer.context["blocks"]}
    done = {name: cells[1] for name, (cells, _) in blocks.items()}
    parts = [(line, cells[1]) for line, cells in answer.context["lines"] if line.unit == "P34-68"]

    assert list(blocks) == ["Phía Bắc", "Miền Trung - Tây Nguyên", "Phía Nam"]
    assert [line.note for line, _ in parts] == [
        "Không gồm Bình Thuận",
        "Phần thuộc vùng Phía Nam: Bình Thuận",
    ]
    shown = [done["Miền Trung - Tây Nguyên"], done["Phía Nam"], *(cell for _, cell in parts)]
    assert [text for _, text, _ in shown] == ["537,0", "8,0", "537,0", "8,0"]
    pages = [look(ministry, address) for _, _, address in shown]
    assert [page.context["value"] for page in pages] == ["537.000.000", "8.000.000"] * 2
    assert {page.context["agrees"] for page in pages} == {True}
    assert [page.context["place"] for page in pages[1:]] == [
        "khu vực Phía Nam",
        "Lâm Đồng (phần thuộc khu vực Miền Trung - Tây Nguyên)",
        "Lâm Đồng (phần thuộc khu vực Phía Nam)",
    ]
    [tile] = [tile for tile in answer.context["map"].tiles if tile["name"] == "Lâm Đồng"]
    assert look(ministry, tile["url"]).context["place"] == "Lâm Đồng"
    assert answer.context["stats"][-1]["value"] == "1/34"


def test_a_region_alone_has_no_sum_of_a_block(two_provinces, ministry, look):
    [(whole, _, held)] = look(ministry, f"{OVERVIEW}?{NINE}").context["blocks"]

    assert (whole, len(held)) == (None, 15)

"""The pages of closings, as a browser meets them."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from programs.choices import ClosureState, Stage
from programs.ledger.asof import head
from programs.ledger.closing import set_closure
from programs.models import Closure, Province, Region
from programs.tests.web import errors, sent
from reports.conftest import money
from reports.models import ClosedBooks, ClosedFigure

CLOSING = {"state": "closed", "budget_year": "2023", "cut_off": "30/09/2023"}
LIST, ADD = "/reports/closings/", "/reports/closings/new/"
FAMILY = {"P34-68", "P63-68", "P63-67", "P63-60"}


def pk_of(key):
    return Province.objects.get(key=key).pk


@pytest.fixture
def send(client, minh, reference):
    def send(**changes):
        client.force_login(minh)
        return client.post(ADD, sent(CLOSING, **changes))

    return send


# ------------------------------------------------------------------------------------------------ closing, reopening


def test_leader_of_the_ministry_closes_a_province_and_its_figures_are_stored(send):
    assert send(unit=pk_of("P34-68")).url == LIST

    assert set(Closure.objects.values_list("unit__key", flat=True)) == FAMILY
    assert set(ClosedBooks.objects.values_list("closure__unit__key", "later")) == {
        (key, False) for key in FAMILY
    }


def test_leader_of_the_ministry_closes_a_region(send):
    region = Region.objects.get(code="MTTN")

    send(region=region.pk)

    assert set(Closure.objects.values_list("unit", flat=True)) == region.unit_ids(date(2026, 1, 1))
    assert ClosedBooks.objects.count() == Closure.objects.count()


def test_reopening_stores_nothing(send):
    send(unit=pk_of("P34-68"))

    assert send(unit=pk_of("P34-68"), state="reopened", reason="Đính chính").url == LIST

    assert (Closure.objects.count(), ClosedBooks.objects.count()) == (8, 4)


@pytest.mark.parametrize(
    ("chosen", "changes", "field"),
    [
        ([], {}, "unit"),
        (["unit", "region"], {}, "unit"),
        (["unit"], {"cut_off": "30/09/2020"}, "cut_off"),
        (["unit"], {"state": "reopened"}, "reason"),
        (["unit"], {"state": "reopened", "reason": "Nhầm"}, "cut_off"),
        (["region"], {"state": "reopened", "reason": "Nhầm"}, "cut_off"),
        (["unit"], {"budget_year": "2026", "cut_off": "31/12/2026"}, "cut_off"),
    ],
)
def test_wrong_closing_is_told_at_its_field(send, today_is, chosen, changes, field):
    today_is(date(2026, 12, 30))
    both = {"unit": pk_of("P34-68"), "region": Region.objects.get(code="MTTN").pk}

    response = send(**{name: both[name] for name in chosen}, **changes)

    assert list(errors(response)) == [field]
    assert (Closure.objects.count(), head()) == (0, 0)


def test_province_that_ended_names_the_one_to_close_in_its_place(send):
    told = errors(send(unit=pk_of("P63-67"), budget_year="2025", cut_off="01/07/2025"))

    assert list(told) == ["unit"] and "chốt ở Lâm Đồng của hiện nay" in told["unit"][0]
    assert send(unit=pk_of("P63-67"), budget_year="2025", cut_off="30/06/2025").url == LIST


@pytest.mark.parametrize("who", ["an", "lan", "dung", "chi"])
def test_others_read_the_closings_and_close_nothing(reference, request, look, client, who):
    person = request.getfixturevalue(who)

    assert look(person, LIST).status_code == 200
    assert [look(person, ADD).status_code, client.post(ADD).status_code] == [403, 403]


def test_closing_is_told_with_its_state_its_writer_and_the_way_to_its_figures(look, minh, close):
    closure = close()

    rows = look(minh, LIST).context["table"].rows
    row = next(row for row in rows if row["cells"][0].text == "Lâm Đồng")
    province, year, cut_off, state, who, reason, posting, figures = (cell.text for cell in row["cells"])

    assert (year, cut_off, reason) == ("2023", "30/09/2023", "Hội nghị lần thứ XIII")
    assert "Đã chốt" in state and who.startswith(f"{minh.full_name}, ")
    assert posting == f'<a href="{reverse("posting_detail", args=[1])}">1</a>'
    assert figures == f'<a href="{LIST}{closure.pk}/">Đối chiếu</a>'


def test_the_latest_closing_stands_first(look, minh, close):
    close()
    later = close(cut_off=date(2023, 10, 31))

    first = look(minh, LIST).context["object_list"][0]
    assert (first.posting_id, first.cut_off) == (later.posting_id, later.cut_off)


def test_closings_of_others_are_neither_listed_nor_compared(look, an, binh, minh, close):
    closure = close()

    shown = [len(look(person, LIST).context["object_list"]) for person in (an, binh, minh)]
    pages = [look(person, f"{LIST}{closure.pk}/").status_code for person in (an, binh, minh)]

    assert (shown, pages) == ([4, 0, 4], [200, 404, 200])


# ------------------------------------------------------------------------------------ đã chốt | tính lại | hiện nay


@pytest.fixture
def changed(close, make_project, write):
    """Closed at 100 planned and 60 paid; then the leader adds 5 that belonged there, and 7 dated after the cut-off."""
    project = make_project("P63-67")
    write(
        money(project, Stage.ASSIGNED, 100_000_000),
        money(project, Stage.PAID, 60_000_000, on=date(2023, 8, 1)),
    )
    closure = Closure.objects.get(posting=close().posting, unit__key="P63-67")
    late = write(money(project, Stage.PAID, 5_000_000, on=date(2023, 9, 30)))
    write(money(project, Stage.PAID, 7_000_000, on=date(2023, 10, 1)))
    return closure, late


def numbers(table, name, level="Cả hai cấp"):
    return next(
        [cell.text for cell in row["cells"]][3:]
        for row in table.rows
        if [cell.text for cell in row["cells"]][:2] == [name, level]
    )


def plain(cell):
    return cell.partition(">")[2].partition("<")[0] if "<" in cell else cell


def test_page_shows_closed_recalculated_present_and_the_difference(look, an, changed):
    closure, late = changed

    page = look(an, f"{LIST}{closure.pk}/").context

    paid = "60.000.000 60.000.000 65.000.000 5.000.000".split()
    assert [plain(cell) for cell in numbers(page["changed"], "Thanh toán")] == paid
    assert [plain(cell) for cell in numbers(page["changed"], "Thanh toán", "Khuyến công địa phương")] == paid
    same = "1 1 1 0".split()
    assert [plain(cell) for cell in numbers(page["same"], "Số đề án có kế hoạch")] == same
    assert page["rule_changed"] == 0
    assert [posting.number for posting in page["postings"].items] == [late.number]


def test_numbers_lead_to_the_entries_behind_then_and_now(look, an, changed):
    closure, late = changed
    cells = numbers(look(an, f"{LIST}{closure.pk}/").context["changed"], "Thanh toán")

    then, now = (closure.posting_id, 1, "60.000.000"), (head(), 2, "65.000.000")
    for cell, (number, rows, value) in ((cells[1], then), (cells[2], now)):
        address = cell.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        source = look(an, address).context
        assert (source["asked"].posting, source["row_count"], source["value"]) == (number, rows, value)


def test_a_rule_that_changed_is_told_apart_from_entries_written_since(look, an, minh, make_project, write):
    """Another release had stored a plan of 99; nothing was written since."""
    write(money(make_project("P63-67"), Stage.ASSIGNED, 100_000_000))
    common = {
        "unit": Province.objects.get(key="P63-67"),
        "budget_year": 2023,
        "cut_off": date(2023, 9, 30),
        "by": minh,
    }
    closure = set_closure(state=ClosureState.CLOSED, **common).closures.get()
    books = ClosedBooks.objects.create(closure=closure, later=True)
    ClosedFigure.objects.create(books=books, code="F.7", value=99_000_000)

    answer = look(an, f"{LIST}{closure.pk}/")

    row = next(row for row in answer.context["changed"].rows if row["cells"][3].text == "99.000.000")
    assert [plain(cell.text) for cell in row["cells"]][3:] == [
        "99.000.000", "100.000.000", "100.000.000", "1.000.000",
    ]  # fmt: skip
    page = answer.content.decode()
    assert "quy tắc tính đã đổi" in page and "Lưu sau khi chốt" in page and "Chưa có bút toán nào" in page


def test_page_of_nothing_changed_says_so(look, an, close):
    closure = close()

    answer = look(an, f"{LIST}{closure.pk}/")

    page = answer.content.decode()
    assert "Không số nào khác" in page and "Chưa có bút toán nào" in page
    assert answer.context["stands"] and not answer.context["same"].items


def test_page_tells_what_was_reopened_and_what_has_no_stored_figures(look, an, minh, reference):
    common = {
        "unit": Province.objects.get(key="P34-68"),
        "budget_year": 2023,
        "cut_off": date(2023, 9, 30),
        "by": minh,
    }
    closure = set_closure(state=ClosureState.CLOSED, **common).closures.first()
    set_closure(state=ClosureState.REOPENED, reason="Đính chính", **common)

    page = look(an, f"{LIST}{closure.pk}/").content.decode()

    assert "Đã mở lại" in page and "closed_figures --store" in page
    reopened = Closure.objects.filter(state=ClosureState.REOPENED).first()
    assert look(an, f"{LIST}{reopened.pk}/").status_code == 404


def test_file_holds_every_figure_with_whole_numbers(look, an, changed):
    closure, _ = changed

    answer = look(an, f"{LIST}{closure.pk}/?format=xlsx")

    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [cell for cell in rows[0]][:2] == ["Mã", "Số liệu"]
    of_both = {(row[0], row[2]): row[4:8] for row in rows[1:]}
    assert of_both["paid", "Cả hai cấp"] == (60_000_000, 60_000_000, 65_000_000, 5_000_000)
    assert of_both["F.12", "Khuyến công địa phương"] == (60, 60, 65, 5)


@pytest.mark.parametrize("projects", [1, 3])
def test_page_asks_the_same_number_of_queries_whatever_the_rows(
    look, client, an, close, make_project, write, projects
):
    rows = [money(make_project("P63-67"), Stage.ASSIGNED, 50_000_000) for _ in range(projects)]
    write(*rows)
    closure = Closure.objects.get(posting=close().posting, unit__key="P63-67")
    for row in rows:
        write(money(row.project, Stage.PAID, 5_000_000, on=date(2023, 9, 1)))
    look(an, f"{LIST}{closure.pk}/")

    with CaptureQueriesContext(connection) as asked:
        client.get(f"{LIST}{closure.pk}/")

    assert len(asked) == 15, "\n".join(query["sql"][:150] for query in asked)

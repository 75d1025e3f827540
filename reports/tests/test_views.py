"""The pages: what each person sees, that the screen says the figures, how much they ask, what bad input gets."""

import re
from datetime import date
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from conferences.models import Conference, ConferenceSeries, ParticipatingUnit
from printing.numbers import MILLION, format_money, format_percent
from programs.choices import Source, Stage
from programs.models import Province, Region
from programs.periods import BudgetPeriod
from reports.aggregates import figures
from reports.questions import ask
from reports.tests.conftest import money

NINE = "place=MTTN&year=2023&months=9"
OVERVIEW, REPORT = "/reports/", "/reports/conference/"
SOURCE, WORKBOOK, PUBLISHED = "/reports/source/", "/reports/conference.xlsx", "/reports/published/"


def text_of(answer) -> str:
    """The words of a page, without mark-up."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def two_provinces(make_project, make_beneficiary, write):
    """Đắk Nông and Đà Nẵng, each with a project of its own."""
    dak_nong, da_nang = make_project("P63-67"), make_project("P63-48", level="kcqg")
    make_beneficiary(dak_nong, "Cơ sở Đắk Mil")
    for project, plan, done, source in (
        (dak_nong, 200_000_000, 150_000_000, Source.KCDP_PROVINCE),
        (da_nang, 100_000_000, 30_000_000, Source.KCQG),
    ):
        write(
            money(project, Stage.ASSIGNED, plan, source=source),
            money(project, Stage.PAID, done, source=source, on=date(2023, 8, 1)),
        )
    return dak_nong, da_nang


@pytest.fixture
def conference(reference, db):
    """The conference of 2023 with two of its provinces on the list."""
    series = ConferenceSeries.objects.create(
        code="kc", name="Khuyến công vùng", title="Hội nghị khuyến công {vung}"
    )
    made = Conference.objects.create(
        code="MTTN-KC-2023",
        series=series,
        region=Region.objects.get(code="MTTN"),
        edition=13,
        year=2023,
        starts_on=date(2023, 10, 26),
        review_year=2022,
        review_months=9,
    )
    for key in ("P63-67", "P63-68"):
        ParticipatingUnit.objects.create(conference=made, unit=Province.objects.get(key=key))
    return made


# --- what each person sees -------------------------------------------------------------------------------------------


def lines_on(answer):
    return [line.name for line, _ in answer.context["lines"]]


def test_the_ministry_begins_with_the_region_of_the_latest_entry(two_provinces, ministry, look):
    answer = look(ministry, OVERVIEW)

    assert (answer.context["place"], answer.context["period"]) == (
        "khu vực Miền Trung - Tây Nguyên",
        "9 tháng đầu năm 2023",
    )
    assert len(lines_on(answer)) == 15
    assert "180,0 triệu đồng" in text_of(answer)


def test_an_officer_begins_with_the_own_province_and_what_was_merged_into_it(two_provinces, lam_dong, look):
    answer = look(lam_dong, OVERVIEW)

    assert answer.context["place"] == "Lâm Đồng"
    assert lines_on(answer) == ["Bình Thuận", "Đắk Nông", "Lâm Đồng"]
    assert "150,0 triệu đồng" in text_of(answer)
    assert "Đà Nẵng" not in [tile["name"] for tile in answer.context["map"].tiles if tile["url"]]


def test_a_regional_centre_begins_with_its_region(two_provinces, centre, look):
    answer = look(centre, OVERVIEW)

    assert answer.context["place"] == "khu vực Miền Trung - Tây Nguyên"
    assert "180,0 triệu đồng" in text_of(answer)


def test_officers_of_two_provinces_see_different_figures_of_one_region(
    two_provinces, lam_dong, da_nang, look
):
    mine, theirs = (look(user, f"{OVERVIEW}?{NINE}") for user in (lam_dong, da_nang))

    assert ("150,0 triệu đồng" in text_of(mine), "180,0 triệu đồng" in text_of(mine)) == (True, False)
    assert ("30,0 triệu đồng" in text_of(theirs), "150,0 triệu đồng" in text_of(theirs)) == (True, False)
    assert "Chỉ gồm số liệu của các tỉnh, thành phố trong phạm vi của người xem." in text_of(mine)


@pytest.mark.parametrize("path", [OVERVIEW, REPORT, SOURCE, WORKBOOK])
@pytest.mark.parametrize("place", ["P63-48", "P34-48", "P63-99", "TAY"])
def test_a_province_out_of_sight_is_a_404_like_a_missing_one(two_provinces, lam_dong, look, path, place):
    assert look(lam_dong, f"{path}?place={place}&year=2023&months=9&code=F.11").status_code == 404


def test_a_line_of_another_province_has_no_source(two_provinces, lam_dong, ministry, look):
    address = f"{SOURCE}?{NINE}&code=F.11&unit=P63-48"

    assert look(lam_dong, address).status_code == 404
    assert "30.000.000" in text_of(look(ministry, address))


def test_the_choices_of_place_are_the_persons_own(two_provinces, lam_dong, look):
    choices = str(look(lam_dong, OVERVIEW).context["form"]["place"])

    assert "P63-67" in choices and "P34-68" in choices
    assert "P63-48" not in choices and "MTTN" not in choices


# --- the screen says the figures -------------------------------------------------------------------------------------


def test_every_number_of_the_table_is_the_figure(volume, ministry, look):
    answer = look(ministry, f"{OVERVIEW}?{NINE}")
    found = figures(ask(period=BudgetPeriod.of_months(2023, 9), region="MTTN").question())
    shown = text_of(answer)
    for line, cells in answer.context["lines"]:
        tally = found.line(line.pk).tally.promotion
        assert [value for _, value, _ in cells[:3]] == [tally.plan, tally.done, tally.rate]
        assert format_money(tally.done, MILLION) in shown
    total = found.total.tally.promotion
    assert [value for _, value, _ in answer.context["total_cells"][:3]] == [
        total.plan,
        total.done,
        total.rate,
    ]
    assert format_percent(total.rate) in shown


def test_the_mark_of_illustrative_data_stands_at_the_totals(two_provinces, ministry, look):
    answer = look(ministry, f"{OVERVIEW}?{NINE}")

    assert answer.content.decode().count("SỐ LIỆU MINH HỌA") >= 4
    assert "Tổng cộng số liệu minh họa" in text_of(answer)


def test_each_figure_leads_to_entries_that_add_up_to_it(two_provinces, ministry, look):
    answer = look(ministry, f"{OVERVIEW}?{NINE}")
    addresses = {url for _, cells in answer.context["lines"] for _, _, url in cells if url}
    addresses |= {stat["source_url"] for stat in answer.context["stats"] if "source_url" in stat}
    pages = {address: look(ministry, address) for address in sorted(addresses)[::9] + [max(addresses)]}

    assert {page.status_code for page in pages.values()} == {200}
    assert [address for address, page in pages.items() if page.context.get("agrees") is False] == []
    assert all(parse_qs(urlsplit(address).query)["as_of"] for address in addresses)


def test_the_source_lists_project_basis_and_amount_and_can_be_taken_along(two_provinces, lam_dong, look):
    address = f"{SOURCE}?place=P34-68&year=2023&months=9&code=F.11"
    page, file = look(lam_dong, address), look(lam_dong, f"{address}&format=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(file.content)).active.values)

    assert "150.000.000 đồng" in text_of(page)
    assert "khớp" in text_of(page) and "không khớp" not in text_of(page)
    assert reverse("project_detail", args=[two_provinces[0].code]) in page.content.decode()
    assert rows[-1][-2:] == ("Giải ngân", 150_000_000)
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.EXPORTED, user=lam_dong).count() == 1


def test_a_ratio_shows_the_two_figures_that_it_divides(two_provinces, ministry, look):
    answer = look(ministry, f"{SOURCE}?{NINE}&code=F.12&unit=P63-67")

    assert answer.context["value"] == "75"
    assert [number for _, number, _, _ in answer.context["parts"]] == ["150.000.000", "200.000.000"]


def test_before_the_first_posting_there_is_no_data_and_no_zero(two_provinces, ministry, look):
    for path in (OVERVIEW, REPORT):
        words = text_of(look(ministry, f"{path}?{NINE}&as_of=0"))
        assert "Chưa có dữ liệu" in words and "triệu đồng" not in words


def test_a_later_entry_does_not_change_what_was_seen_at_a_number(two_provinces, ministry, write, look):
    before = look(ministry, f"{OVERVIEW}?{NINE}").context["asked"].posting
    write(money(two_provinces[0], Stage.PAID, 20_000_000, on=date(2023, 9, 1)))

    assert "180,0 triệu đồng" in text_of(look(ministry, f"{OVERVIEW}?{NINE}&as_of={before}"))
    assert "200,0 triệu đồng" in text_of(look(ministry, f"{OVERVIEW}?{NINE}"))


# --- the conference report -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("annex", ["1", "2", "3", "4"])
def test_each_annex_is_a_page_with_links_to_the_others(two_provinces, ministry, look, annex):
    answer = look(ministry, f"{REPORT}?{NINE}&annex={annex}")

    assert answer.context["annex"] == annex
    assert len(answer.context["tabs"]) == 4
    assert "CÁC TỈNH, THÀNH PHỐ KHU VỰC MIỀN TRUNG - TÂY NGUYÊN NĂM 2022 VÀ 9 THÁNG ĐẦU NĂM 2023" in text_of(
        answer
    )


def test_an_annex_that_does_not_exist_is_a_404(two_provinces, ministry, look):
    assert look(ministry, f"{REPORT}?{NINE}&annex=5").status_code == 404


def test_the_workbook_holds_the_persons_rows_alone_and_is_logged(two_provinces, lam_dong, look):
    answer = look(lam_dong, f"{WORKBOOK}?{NINE}")
    book = openpyxl.load_workbook(BytesIO(answer.content), data_only=True)
    names = [row[1] for row in book["PL II"].iter_rows(values_only=True)]

    assert answer["Content-Disposition"].startswith('attachment; filename="PL-hoi-nghi_MTTN_2023_9T_then_so-')
    assert answer["Cache-Control"] == "no-store, private"
    assert "Đắk Nông" in names and "Đà Nẵng" not in names
    event = AuditEvent.objects.get(kind=AuditEvent.Kind.EXPORTED)
    assert (event.user, event.detail["report"], event.detail["query"]["place"]) == (
        lam_dong,
        "conference",
        "MTTN",
    )


def test_a_conference_brings_its_periods_and_its_list_of_provinces(two_provinces, conference, ministry, look):
    answer = look(ministry, f"{REPORT}?conference=MTTN-KC-2023&annex=2")

    assert answer.context["asked"].period == BudgetPeriod.of_months(2023, 9)
    assert "Gồm 2 tỉnh, thành phố dự Hội nghị khuyến công" in text_of(answer)
    rows = [cells[1].text for _, cells in answer.context["table"].rows]
    assert rows == ["Đắk Nông", "Lâm Đồng", "TỔNG VÙNG", "CẢ NƯỚC", "Vùng / cả nước (%)"]
    assert "conference=MTTN-KC-2023" in answer.context["downloads"][0][1]


def test_an_unknown_conference_is_a_404(reference, ministry, look):
    assert look(ministry, f"{REPORT}?conference=KHONG-CO").status_code == 404


def test_without_a_question_the_report_page_offers_the_conferences(conference, ministry, look):
    answer = look(ministry, REPORT)

    assert [row.code for row in answer.context["conferences"]] == ["MTTN-KC-2023"]
    assert "table" not in answer.context


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("year=20x3", "Ghi năm bằng bốn chữ số, ví dụ 2023."),
        ("year=", "Hãy ghi năm, ví dụ 2023."),
        ("year=1899", "Năm từ 2000 đến 2100."),
        ("months=13", "Số tháng phải từ 1 đến 12."),
        ("until=31/2/2023", "Không có ngày 31/02/2023: tháng 2 năm 2023 chỉ có 28 ngày."),
        ("until=5/6/2022", "Ngày này không thuộc năm ngân sách 2023."),
        ("boundaries=64", "Hãy chọn một cách thể hiện địa giới trong danh sách."),
        ("as_of=h%C3%B4m+qua", "Ghi số bút toán hoặc ngày, ví dụ 1234 hoặc 26/10/2023."),
    ],
)
def test_what_is_not_understood_is_told_at_its_field_and_nothing_typed_is_lost(
    two_provinces, ministry, look, query, message
):
    name, _, typed = query.partition("=")
    asked = "&".join(part for part in NINE.split("&") if not part.startswith(f"{name}="))
    answer = look(ministry, f"{OVERVIEW}?{asked}&{query}")
    form = answer.context["form"]

    assert (answer.status_code, dict(form.errors)) == (200, {name: [message]})
    assert message in text_of(answer)
    assert form[name].value() == typed.replace("h%C3%B4m+qua", "hôm qua")
    assert "stats" not in answer.context


def test_5_6_2023_is_the_fifth_of_june(two_provinces, ministry, look):
    answer = look(ministry, f"{OVERVIEW}?{NINE}&until=5/6/2023")

    assert answer.context["asked"].period == BudgetPeriod(2023, date(2023, 6, 5))


def test_the_workbook_of_a_bad_question_leads_back_to_the_page_with_what_was_typed(
    two_provinces, ministry, look
):
    answer = look(ministry, f"{WORKBOOK}?place=MTTN&year=2023&months=99")

    assert (answer.status_code, answer["Location"]) == (302, f"{REPORT}?place=MTTN&year=2023&months=99")


@pytest.mark.parametrize(
    "query", ["code=F.99", "code=F.15", "code=", "code=F.11&unit=P63-99", "code=F.11&as_of=0"]
)
def test_a_figure_that_does_not_exist_has_no_source(two_provinces, ministry, look, query):
    assert look(ministry, f"{SOURCE}?{NINE}&{query}").status_code == 404


# --- how much is asked -----------------------------------------------------------------------------------------------

MOST = 15


@pytest.mark.parametrize("projects", [1, 3])
@pytest.mark.parametrize("person", ["lam_dong", "ministry", "centre"])
def test_no_page_asks_more_than_fifteen_queries_whatever_the_rows(
    request,
    conference,
    make_project,
    make_beneficiary,
    plan,
    client,
    projects,
    person,
    django_assert_max_num_queries,
):
    for _ in range(projects):
        project = make_project("P63-67", kind="group")
        make_beneficiary(project, f"Cơ sở {project.code}")
        plan(project, 50_000_000)
    client.force_login(request.getfixturevalue(person))
    question = "place=MTTN&year=2023&months=9&as_of=1"
    for address in (
        OVERVIEW,
        f"{OVERVIEW}?{question}",
        REPORT,
        *(f"{REPORT}?conference=MTTN-KC-2023&annex={n}&as_of={projects}" for n in "1234"),
        *(
            f"{SOURCE}?{question}&conference=MTTN-KC-2023&code={code}"
            for code in ("F.5", "F.11", "F.12", "F.1", "S.1", "I.1", "projects")
        ),
        PUBLISHED,
    ):
        with django_assert_max_num_queries(MOST, info=address):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    "path", [OVERVIEW, f"{OVERVIEW}?{NINE}", f"{REPORT}?{NINE}", f"{REPORT}?{NINE}&annex=4"]
)
def test_a_page_asks_the_same_whether_one_row_or_three(
    make_project, make_beneficiary, plan, ministry, client, path
):
    client.force_login(ministry)
    asked = []
    for _ in range(2):
        for _ in range(1 + len(asked)):
            project = make_project()
            make_beneficiary(project, f"Cơ sở {project.code}")
            plan(project, 50_000_000)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        asked.append(len(queries))

    assert asked[0] == asked[1]

"""The pages of the annexes and their workbook: what each person gets, what bad input gets."""

from io import BytesIO

import openpyxl
import pytest

from accounts.models import AuditEvent
from programs.periods import BudgetPeriod
from reports.tests.pages import NINE, REPORT, WORKBOOK, text_of


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

    assert answer["Content-Disposition"].startswith(
        'attachment; filename="PL-hoi-nghi_pham-vi-so-cong-thuong-lam-dong_MTTN_2023_9T_then_so-'
    )
    assert answer["Cache-Control"] == "no-store, private"
    assert "Đắk Nông" in names and "Gia Lai" not in names
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


def test_the_workbook_of_a_bad_question_leads_back_to_the_page_with_what_was_typed(
    two_provinces, ministry, look
):
    answer = look(ministry, f"{WORKBOOK}?place=MTTN&year=2023&months=99")

    assert (answer.status_code, answer["Location"]) == (302, f"{REPORT}?place=MTTN&year=2023&months=99")

"""What is nobody's or a part says so: an ended place on every page, a part of the country in every title and file."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEvent
from conferences.models import Conference
from khuyencong.tests.addresses import ROUTES, address, client_of
from programs.standing import NOT_A_ZERO

pytestmark = pytest.mark.django_db
WHOLE = ("cả nước", "ca-nuoc", "ca nuoc")
SHARE_OF_A_REGION = (
    "tỷ trọng của vùng trong kinh phí khuyến công cả nước"  # the name of a row, not of what is held
)
LIST_PAGES = ("business_list", "project_list", "result_list", "closure_list")


@pytest.mark.parametrize(
    ("role", "words"), [("ended", "đã kết thúc ngày 19/05/2026"), ("nobody", "chưa được phân công")]
)
def test_every_page_says_why_nothing_is_in_reach(scene, logged, role, words):
    client, silent, pages = client_of(scene, role), [], 0
    for name in ROUTES:
        answer = client.get(address(name, scene, scene.own))
        if answer.status_code == 200 and name not in (
            "healthz",
            "readyz",
            "password_reset_done",
            "password_reset_complete",
        ):
            plain = "layouts/plain.html" in {template.name for template in answer.templates}
            pages += 1
            if not plain and (words not in answer.text or NOT_A_ZERO not in answer.text):
                silent.append(name)
    assert (silent, pages > 8) == ([], True)


@pytest.mark.parametrize(("name", "status"), [("project_detail", 404), ("business_create", 403)])
def test_page_that_refuses_says_it_too(scene, name, status):
    """The bookmark of yesterday's project, the form of yesterday's work."""
    answer = client_of(scene, "ended").get(address(name, scene, scene.own))

    assert answer.status_code == status
    assert "đã kết thúc ngày 19/05/2026" in answer.text and "Liên hệ" in answer.text


def test_page_of_somebody_who_works_here_says_nothing_of_it(scene):
    assert NOT_A_ZERO not in client_of(scene, "viewer").get("/").text
    assert NOT_A_ZERO not in client_of(scene, "viewer").get("/khong-co/").text


@pytest.mark.parametrize("name", LIST_PAGES)
def test_list_of_nobody_is_no_empty_list(scene, name):
    client = client_of(scene, "ended")
    page = client.get(reverse(name))
    assert "Hôm nay anh/chị chưa phụ trách nơi nào" in page.text
    assert not any(
        words in page.text
        for words in ("Chưa có cơ sở", "Chưa có đề án", "Chưa có kỳ", "Không có dòng", "Xuất Excel")
    )
    if name != "closure_list":
        assert client.get(reverse(name), {"format": "xlsx"}).status_code == 302


def test_home_of_nobody_does_not_say_that_nothing_waits(scene):
    assert "Không có việc chờ" not in client_of(scene, "ended").get("/").text


def test_report_of_nobody_is_no_report_of_zeros(scene):
    client = client_of(scene, "ended")
    for place in ("", "place=all&", "place=MTTN&"):
        page = client.get(f"{reverse('overview')}?{place}year=2026")
        assert page.context["asked"] is None
        assert "đã kết thúc ngày 19/05/2026" in page.context["form"].errors["place"][0]
        assert client.get(f"{reverse('conference_report_xlsx')}?{place}year=2026").status_code == 302
        assert client.get(f"{reverse('figure_source')}?{place}year=2026&code=F.16").status_code == 404
    assert not AuditEvent.objects.filter(kind=AuditEvent.Kind.EXPORTED).exists()


def test_region_of_others_is_no_report_of_zeros(scene):
    page = client_of(scene, "officer").get(f"{reverse('overview')}?place=DBSH&year=2026")
    if page.status_code == 200:
        assert page.context["asked"] is None
        assert "Sở Công Thương Lâm Đồng. Hãy chọn nơi khác." in page.context["form"].errors["place"][0]


# ------------------------------------------------------------------------------------------- a part of the country


@pytest.mark.parametrize(
    ("role", "whose"),
    [("officer", "Sở Công Thương Lâm Đồng"), ("viewer", "Sở Công Thương Lâm Đồng"), ("centre", None)],
)
def test_part_of_the_country_is_titled_and_filed_as_the_part_it_is(scene, role, whose):
    """On the pages, in the workbook's name, sheets and properties, in the file of sources."""
    whose = whose or scene.people["centre"].memberships.get().department.name
    client, query = client_of(scene, role), "place=all&year=2026"
    heading = f"CÁC TỈNH, THÀNH PHỐ THUỘC PHẠM VI CỦA {whose.upper()} NĂM"
    page = client.get(f"{reverse('conference_report')}?{query}&annex=1")
    assert heading in page.text
    assert (
        f"Tổng quan các tỉnh, thành phố thuộc phạm vi của {whose}"
        in client.get(f"{reverse('overview')}?{query}").text
    )

    file = client.get(f"{reverse('conference_report_xlsx')}?{query}")
    source = client.get(f"{reverse('figure_source')}?{query}&code=F.16&format=xlsx")
    for answer in (file, source):
        name, parts = answer["Content-Disposition"], ZipFile(BytesIO(answer.content))
        told = name + "".join(
            parts.read(part).decode() for part in parts.namelist() if part.endswith(("xml", "rels"))
        )
        assert "pham-vi-" in name and whose in told.replace("SỞ", "Sở") or whose.upper() in told
        assert not [words for words in WHOLE if words in told.lower().replace(SHARE_OF_A_REGION, "")]
    assert heading in str(
        [row for row in load_workbook(BytesIO(file.content))["PL I"].iter_rows(values_only=True)]
    )


def test_part_of_a_region_says_whose_it_is(scene):
    answer = client_of(scene, "officer").get(f"{reverse('conference_report')}?place=MTTN&year=2026&annex=2")
    assert "THUỘC PHẠM VI CỦA SỞ CÔNG THƯƠNG LÂM ĐỒNG (KHU VỰC MIỀN TRUNG - TÂY NGUYÊN)" in answer.text


def test_whole_of_the_country_is_still_called_so(scene):
    client, query = client_of(scene, "ministry"), "place=all&year=2026"
    assert "TRONG CẢ NƯỚC NĂM" in client.get(f"{reverse('conference_report')}?{query}&annex=1").text
    assert "CA-NUOC" in client.get(f"{reverse('conference_report_xlsx')}?{query}")["Content-Disposition"]


def test_list_of_a_conference_without_a_region_is_not_the_country(scene):
    Conference.objects.filter(pk=scene.conference.pk).update(region=None)
    client, query = client_of(scene, "ministry"), f"conference={scene.conference.code}&place=all&year=2026"
    page = client.get(f"{reverse('conference_report')}?{query}&annex=2")
    assert "CÁC TỈNH, THÀNH PHỐ DỰ HỘI NGHỊ" in page.text
    assert "CẢ NƯỚC" not in page.text
    assert "CA-NUOC" not in client.get(f"{reverse('conference_report_xlsx')}?{query}")["Content-Disposition"]

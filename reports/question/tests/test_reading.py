"""What a page of reports is asked for: what it begins with, whose places it offers, what is not understood."""

import re
from datetime import date

import pytest

from programs.periods import BudgetPeriod
from reports.tests.pages import NINE, OVERVIEW, REPORT, SOURCE, WORKBOOK, lines_on, text_of


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
    assert "Gia Lai" not in [tile["name"] for tile in answer.context["map"].tiles if tile["url"]]


def test_a_regional_centre_begins_with_its_region(two_provinces, centre, look):
    answer = look(centre, OVERVIEW)

    assert answer.context["place"] == "khu vực Miền Trung - Tây Nguyên"
    assert "180,0 triệu đồng" in text_of(answer)


@pytest.mark.parametrize("path", [OVERVIEW, REPORT, SOURCE, WORKBOOK])
@pytest.mark.parametrize("place", ["P63-64", "P34-52", "P63-99", "TAY"])
def test_a_province_out_of_sight_is_a_404_like_a_missing_one(two_provinces, lam_dong, look, path, place):
    assert look(lam_dong, f"{path}?place={place}&year=2023&months=9&code=F.11").status_code == 404


def test_the_choices_of_place_are_the_persons_own(two_provinces, lam_dong, look):
    choices = str(look(lam_dong, OVERVIEW).context["form"]["place"])

    assert "P63-67" in choices and "P34-68" in choices
    assert "P63-64" not in choices and "MTTN" not in choices


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("year=20x3", "Hãy ghi năm bằng bốn chữ số, ví dụ 2023."),
        ("year=", "Hãy ghi năm, ví dụ 2023."),
        ("year=1899", "Năm phải từ 1990 đến 2100."),
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


@pytest.mark.parametrize("page", [OVERVIEW, REPORT])
def test_what_a_control_says_it_is_described_by_stands_on_the_page(two_provinces, ministry, look, page):
    words = look(ministry, f"{page}?{NINE}&as_of=zz").content.decode()
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', words) for name in names.split()}

    assert described >= {"id_as_of_helptext", "id_as_of_error"}
    assert described <= set(re.findall(r' id="([^"]+)"', words))


# --- lũy kế ----------------------------------------------------------------------------------------------------------


def test_luy_ke_of_several_years_is_asked_on_the_page_and_kept_in_its_links(two_provinces, ministry, look):
    answer = look(ministry, f"{OVERVIEW}?{NINE}&from_year=2021")

    assert answer.context["asked"].period == BudgetPeriod(2023, date(2023, 9, 30), 2021)
    assert answer.context["period"] == "Giai đoạn 2021 - 2023 (đến 30/09/2023)"
    assert "from_year=2021" in answer.context["stats"][0]["source_url"]
    assert "from_year=2021" in answer.context["conference_url"]
    behind = look(ministry, answer.context["stats"][0]["source_url"])
    assert "Giai đoạn 2021 - 2023 (đến 30/09/2023)" in text_of(behind)


def test_luy_ke_that_begins_after_its_end_is_told_at_its_field(two_provinces, ministry, look):
    answer = look(ministry, f"{OVERVIEW}?{NINE}&from_year=2024")

    assert dict(answer.context["form"].errors) == {
        "from_year": ["Năm đầu của lũy kế phải không sau năm cuối."]
    }


def test_the_annexes_of_luy_ke_review_the_whole_years_before_and_the_stretch(two_provinces, ministry, look):
    answer = look(ministry, f"{REPORT}?{NINE}&from_year=2021&annex=2")
    words = text_of(answer)

    assert "Giai đoạn 2021 - 2022" in words and "Giai đoạn 2021 - 2023 (đến 30/09/2023)" in words
    assert "Kế hoạch giai đoạn" in words


def test_a_page_takes_a_moment_as_its_as_of_too(two_provinces, ministry, look):
    answer = look(ministry, f"{OVERVIEW}?{NINE}&as_of=2001-01-01T08:00")

    assert answer.context["form"].errors == {}
    assert answer.context["asked"].posting == 0

from datetime import date

import pytest

from conferences.models import ConferenceSource


def text_of(response):
    return response.content.decode()


def titles(response):
    return [
        {cell.column.heading: cell.text for cell in row["cells"]}["Hội nghị"]
        for row in response.context["rows"]
    ]


LIST_QUERIES = 9
DETAIL_QUERIES = 14  # the last one is the line of who looked at delegates
XIII = "Hội nghị khuyến công khu vực Miền Trung - Tây Nguyên lần thứ XIII, năm 2023"


def test_pages_ask_for_sign_in(client, world):
    for address in ("/conferences/", "/conferences/MTTN-KC-2023/"):
        assert client.get(address).url == f"/accounts/login/?next={address}"


def test_list_shows_the_latest_first(as_, binh, make_conference):
    make_conference("MTTN-KC-2022", edition=12)
    page = as_(binh).get("/conferences/")
    assert titles(page) == [XIII, XIII.replace("XIII, năm 2023", "XII, năm 2022")]
    assert "Chưa có hội nghị nào được lên lịch." in text_of(page)


def test_list_finds_without_accents_and_filters(as_, binh, world, make_conference):
    make_conference("PN-KC-2022", region=world.south)
    client = as_(binh)
    assert titles(client.get("/conferences/", {"q": "gia nghia"})) == [XIII]
    south = ["Hội nghị khuyến công khu vực phía Nam, năm 2022"]
    assert titles(client.get("/conferences/", {"region": world.south.pk})) == south
    assert titles(client.get("/conferences/", {"series": world.series.pk, "q": "phia nam"})) == south
    assert titles(client.get("/conferences/", {"time": "upcoming"})) == []
    assert len(titles(client.get("/conferences/", {"time": "past"}))) == 2


def test_list_says_what_to_do_when_nothing_is_found(as_, binh):
    page = text_of(as_(binh).get("/conferences/", {"q": "không có"}))
    assert "Không có dòng nào" in page
    assert "Sắp tới</h2>" not in page


def test_list_shows_conferences_to_come_on_top(as_, binh, make_conference, today_is):
    today_is(date(2026, 5, 20))
    soon = date(2026, 6, 9)
    make_conference("MTTN-KC-SOON", year=soon.year, date_precision="day", starts_on=soon, city="Tuy Hòa")
    page = as_(binh).get("/conferences/")
    assert [row.code for row in page.context["upcoming"]] == ["MTTN-KC-SOON"]
    assert f"{soon:%d/%m/%Y} · Tuy Hòa" in text_of(page)


def test_list_marks_numbers_that_hold_illustrative_people(as_, binh, make_delegate):
    make_delegate("Đại biểu 01", illustrative=True)
    make_delegate("Lê Thị Hồng")
    row = as_(binh).get("/conferences/").context["rows"][0]
    assert {cell.column.heading: cell.text for cell in row["cells"]}["Đại biểu"] == "2 (minh họa 1)"


def test_list_is_handed_out_as_a_workbook(as_, binh):
    response = as_(binh).get("/conferences/", {"format": "xlsx"})
    assert response.headers["Content-Disposition"].startswith('attachment; filename="hoi-nghi-')
    assert response.content[:2] == b"PK"


def test_detail_is_a_poster(as_, binh):
    page = text_of(as_(binh).get("/conferences/MTTN-KC-2023/"))
    assert f"<h1>{XIII}</h1>" in page
    assert "<strong>XIII</strong>" in page
    assert "chiều 26/10/2023" in page
    assert "Gia Nghĩa, Đắk Nông" in page
    assert "năm 2022 và 9 tháng đầu năm 2023" in page
    assert "Tỉnh, thành phố tham dự (3)" in page


def test_detail_says_what_is_not_known(as_, binh, make_conference):
    make_conference("PB-KC-2016", year=2016)
    page = text_of(as_(binh).get("/conferences/PB-KC-2016/"))
    for words in (
        "chưa rõ nơi họp",
        "Nguồn công bố không nêu người chủ trì.",
        "Chưa có danh sách tỉnh, thành phố tham dự.",
        "Chưa có đoàn đại biểu",
        "Chưa ghi nguồn.",
    ):
        assert words in page


def test_detail_names_the_people_of_ones_own_delegation_only(as_, make_delegation, make_delegate, an, binh):
    make_delegate("Phạm Người Đắk Nông", make_delegation(order=1))
    own = text_of(as_(an).get("/conferences/MTTN-KC-2023/"))
    other = text_of(as_(binh).get("/conferences/MTTN-KC-2023/"))
    assert "Phạm Người Đắk Nông" in own
    assert "Phạm Người Đắk Nông" not in other
    assert "1 đoàn · 1 người có tên" in own
    assert "1 đoàn · 1 người có tên" in other
    assert "Họ tên chỉ hiển thị với tỉnh, thành phố cử đoàn và cơ quan trung ương." in other


def test_detail_keeps_each_source_with_what_it_says(as_, binh, world):
    ConferenceSource.objects.create(
        conference=world.conference, url="https://a.vn/1", delegate_count="trên 200"
    )
    ConferenceSource.objects.create(
        conference=world.conference, url="https://b.vn/2", delegate_count="hơn 250"
    )
    page = text_of(as_(binh).get("/conferences/MTTN-KC-2023/"))
    assert "trên 200" in page
    assert "hơn 250" in page


def test_detail_offers_editing_to_those_who_may(as_, minh, chi):
    assert "Sửa hội nghị, đại biểu" in text_of(as_(minh).get("/conferences/MTTN-KC-2023/"))
    assert "Sửa hội nghị, đại biểu" not in text_of(as_(chi).get("/conferences/MTTN-KC-2023/"))


def test_detail_of_an_unknown_code_is_missing(as_, binh):
    assert as_(binh).get("/conferences/KHONG-CO/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_questions(as_, binh, make_conference, rows, django_assert_num_queries):
    for number in range(rows - 1):
        make_conference(f"MTTN-KC-20{number:02}", starts_on=date(2022, 1, 1), date_precision="day")
    client = as_(binh)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(titles(client.get("/conferences/"))) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_detail_asks_the_same_number_of_questions(
    as_, an, world, make_delegation, make_delegate, rows, django_assert_num_queries
):
    for number, unit in enumerate([world.dak_nong, world.lam_dong, world.gia_lai][:rows]):
        delegation = make_delegation(unit, order=number)
        for person in range(rows):
            make_delegate(f"Đại biểu {person}", delegation)
        ConferenceSource.objects.create(conference=world.conference, url=f"https://a.vn/{number}")
    client = as_(an)
    with django_assert_num_queries(DETAIL_QUERIES):
        assert client.get("/conferences/MTTN-KC-2023/").status_code == 200

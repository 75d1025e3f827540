from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conferences.choices import DatePrecision, DelegationStatus, EditionBasis
from conferences.models import (
    Conference,
    ConferenceChair,
    ConferenceSource,
    Delegate,
    DelegateGroup,
    Delegation,
    DelegationPlaces,
    ParticipatingUnit,
)
from conferences.tests.conftest import DAY, make_province
from programs.choices import ProvinceKind
from programs.models import ProvinceName


def errors_of(row):
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.messages


# ------------------------------------------------------------------------------------------------- conferences


def test_conference_is_announced_with_its_stored_edition(world):
    conference = world.conference
    assert conference.name == "Hội nghị khuyến công khu vực Miền Trung - Tây Nguyên lần thứ XIII, năm 2023"
    assert conference.short_name == "Khuyến công vùng lần thứ XIII – Miền Trung - Tây Nguyên, 2023"
    assert conference.get_absolute_url() == "/conferences/MTTN-KC-2023/"


def test_conference_without_edition_is_named_by_its_year(make_conference):
    conference = make_conference("VN-QG-2022", region=None, title="Hội nghị khuyến công toàn quốc")
    assert conference.name == conference.short_name == "Hội nghị khuyến công toàn quốc, năm 2022"


def test_series_writes_a_direction_small_inside_the_title(world, make_conference):
    conference = make_conference("PN-KC-2022", region=world.south)
    assert conference.title == "Hội nghị khuyến công khu vực phía Nam"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"starts_on": date(2022, 10, 26)}, "26/10/2022"),
        ({"starts_on": date(2022, 10, 26), "day_part": "morning"}, "sáng 26/10/2022"),
        ({"starts_on": date(2022, 10, 26), "day_part": "afternoon"}, "chiều 26/10/2022"),
        ({"starts_on": date(2022, 8, 18), "ends_on": date(2022, 8, 19)}, "18/08–19/08/2022"),
        ({"starts_on": date(2022, 7, 1), "date_precision": "month"}, "tháng 7/2022"),
        (
            {"starts_on": date(2022, 7, 1), "date_precision": "month", "date_estimated": True},
            "khoảng tháng 7/2022",
        ),
        ({"starts_on": date(2022, 7, 13), "date_precision": "before"}, "trước 13/07/2022"),
        ({"date_precision": "year"}, "năm 2022"),
    ],
)
def test_conference_says_its_date_with_no_more_precision_than_is_known(world, values, words):
    conference = Conference(series=world.series, year=2022, **{"date_precision": "day"} | values)
    assert conference.when == words


@pytest.mark.parametrize(
    ("year", "months", "words"),
    [
        (2022, 9, "năm 2022 và 9 tháng đầu năm 2023"),
        (None, 7, "7 tháng đầu năm 2023"),
        (2022, None, "năm 2022"),
        (2022, 12, "năm 2022 và năm 2023"),
        (None, None, ""),
    ],
)
def test_conference_says_what_it_reviews(world, year, months, words):
    conference = Conference(series=world.series, year=2023, review_year=year, review_months=months)
    assert conference.reviewed == words


def test_conference_says_each_place_once(world):
    conference = Conference(series=world.series, year=2025, city="Đà Nẵng", host_name="Đà Nẵng")
    assert conference.where == "Đà Nẵng"


def test_conference_keeps_the_hosts_name_of_the_day(make_conference):
    hue = make_province("P63-46", "Huế")
    ProvinceName.objects.create(
        province=hue,
        name="Thừa Thiên Huế",
        kind=ProvinceKind.PROVINCE,
        valid_from=date(2008, 8, 1),
        valid_to=date(2024, 12, 31),
    )
    assert make_conference("MTTN-CT-2015", year=2015, host=hue).host_name == "Thừa Thiên Huế"


def test_conference_refuses_a_host_that_did_not_exist_on_the_day(world):
    conference = world.conference
    conference.host = world.new_lam_dong
    assert errors_of(conference) == ["Lâm Đồng không phải đơn vị hành chính vào ngày họp."]


def test_conference_refuses_a_date_outside_its_year(world):
    world.conference.year = 2022
    assert "Ngày họp phải thuộc năm của hội nghị." in errors_of(world.conference)


def test_conference_refuses_a_review_after_its_year(world):
    world.conference.review_year = 2024
    assert errors_of(world.conference) == ["Năm đánh giá phải không sau năm họp."]


def test_conference_refuses_a_date_that_does_not_fit_its_precision(world):
    world.conference.date_precision = DatePrecision.YEAR
    message = "Chỉ biết năm thì để trống ngày họp; các mức khác phải ghi ngày họp."
    assert errors_of(world.conference) == [message]


def test_conference_refuses_an_end_before_its_start(world):
    world.conference.ends_on = date(2023, 10, 25)
    assert errors_of(world.conference) == ["Ngày kết thúc phải không trước ngày họp."]


def test_conference_refuses_the_same_edition_twice_in_a_region(world):
    again = Conference(
        code="MTTN-KC-2024",
        series=world.series,
        region=world.region,
        edition=13,
        year=2024,
        date_precision="year",
    )
    assert errors_of(again) == ["Loạt hội nghị của vùng này đã có lần thứ này."]


def test_conference_marks_an_edition_that_is_only_inferred(world):
    world.conference.edition_basis = EditionBasis.INFERRED
    assert world.conference.edition_inferred
    world.conference.edition = None
    assert not world.conference.edition_inferred


def test_conference_accepts_itself_as_loaded(world):
    world.conference.full_clean()
    assert world.conference.day == DAY


# ------------------------------------------------------------------------------------------------- particulars


def test_participating_unit_refuses_a_province_of_another_era(world):
    row = ParticipatingUnit(conference=world.conference, unit=world.new_gia_lai)
    assert errors_of(row) == ["Gia Lai không phải đơn vị hành chính vào ngày họp."]


def test_participating_unit_stands_once(world):
    row = ParticipatingUnit(conference=world.conference, unit=world.gia_lai)
    assert errors_of(row) == ["Tỉnh, thành phố này đã có trong hội nghị."]


def test_source_tells_only_what_it_states(world):
    source = ConferenceSource(
        url="https://www.baocantho.com.vn/a", topics="Kết quả 2018", note="ghi lần thứ 6"
    )
    assert source.publisher == "baocantho.com.vn"
    assert source.sayings == [
        ("Nội dung", "Kết quả 2018"),
        ("Khác với nguồn khác, ghi chú", "ghi lần thứ 6"),
    ]


def test_chair_is_named_once(world):
    ConferenceChair.objects.create(
        conference=world.conference, order=1, full_name="Nguyễn Bá Út", side="host"
    )
    again = ConferenceChair(conference=world.conference, order=2, full_name="Nguyễn  Bá Út ", side="host")
    assert errors_of(again) == ["Người này đã có trong danh sách chủ trì."]


# ------------------------------------------------------------------------------------------------- delegations


def test_group_refuses_two_rows_of_one_code_at_a_time(world):
    again = DelegateGroup(code="lanh-dao-so", name="Lãnh đạo Sở", valid_from=date(2020, 1, 1))
    assert errors_of(again) == ["Khoảng thời gian hiệu lực trùng với một dòng đã có."]


def test_delegation_takes_the_provinces_name_of_the_day(make_delegation):
    delegation = make_delegation()
    assert str(delegation) == "Đoàn Lâm Đồng"
    assert delegation.status == DelegationStatus.DRAFTED


def test_delegation_comes_from_a_participating_province(world):
    elsewhere = make_province("P63-01", "Hà Nội")
    row = Delegation(conference=world.conference, unit=elsewhere)
    assert errors_of(row) == [
        "Hà Nội (đến 30/06/2025) không có trong danh sách tỉnh, thành phố tham dự hội nghị này."
    ]


def test_delegation_stands_once(world, make_delegation):
    make_delegation()
    again = Delegation(conference=world.conference, unit=world.lam_dong)
    assert errors_of(again) == ["Tỉnh, thành phố này đã có đoàn ở hội nghị này."]


def test_places_stay_within_the_quota(world, make_delegation):
    row = DelegationPlaces(delegation=make_delegation(), group=world.leaders, count=3, quota=2)
    assert errors_of(row) == ["Số người cử vượt chỉ tiêu tối đa của nhóm."]


def test_groups_of_the_host_are_for_the_host(world, make_delegation):
    host = make_delegation(world.dak_nong)
    DelegationPlaces(delegation=host, group=world.host_centre, count=4).full_clean()
    guest = DelegationPlaces(delegation=make_delegation(), group=world.host_centre, count=4)
    assert errors_of(guest) == ["Nhóm này chỉ dành cho đoàn chủ nhà."]


def test_groups_end_with_their_dates(world, make_conference):
    later = make_conference("MTTN-KC-2025", year=2025)
    delegate = Delegate(conference=later, group=world.offices, full_name="Đại biểu 01")
    assert errors_of(delegate) == ["Nhóm này không có hiệu lực vào ngày 31/12/2025."]


# --------------------------------------------------------------------------------------------------- delegates


@pytest.mark.parametrize("typed", ["Nguyễn Văn Hoà", "nguyễn văn hòa", "Nguyê\u0303n Va\u0306n Ho\u0300a"])
def test_delegate_stands_once_in_a_delegation_however_it_is_typed(
    world, make_delegation, make_delegate, typed
):
    delegation = make_delegation()
    make_delegate("Nguyễn Văn Hòa", delegation)
    again = Delegate(conference=world.conference, delegation=delegation, group=world.leaders, full_name=typed)
    message = "Người này đã có trong đoàn. Hai người trùng họ tên thì ghi thêm để phân biệt."
    assert errors_of(again) == [message]


def test_delegate_is_kept_single_by_the_database_too(make_delegation, make_delegate):
    delegation = make_delegation()
    make_delegate("Lê Thị Hồng", delegation)
    make_delegate("Lê Thị Hồng")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_delegate("lê thị  hồng", delegation)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_delegate("LÊ THỊ HỒNG")
    assert Delegate.objects.count() == 2


def test_delegate_of_the_same_name_may_stand_in_another_delegation(world, make_delegation, make_delegate):
    make_delegate("Lê Thị Hồng", make_delegation())
    other = Delegate(
        conference=world.conference,
        delegation=make_delegation(world.gia_lai),
        group=world.leaders,
        full_name="Lê Thị Hồng",
    )
    other.full_clean()
    other.save()
    assert Delegate.objects.filter(full_name="Lê Thị Hồng").count() == 2


def test_delegate_belongs_to_the_conference_of_the_delegation(world, make_conference, make_delegation):
    other = make_conference("MTTN-KC-2022")
    row = Delegate(
        conference=other, delegation=make_delegation(), group=world.leaders, full_name="Đại biểu 01"
    )
    assert errors_of(row) == ["Đoàn này thuộc hội nghị khác."]


def test_delegate_pinned_by_hand_needs_a_reason(world):
    row = Delegate(conference=world.conference, group=world.leaders, full_name="Đại biểu 01", pin=1)
    assert errors_of(row) == ["Ấn định thứ tự thì phải ghi lý do."]


def test_delegate_beyond_the_quota_is_refused_unless_somebody_declined(world, make_delegation, make_delegate):
    delegation = make_delegation()
    DelegationPlaces.objects.create(delegation=delegation, group=world.leaders, quota=1)
    first = make_delegate("Đại biểu 01", delegation)
    second = Delegate(
        conference=world.conference, delegation=delegation, group=world.leaders, full_name="Đại biểu 02"
    )
    assert errors_of(second) == ["Nhóm này của đoàn đã đủ chỉ tiêu 1 người."]
    first.answer = "declines"
    first.save()
    second.full_clean()

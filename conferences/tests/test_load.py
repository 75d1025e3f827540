from itertools import chain

import pytest
from django.core.exceptions import ValidationError

from conferences.models import (
    Conference,
    ConferenceSource,
    Delegate,
    DelegateGroup,
    Delegation,
    DelegationPlaces,
    ParticipatingUnit,
)
from conferences.reference.load import load_conferences
from programs.choices import DatabaseKind
from programs.models import Installation, Province, ProvinceName, Region
from programs.reference.loader import load
from programs.reference.tables import TABLES


@pytest.fixture
def provinces(db):
    load(tuple(table for table in TABLES if table.model in (Region, Province, ProvinceName)))


@pytest.fixture
def xiii(provinces):
    load_conferences(illustrative=False)
    return Conference.objects.get(code="MTTN-KC-2023")


def test_load_adds_every_edition_and_a_source_for_each_row_once(provinces):
    assert load_conferences() == {
        "loạt hội nghị": 4,
        "nhóm đại biểu": 9,
        "hội nghị": 22,
        "nguồn": 27,
        "người chủ trì": 23,
        "tỉnh, thành phố tham dự": 30,
        "đoàn đại biểu": 15,
        "số người của nhóm": 9,
        "đại biểu": 121,
    }
    assert load_conferences() == {}


def test_load_leaves_rows_that_are_valid_by_the_rules_of_the_forms(provinces):
    load_conferences()
    tables = (Conference, ConferenceSource, ParticipatingUnit, DelegateGroup, Delegation, DelegationPlaces)
    refused = {}
    for row in chain.from_iterable(table.objects.all() for table in (*tables, Delegate)):
        try:
            row.full_clean()
        except ValidationError as problem:
            refused[str(row)] = problem.messages
    assert refused == {}


def test_load_leaves_what_people_edited(xiii):
    xiii.venue = "Hội trường tỉnh"
    xiii.save()
    assert load_conferences(illustrative=False) == {}
    xiii.refresh_from_db()
    assert xiii.venue == "Hội trường tỉnh"


def test_load_knows_the_xiii_conference(xiii):
    assert xiii.name == (
        "Hội nghị khuyến công các tỉnh, thành phố khu vực Miền Trung - Tây Nguyên lần thứ XIII, năm 2023"
    )
    assert (xiii.when, xiii.where) == ("chiều 26/10/2023", "Gia Nghĩa, Đắk Nông")
    assert xiii.reviewed == "năm 2022 và 9 tháng đầu năm 2023"
    assert [(chair.full_name, chair.side) for chair in xiii.chairs.all()] == [
        ("Ngô Quang Trung", "centre"),
        ("Nguyễn Bá Út", "host"),
        ("Nguyễn Văn Thịnh", "centre"),
    ]
    assert len(xiii.topic_lines) == 4
    assert xiii.sources.count() == 2


def test_load_names_the_provinces_as_on_the_day(xiii):
    assert [row.name for row in xiii.participants.all()] == [
        "Quảng Bình",
        "Quảng Trị",
        "Thừa Thiên Huế",
        "Đà Nẵng",
        "Quảng Nam",
        "Quảng Ngãi",
        "Bình Định",
        "Phú Yên",
        "Khánh Hòa",
        "Ninh Thuận",
        "Đắk Lắk",
        "Đắk Nông",
        "Gia Lai",
        "Kon Tum",
        "Lâm Đồng",
    ]


def test_load_names_only_the_two_people_of_quang_nam_who_were_published(xiii):
    people = [(row.full_name, row.position, row.delegation.name) for row in Delegate.objects.all()]
    assert sorted(people) == [
        ("Nguyễn Thanh Quang", "Phó Giám đốc Sở", "Quảng Nam"),
        ("Đinh Văn Phúc", "Giám đốc Trung tâm", "Quảng Nam"),
    ]
    places = DelegationPlaces.objects.filter(delegation__name="Quảng Nam").order_by("group__order")
    assert [(row.group.code, row.count) for row in places] == [
        ("lanh-dao-so", 1),
        ("don-vi-su-nghiep", 1),
        ("phong-chuyen-mon", None),
    ]


def test_load_gives_the_host_its_own_groups(xiii):
    host = xiii.delegations.get(unit=xiii.host)
    own = [row.group.code for row in host.places.filter(group__host_only=True).order_by("group__order")]
    assert own == ["trung-tam-chu-nha", "ubnd-huyen", "doanh-nghiep-tieu-bieu"]


def test_load_keeps_dates_that_are_not_known_to_the_day(xiii):
    when = {row.code: row.when for row in Conference.objects.all()}
    assert when["MTTN-KC-2016"] == "tháng 7/2016"
    assert when["MTTN-KC-2017"] == "khoảng tháng 7/2017"
    assert when["PN-KC-2019"] == "trước 13/07/2019"
    assert when["PB-KC-2016"] == "năm 2016"
    assert when["PN-KC-2012u"] == "khoảng 10/10/2012"


def test_load_marks_editions_that_are_inferred(xiii):
    inferred = Conference.objects.filter(edition_basis="inferred").order_by("code")
    assert [(row.code, row.roman) for row in inferred] == [
        ("MTTN-KC-2017", "VIII"),
        ("PN-KC-2017", "VIII"),
        ("PN-KC-2019", "X"),
    ]


def test_load_calls_illustrative_delegates_by_role_and_marks_them(provinces):
    load_conferences()
    invented = Delegate.objects.filter(illustrative=True)
    assert invented.count() == 119
    assert {row.full_name.rpartition(" ")[0] for row in invented} == {"Đại biểu"}
    assert not Delegate.objects.filter(illustrative=False).exclude(delegation__name="Quảng Nam").exists()


def test_load_refuses_illustrative_delegates_in_a_real_database(provinces):
    Installation.objects.create(pk=1, kind=DatabaseKind.REAL)
    with pytest.raises(ValueError, match="không nhận đại biểu minh họa"):
        load_conferences()
    assert not Conference.objects.exists()
    assert load_conferences(illustrative=False)["hội nghị"] == 22

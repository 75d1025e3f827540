from datetime import date

import pytest

from conferences.models import Conference, Delegate, Delegation


@pytest.mark.parametrize(
    "words", ["dak nong", "Đắk Nông", "ĐẮK", "gia nghia", "mttn 2023", "xiii", "lần thứ XIII, năm 2023"]
)
def test_conference_search_knows_no_accents(world, make_conference, words):
    make_conference("PN-KC-2021", region=world.south, year=2021)
    assert list(Conference.objects.search(words)) == [world.conference]


@pytest.mark.parametrize(
    ("values", "day", "upcoming"),
    [
        ({"starts_on": date(2022, 8, 18)}, date(2022, 8, 18), True),
        ({"starts_on": date(2022, 8, 18)}, date(2022, 8, 19), False),
        ({"starts_on": date(2022, 8, 18), "ends_on": date(2022, 8, 19)}, date(2022, 8, 19), True),
        ({"starts_on": date(2022, 7, 1), "date_precision": "month"}, date(2022, 7, 31), True),
        ({"starts_on": date(2022, 7, 1), "date_precision": "month"}, date(2022, 8, 1), False),
        ({"date_precision": "year"}, date(2022, 12, 31), True),
        ({"date_precision": "year"}, date(2023, 1, 1), False),
    ],
)
def test_conference_is_upcoming_until_it_is_over(make_conference, values, day, upcoming):
    conference = make_conference("MTTN-KC-2022", **{"date_precision": "day"} | values)
    rows = Conference.objects.filter(pk=conference.pk)
    assert (rows.upcoming(day).exists(), rows.past(day).exists()) == (upcoming, not upcoming)


def test_conferences_come_latest_first_those_without_a_date_last(make_conference, world):
    make_conference("B-2022")
    make_conference("A-2022", date_precision="day", starts_on=date(2022, 3, 1))
    codes = list(Conference.objects.latest_first().values_list("code", flat=True))
    assert codes == ["MTTN-KC-2023", "A-2022", "B-2022"]


def test_conference_counts_are_public_numbers(world, make_delegation, make_delegate):
    make_delegate("Đại biểu 01", make_delegation(), illustrative=True)
    make_delegate("Đại biểu 02")
    row = Conference.objects.with_counts().get()
    assert (row.delegation_total, row.delegate_total, row.illustrative_total) == (1, 2, 1)


def test_delegations_come_with_the_host_first(world, make_delegation):
    make_delegation(world.gia_lai, order=1)
    make_delegation(world.lam_dong, order=2)
    make_delegation(world.dak_nong, order=3)
    assert [row.name for row in Delegation.objects.in_order()] == ["Đắk Nông", "Gia Lai", "Lâm Đồng"]


def test_delegates_follow_protocol(world, make_delegation, make_delegate):
    """Centre, host, the others; in a delegation pinned ones, then group, position, name by given name."""
    guest, host = make_delegation(order=1), make_delegation(world.dak_nong, order=2)
    make_delegate("Trần Văn Út", guest, position_rank=40)
    make_delegate("Lê Đức Anh", guest, position_rank=40)
    make_delegate("Vũ Thị Bông", guest, position_rank=30)
    make_delegate("Hồ Văn Ân", guest, group=world.offices, position_rank=10)
    make_delegate("Đỗ Thị Ghim", guest, group=world.offices, pin=1, pin_reason="Trưởng đoàn")
    make_delegate("Phan Chủ Nhà", host, position_rank=99)
    make_delegate("Cao Trung Ương", None, position_rank=99)
    names = [row.full_name for row in Delegate.objects.in_protocol_order()]
    assert names == [
        "Cao Trung Ương",
        "Phan Chủ Nhà",
        "Đỗ Thị Ghim",
        "Vũ Thị Bông",
        "Lê Đức Anh",
        "Trần Văn Út",
        "Hồ Văn Ân",
    ]


def test_delegates_are_seen_by_their_province_and_its_successor(
    world, make_delegation, make_delegate, an, binh, chi
):
    make_delegate("Người Lâm Đồng", make_delegation())
    make_delegate("Người Đắk Nông", make_delegation(world.dak_nong))
    make_delegate("Người Gia Lai", make_delegation(world.gia_lai))
    make_delegate("Người trung ương")

    def seen_by(user):
        rows = Delegate.objects.visible_to(user).in_protocol_order()
        return [row.full_name for row in rows]

    assert seen_by(an) == ["Người Đắk Nông", "Người Lâm Đồng"]
    assert seen_by(binh) == ["Người Gia Lai"]
    assert seen_by(chi) == ["Người trung ương", "Người Đắk Nông", "Người Lâm Đồng", "Người Gia Lai"]
    assert [row.name for row in Delegation.objects.visible_to(binh)] == ["Gia Lai"]
    assert list(Delegation.objects.editable_by(chi)) == []


def test_delegate_search_finds_name_position_and_workplace(make_delegate):
    person = make_delegate("Nguyễn Bá Út", position="Giám đốc Sở", workplace="Sở Công Thương Đắk Nông")
    make_delegate("Trần Thị Hồng")
    for words in ("nguyen ba ut", "UT nguyen", "giam doc", "dak nong", "Nguyê\u0303n Ba\u0301 U\u0301t"):
        assert list(Delegate.objects.search(words)) == [person]

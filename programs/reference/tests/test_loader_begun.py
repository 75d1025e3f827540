"""The reference data loaded again once there are figures: by posting, or not at all and reported."""

from datetime import date

import pytest
from django.core.management import call_command

from programs.choices import Role
from programs.ledger.asof import head
from programs.ledger.opening import SYSTEM
from programs.ledger.posting import post
from programs.ledger.reference import change_reference
from programs.models import Indicator, Posting, Province, Region, RegionMembership, ResultEntry, UnitLine
from programs.reference.loader import load
from programs.reference.tests.test_loader import outcome_of, setting, tally, with_rows
from programs.tests.factories import membership, province, user
from programs.tests.pages import sct

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture(autouse=True)
def begun():
    leader = user("lan", "Lê Thị Lan")
    membership(leader, sct("P34-68"), Role.LEADER)
    row = ResultEntry(unit=province("P63-68"), level="kcdp", indicator=Indicator.objects.get(code="IV.2"))
    row.kind, row.quantity, row.budget_year, row.on = "actual", 3, 2023, date(2023, 9, 10)
    post(by=leader, kind="late", reason="Bổ sung", entries=[row])


def moving(key, region):
    def change(rows):
        return [row | {"region": region} if row["province"] == key else row for row in rows]

    return with_rows(RegionMembership, change)


def of_dak_nong():
    return RegionMembership.objects.filter(province__key="P63-67").order_by("pk")


def test_unchanged_files_write_no_posting():
    before = head()

    call_command("load_reference", verbosity=0)

    assert head() == before


def test_changed_member_of_a_region_ends_and_another_is_added():
    outcome = outcome_of(RegionMembership, load(moving("P63-67", "NAM")))

    posting = Posting.objects.first()
    assert tally(outcome) == (0, 1, 99, 0)
    assert [(row.region.code, row.added, row.ended) for row in of_dak_nong()] == [
        ("MTTN", None, posting),
        ("NAM", posting, None),
    ]
    assert posting.recorded_by.username == SYSTEM
    assert tally(outcome_of(RegionMembership, load(moving("P63-67", "NAM")))) == (0, 0, 100, 0)
    assert tally(outcome_of(RegionMembership, load())) == (0, 1, 99, 0)


def test_new_rows_are_added_by_posting_and_what_cannot_be_is_reported_alone():
    new = {
        "region": "MTTN",
        "valid_from": "2030-01-01",
        "valid_to": "",
        "order": "1",
        "basis": "",
        "status": "",
    }
    rows = [
        new | {"province": "P63-67"},
        new | {"province": "P34-68"},
    ]  # the one has ended, the other is taken

    outcome = outcome_of(RegionMembership, load(with_rows(RegionMembership, lambda old: [*old, *rows])))

    assert tally(outcome) == (1, 0, 100, 0)
    assert outcome.notes == [
        "P34-68 2030-01-01: không nạp được. Khoảng thời gian hiệu lực trùng với một dòng đã có."
    ]
    assert of_dak_nong().last().added == Posting.objects.first()


def test_row_that_people_edited_by_posting_is_kept_and_named(root):
    row = of_dak_nong().get()
    edited = row.replacement()
    edited.region = Region.objects.get(code="NAM")
    change_reference(by=root, added=[edited], ended=[row])

    outcome = outcome_of(RegionMembership, load())

    assert tally(outcome) == (0, 0, 99, 1)
    assert (
        outcome.notes[0].startswith("P63-67 ")
        and "người dùng đã sửa, không ghi đè (vùng:" in outcome.notes[0]
    )
    assert of_dak_nong().get(ended=None).region.code == "NAM"


def test_row_that_people_ended_for_good_is_not_brought_back(root):
    change_reference(by=root, ended=[of_dak_nong().get()])

    outcome = outcome_of(RegionMembership, load())

    assert tally(outcome) == (0, 0, 99, 1)
    assert outcome.notes[0].endswith("người dùng đã xóa, không nạp lại")


def test_fixed_columns_stay_and_are_reported_each_time_the_rest_is_loaded():
    tables = with_rows(Indicator, setting("IV.2", scale="2", kind="stock", name="Tên mới"))

    first, again = (outcome_of(Indicator, load(tables)) for _ in range(2))

    assert (tally(first), tally(again)) == ((0, 1, 92, 0), (0, 0, 93, 0))
    told = "IV.2: giữ nguyên cách cộng, số chữ số thập phân. Chỉ tiêu đã có số liệu: không đổi được mã, cách cộng, "
    assert [len(first.notes), len(again.notes)] == [1, 1]
    assert first.notes[0].startswith(told) and first.notes == again.notes
    row = Indicator.objects.get(code="IV.2")
    assert (row.name, row.scale, row.kind) == ("Tên mới", 0, "flow")


def test_province_gets_its_first_last_day_and_keeps_it():
    first = with_rows(Province, setting("P34-68", successor="P34-52", valid_to="2030-06-30"))
    second = with_rows(Province, setting("P34-68", successor="P34-52", valid_to="2031-06-30"))

    assert tally(outcome_of(Province, load(first))) == (0, 1, 96, 0)
    outcome = outcome_of(Province, load(second))

    assert tally(outcome) == (0, 0, 97, 0)
    assert outcome.notes[0].startswith("P34-68: giữ nguyên đến hết ngày. ")
    assert province("P34-68").valid_to == date(2030, 6, 30)


def test_line_of_boundaries_is_kept_and_named():
    def change(rows):
        return [
            row | {"line": "P34-01"} if (row["boundaries"], row["unit"]) == ("34", "P63-67") else row
            for row in rows
        ]

    outcome = outcome_of(UnitLine, load(with_rows(UnitLine, change)))

    assert (outcome.updated, outcome.notes[0].split(".")[0]) == (0, "34 P63-67: giữ nguyên dòng")
    assert UnitLine.objects.get(boundaries__code="34", unit__key="P63-67").line.key == "P34-68"

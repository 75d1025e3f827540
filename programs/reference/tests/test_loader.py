from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from programs.models import (
    Activity,
    ClosingDate,
    Indicator,
    LoadedRow,
    Province,
    Region,
    RegionMembership,
    SourceLimit,
)
from programs.reference.loader import REASON, load
from programs.reference.tables import TABLES, read
from programs.tests.factories import province

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def with_rows(model, change):
    """The tables, with the rows of one of them as another version of its file would give them."""
    return tuple(
        replace(table, rows=lambda table=table: change([dict(row) for row in table.rows()]))
        if table.model is model
        else table
        for table in TABLES
    )


def outcome_of(model, outcomes):
    return outcomes[[table.model for table in TABLES].index(model)]


def tally(outcome):
    return (outcome.added, outcome.updated, outcome.kept, outcome.edited)


def setting(key, **values):
    def change(rows):
        for row in rows:
            if row.get("key") == key or row.get("code") == key:
                row |= values
        return rows

    return change


def test_first_load_leaves_one_page_of_history():
    lam_dong = province("P34-68")

    assert [(h.history_type, h.history_change_reason) for h in lam_dong.history.all()] == [("+", REASON)]
    assert lam_dong.search_key == "lam dong tinh lam dong"


def test_second_load_changes_nothing():
    outcomes = load()

    assert {tally(o)[:2] + tally(o)[3:] for o in outcomes} == {(0, 0, 0)}
    assert [o.kept for o in outcomes] == [table.model.objects.count() for table in TABLES]
    assert [note for o in outcomes for note in o.notes] == []
    assert Province.history.count() == 97


def test_untouched_row_is_updated_with_history():
    tables = with_rows(Province, setting("P63-67", note="Tỉnh lỵ: Gia Nghĩa."))

    assert tally(outcome_of(Province, load(tables))) == (0, 1, 96, 0)
    dak_nong = province("P63-67")
    assert dak_nong.note == "Tỉnh lỵ: Gia Nghĩa."
    assert [h.note for h in dak_nong.history.all()] == ["Tỉnh lỵ: Gia Nghĩa.", ""]


def test_edited_row_is_reported_and_kept():
    Province.objects.filter(key="P63-67").update(note="Ghi chú của tôi")

    outcome = outcome_of(Province, load())

    assert tally(outcome) == (0, 0, 96, 1)
    assert outcome.notes == [
        "P63-67: người dùng đã sửa, không ghi đè (ghi chú: hiện có «Ghi chú của tôi», dữ liệu kèm theo «»)"
    ]
    assert province("P63-67").note == "Ghi chú của tôi"


def test_edited_row_is_kept_when_the_file_changes_too():
    Province.objects.filter(key="P63-67").update(note="Ghi chú của tôi")
    tables = with_rows(Province, setting("P63-67", aliases="Dak Nong"))

    assert tally(outcome_of(Province, load(tables))) == (0, 0, 96, 1)
    assert (province("P63-67").note, province("P63-67").aliases) == ("Ghi chú của tôi", "Đắc Nông; Đăk Nông")


def test_edit_that_the_file_catches_up_with_is_no_edit_any_more():
    Province.objects.filter(key="P63-67").update(note="Như nhau")
    same = with_rows(Province, setting("P63-67", note="Như nhau"))

    assert tally(outcome_of(Province, load(same))) == (0, 0, 97, 0)
    assert tally(outcome_of(Province, load())) == (0, 1, 96, 0)  # untouched since, so the file rules again


def test_edited_list_of_a_row_is_kept():
    machines = Activity.objects.get(code="III.c")
    machines.indicators.set(Indicator.objects.filter(code="III.4"))

    assert tally(outcome_of(Activity, load())) == (0, 0, 44, 1)
    assert list(machines.indicators.values_list("code", flat=True)) == ["III.4"]


def test_changed_list_of_an_untouched_row_is_updated():
    tables = with_rows(Activity, setting("III.c", indicators="III.2; III.3; III.4"))

    assert tally(outcome_of(Activity, load(tables))) == (0, 1, 44, 0)
    machines = Activity.objects.get(code="III.c")
    assert list(machines.indicators.values_list("code", flat=True)) == ["III.2", "III.3", "III.4"]


def test_moved_start_of_a_membership_is_an_edit_and_makes_no_second_row():
    moved = RegionMembership.objects.get(province__key="P34-38", region__code="MTTN")
    RegionMembership.objects.filter(pk=moved.pk).update(valid_from=date(2025, 12, 10))

    assert tally(outcome_of(RegionMembership, load())) == (0, 0, 99, 1)
    assert RegionMembership.objects.filter(province__key="P34-38").count() == 2


def test_row_deleted_by_a_person_is_not_brought_back():
    ClosingDate.objects.get(level="kcdp").delete()

    outcome = outcome_of(ClosingDate, load())

    assert tally(outcome) == (0, 0, 1, 1)
    assert outcome.notes == ["kcdp 2014-02-10: người dùng đã xóa, không nạp lại"]
    assert not ClosingDate.objects.filter(level="kcdp").exists()


def test_new_row_is_added_with_history():
    first = read("indicators.csv")[0]
    tables = with_rows(Indicator, lambda rows: [*rows, first | {"code": "X.2", "order": "2000"}])

    assert tally(outcome_of(Indicator, load(tables))) == (1, 0, 93, 0)
    assert Indicator.objects.get(code="X.2").history.get().history_change_reason == REASON


def test_new_row_that_meets_a_persons_row_is_reported_not_loaded():
    region = Region.objects.get(code="BAC")
    current = RegionMembership.objects.get(province__key="P34-01")
    RegionMembership.objects.filter(pk=current.pk).update(valid_to=date(2026, 12, 31))
    RegionMembership.objects.create(
        province=province("P34-01"), region=region, valid_from=date(2027, 1, 1), basis="Của người dùng"
    )
    row = {"province": "P34-01", "region": "MTTN", "valid_from": "2027-06-01", "valid_to": "", "order": "1"}
    tables = with_rows(RegionMembership, lambda rows: [*rows, row | {"basis": "", "status": ""}])

    outcome = outcome_of(RegionMembership, load(tables))

    assert tally(outcome) == (0, 0, 99, 1)
    assert outcome.notes[-1] == (
        "P34-01 2027-06-01: không nạp được. Khoảng thời gian hiệu lực trùng với một dòng đã có."
    )
    assert RegionMembership.objects.filter(province__key="P34-01").count() == 2


def test_row_that_a_person_entered_first_is_adopted_when_equal_and_kept_when_not():
    row = {"level": "kcqg", "month": "1", "day": "25", "valid_from": "2030-01-01", "valid_to": ""}
    row |= {"basis": "", "status": ""}
    tables = with_rows(ClosingDate, lambda rows: [setting_end(r) for r in rows] + [row])
    before = ClosingDate.objects.get(level="kcqg")
    ClosingDate.objects.filter(pk=before.pk).update(valid_to=date(2029, 12, 31))
    ClosingDate.objects.create(level="kcqg", month=1, day=25, valid_from=date(2030, 1, 1))

    assert tally(outcome_of(ClosingDate, load(tables))) == (0, 0, 3, 0)
    assert LoadedRow.objects.filter(table="closingdate").count() == 3


def setting_end(row):
    return row | {"valid_to": "2029-12-31"} if row["level"] == "kcqg" else row


def test_row_that_left_the_files_is_kept_and_named():
    tables = with_rows(SourceLimit, lambda rows: [])

    outcome = outcome_of(SourceLimit, load(tables))

    assert outcome.notes == ["kcdp_district: không còn trong dữ liệu kèm theo, được giữ lại"]
    assert SourceLimit.objects.count() == 1


def test_broken_reference_loads_nothing_at_all():
    tables = with_rows(Province, setting("P63-67", note="Không được ghi", successor="P34-00"))

    with pytest.raises(LookupError, match="P63-67"):
        load(tables)
    assert province("P63-67").note == ""


def test_command_prints_what_happened_to_each_table():
    Province.objects.filter(key="P63-67").update(note="Ghi chú của tôi")
    out = StringIO()

    call_command("load_reference", stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0].split("  ")[-4:] == ["thêm", "cập nhật", "giữ nguyên", "người dùng đã sửa"]
    assert lines[2].split() == ["tỉnh,", "thành", "phố", "0", "0", "96", "1"]
    assert lines[-1].startswith("tỉnh, thành phố: P63-67: người dùng đã sửa, không ghi đè")

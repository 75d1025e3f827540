from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from programs.models import (
    Activity,
    Boundaries,
    ClosingDate,
    Department,
    Indicator,
    LegalDocument,
    LoadedRow,
    Province,
    ProvinceName,
    Region,
    RegionMembership,
    SourceLimit,
    SupportNorm,
    UnitLine,
)
from programs.reference.lines import complete_lines, line_of
from programs.reference.loader import REASON, load
from programs.reference.tables import TABLES, read
from programs.tests.factories import province, reference  # noqa: F401 a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

COUNTS = {
    Region: 3,
    Province: 97,
    ProvinceName: 5,
    RegionMembership: 100,
    Boundaries: 3,
    UnitLine: 291,
    Department: 200,
    LegalDocument: 39,
    Indicator: 93,
    Activity: 45,
    SupportNorm: 62,
    SourceLimit: 1,
    ClosingDate: 2,
}
DATED = {
    ProvinceName: ("province",),
    RegionMembership: ("province",),
    SupportNorm: ("norm_set", "level", "unit", "item_code"),
    ClosingDate: ("level",),
    Department: ("kind", "unit", "region"),
}


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


# ------------------------------------------------------------------------------------------------------ contents


def test_load_fills_every_table():
    assert {model: model.objects.count() for model in COUNTS} == COUNTS


def test_every_row_obeys_the_rules_of_its_form():
    for table in TABLES:
        for row in table.model.objects.all():
            row.full_clean()


@pytest.mark.parametrize("model", DATED)
def test_validities_of_one_thing_never_overlap(model):
    last = {}
    for row in model.objects.order_by("valid_from"):
        thing = tuple(getattr(row, model._meta.get_field(name).attname) for name in DATED[model])
        assert thing not in last or (last[thing] and last[thing] < row.valid_from), f"{row} overlaps"
        last[thing] = row.valid_to


def test_provinces_are_63_then_34_with_one_successor_each():
    old, new = Province.objects.filter(era=63), Province.objects.filter(era=34)

    assert (old.count(), new.count()) == (63, 34)
    assert {p.valid_to for p in old} == {date(2025, 6, 30)}
    assert {p.valid_from for p in new} == {date(2025, 7, 1)}
    assert {p.successor.era for p in old.select_related("successor")} == {34}
    assert {p.successor_id for p in old} == {p.pk for p in new}
    assert {p.successor_id for p in new} == {None}
    assert {p.valid_to for p in new} == {None}
    assert Counter(p.kind for p in new) == {"province": 27, "city": 7}


def test_seven_codes_mean_another_province_in_the_other_era():
    names = {
        code: (
            Province.objects.get(era=63, gso_code=code).name,
            Province.objects.get(era=34, gso_code=code).name,
        )
        for code in Province.objects.filter(era=34).values_list("gso_code", flat=True)
    }

    assert {code: pair for code, pair in names.items() if pair[0] != pair[1]} == {
        "15": ("Yên Bái", "Lào Cai"),
        "24": ("Bắc Giang", "Bắc Ninh"),
        "44": ("Quảng Bình", "Quảng Trị"),
        "46": ("Thừa Thiên Huế", "Huế"),  # the same place under its new name
        "52": ("Bình Định", "Gia Lai"),
        "80": ("Long An", "Tây Ninh"),
        "82": ("Tiền Giang", "Đồng Tháp"),
        "91": ("Kiên Giang", "An Giang"),
    }


def test_contents_are_ten_groups_with_items_and_their_indicators():
    groups = list(Activity.objects.filter(group=None).values_list("code", flat=True))

    assert groups == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
    machines = Activity.objects.get(code="III.c")
    assert machines.group.code == "III"
    assert list(machines.indicators.values_list("code", flat=True)) == ["III.2", "III.3"]


def test_typed_indicators_belong_to_a_content_or_are_general():
    typed = {i.code for i in Indicator.objects.all() if i.is_typed and i.content_group}
    offered = set(Activity.objects.exclude(indicators=None).values_list("indicators__code", flat=True))

    assert typed - offered == set()


def test_norms_are_in_whole_dong_and_name_their_document():
    norm = SupportNorm.objects.get(norm_set="TT28_2018", item_code="MO_HINH_CN_MOI")

    assert (norm.max_percent, norm.max_amount) == (Decimal(30), 1_000_000_000)
    assert (norm.document.number, norm.status) == ("28/2018/TT-BTC", "đã kiểm chứng")
    assert {n.norm_set for n in SupportNorm.objects.filter(document=None)} == {"DAKLAK_2025"}
    assert SupportNorm.objects.get(norm_set="DAKLAK_2025", item_code="THANH_LAP_DN").unit.key == "P34-66"


def test_documents_know_what_they_amend_and_replace():
    decree = LegalDocument.objects.get(number="45/2012/NĐ-CP")

    assert [d.number for d in decree.amended_by.all()] == ["235/2025/NĐ-CP"]
    assert [d.number for d in decree.replaces.all()] == ["134/2004/NĐ-CP"]


def test_district_money_ended_with_the_districts():
    limit = SourceLimit.objects.get()

    assert (limit.source, limit.assigned_until, limit.last_budget_year) == (
        "kcdp_district",
        date(2025, 6, 30),
        2025,
    )


def test_closing_dates_of_both_levels():
    dates = {row.level: (row.day, row.month) for row in ClosingDate.objects.in_force(date(2024, 1, 1))}

    assert dates == {"kcqg": (22, 1), "kcdp": (31, 1)}


@pytest.mark.parametrize("era", [63, 34])
def test_tiles_of_an_era_lie_apart(era):
    places = set(Province.objects.filter(era=era).values_list("tile_column", "tile_row"))

    assert len(places) == era
    assert not {place for place in places if None in place}


# -------------------------------------------------------------------------------------------------------- lines


def test_every_province_has_one_line_in_every_drawing():
    lines = Counter(UnitLine.objects.values_list("boundaries__code", flat=True))

    assert lines == {"then": 97, "34": 97, "63": 97}
    assert UnitLine.objects.values("boundaries", "unit").distinct().count() == 291


def test_lines_of_dak_nong_and_its_successor():
    lines = UnitLine.objects.filter(unit__key__in=["P63-67", "P34-68"])

    assert {(u.boundaries.code, u.unit.key): u.line.key for u in lines} == {
        ("then", "P63-67"): "P63-67",
        ("34", "P63-67"): "P34-68",
        ("63", "P63-67"): "P63-67",
        ("then", "P34-68"): "P34-68",
        ("34", "P34-68"): "P34-68",
        ("63", "P34-68"): "P34-68",
    }


def test_only_the_63_follow_the_place_of_origin():
    assert list(Boundaries.objects.filter(by_origin=True).values_list("code", flat=True)) == ["63"]


def test_line_stays_with_the_34_when_one_of_them_is_merged_later():
    units = {"P63-67": (63, "P34-68"), "P34-68": (34, "P30-01"), "P30-01": (30, "")}

    assert [line_of("34", key, units) for key in units] == ["P34-68", "P34-68", "P30-01"]
    assert [line_of("then", key, units) for key in units] == ["P63-67", "P34-68", "P30-01"]


def test_complete_lines_gives_a_new_province_its_lines_once():
    born = date(2030, 1, 1)
    new = Province.objects.create(
        key="P33-01",
        era=33,
        gso_code="99",
        name="Mới",
        full_name="Tỉnh Mới",
        kind="province",
        valid_from=born,
    )

    assert (complete_lines(), complete_lines()) == (3, 0)
    assert {row.line for row in UnitLine.objects.filter(unit=new)} == {new}


# -------------------------------------------------------------------------------------------------------- loader


def test_first_load_leaves_one_page_of_history():
    lam_dong = province("P34-68")

    assert [(h.history_type, h.history_change_reason) for h in lam_dong.history.all()] == [("+", REASON)]
    assert lam_dong.search_key == "lam dong tinh lam dong"


def test_second_load_changes_nothing():
    outcomes = load()

    assert {tally(o)[:2] + tally(o)[3:] for o in outcomes} == {(0, 0, 0)}
    assert [o.kept for o in outcomes] == list(COUNTS.values())
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


def test_provinces_follow_each_other_without_a_gap():
    for old in Province.objects.exclude(successor=None).select_related("successor"):
        assert old.successor.valid_from == old.valid_to + timedelta(days=1)

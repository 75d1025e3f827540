from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from programs.models import (
    Activity,
    Boundaries,
    ClosingDate,
    Department,
    Indicator,
    LegalDocument,
    Province,
    ProvinceName,
    Region,
    RegionMembership,
    SourceLimit,
    SupportNorm,
    UnitLine,
)
from programs.reference.tables import TABLES
from programs.units.lines import complete_lines, line_of

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


# ------------------------------------------------------------------------------------------------------ contents


def test_load_fills_every_table():
    assert {model: model.objects.count() for model in COUNTS} == COUNTS


def test_every_row_obeys_the_rules_of_its_form():
    refused = {}
    for table in TABLES:
        for row in table.model.objects.all():
            try:
                row.full_clean()
            except ValidationError as error:
                refused[str(row)] = error.messages

    assert refused == {}


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


def test_provinces_follow_each_other_without_a_gap():
    for old in Province.objects.exclude(successor=None).select_related("successor"):
        assert old.successor.valid_from == old.valid_to + timedelta(days=1)


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


def test_a_province_whose_land_never_changed_is_one_line_before_and_after():
    lines = UnitLine.objects.filter(unit__key__in=["P63-01", "P34-01", "P63-46", "P34-46"])
    found = {(row.boundaries.code, row.unit.key): row.line.key for row in lines}

    for code in ("then", "63"):
        assert (found[code, "P63-01"], found[code, "P34-01"]) == ("P63-01", "P63-01")
        assert (found[code, "P63-46"], found[code, "P34-46"]) == ("P63-46", "P63-46")
    assert (found["34", "P63-01"], found["34", "P34-01"]) == ("P34-01", "P34-01")
    one_line = UnitLine.objects.filter(boundaries__code="then").exclude(unit=F("line"))
    assert one_line.count() == 11
    assert {row.line.successor_id for row in one_line} == {row.unit_id for row in one_line}


def test_line_stays_with_the_34_when_two_of_them_are_merged_later():
    units = {"P34-66": (34, "P30-01"), "P63-67": (63, "P34-68"), "P34-68": (34, "P30-01"), "P30-01": (30, "")}

    assert [line_of("34", key, units) for key in units] == ["P34-66", "P34-68", "P34-68", "P30-01"]
    assert [line_of("then", key, units) for key in units] == ["P34-66", "P63-67", "P63-67", "P30-01"]


def test_a_province_that_only_gets_a_new_number_stays_on_its_line_in_every_drawing():
    units = {
        "P63-67": (63, "P34-68"),
        "P63-68": (63, "P34-68"),
        "P34-68": (34, "P30-01"),
        "P30-01": (30, ""),
    }

    assert {code: line_of(code, "P30-01", units) for code in ("then", "34", "63")} == {
        "then": "P34-68", "34": "P34-68", "63": "P34-68",
    }  # fmt: skip


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

"""The meaning of stored numbers is fixed by use: what the database refuses, asked in plain SQL."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.fixed import fixed_fields
from programs.ledger.asof import head
from programs.ledger.entries import add_money, add_result
from programs.ledger.reference import change_reference
from programs.models import Boundaries, Indicator, Posting, Province, RegionMembership, UnitLine
from programs.tests.forgetful import forgetful
from programs.tests.test_triggers import as_replace, raw_posting


@pytest.fixture
def used(an, project, money, result, world):
    """Ledgers with money and results of one project, and a drawing of boundaries."""
    then = Boundaries.objects.create(code="then", name="Tại thời điểm")
    for province in Province.objects.all():
        UnitLine.objects.create(boundaries=then, unit=province, line=province)
    add_money(entry=money(project), by=an)
    add_result(entry=result(project), by=an)
    return world


def refused(row, **values):
    """What the database says to an UPDATE past every form; "" where it does it."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**values)
    except IntegrityError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("scale", 2), ("kind", "stock"), ("feed", "formula"), ("formula", "III.4 + IV.2"), ("code", "III.44")],
)
def test_indicator_with_results_keeps_what_its_numbers_mean(used, name, value):
    assert "lập chỉ tiêu mới với mã mới" in refused(used.machines_bought, **{name: value})
    assert refused(used.awards, **{name: value}) == ""  # nobody has typed any


def test_figure_of_the_ledgers_is_fixed_from_the_first_posting_on(world, an, make_project, money):
    computed = Indicator.objects.create(
        code="F.11", name="Thực hiện", content_group=0, kind="money", feed="MoneyEntry"
    )
    assert refused(computed, scale=1) == ""

    add_money(entry=money(make_project(an)), by=an)

    assert "mã mới" in refused(computed, scale=0)


@pytest.mark.parametrize("name", ["machines_bought", "machines", "dak_nong"])
def test_words_stay_free(used, name):
    row = getattr(used, name)
    assert refused(row, name="Tên mới") == ""


def test_unit_of_measure_and_dates_of_offering_are_words(used):
    assert refused(used.machines_bought, unit_of_measure="chiếc", basis="Nghị định", order=5) == ""
    assert refused(used.machines, valid_to=date(2030, 1, 1), default_unit="máy", order=5) == ""


def test_activity_of_projects_stays_in_its_group_and_the_group_a_group(used):
    group, free = used.machines.group, used.model_line

    assert "báo cáo cũ sẽ khác đi" in refused(used.machines, group=None)
    assert "báo cáo cũ sẽ khác đi" in refused(used.machines, code="IV.c")
    assert "báo cáo cũ sẽ khác đi" in refused(group, group=free)
    assert refused(free, group=None) == ""


def test_successor_and_last_day_of_a_province_are_given_once(used):
    lam_dong, gia_lai = used.lam_dong, used.gia_lai

    assert "chỉ ghi được một lần" in refused(used.dak_nong, successor=gia_lai)
    assert "chỉ ghi được một lần" in refused(used.dak_nong, successor=None)
    assert "chỉ ghi được một lần" in refused(used.dak_nong, valid_to=date(2025, 5, 31))
    assert refused(lam_dong, successor=gia_lai, valid_to=date(2027, 6, 30)) == ""  # the next merger
    assert "chỉ ghi được một lần" in refused(lam_dong, valid_to=None)


@pytest.mark.parametrize(
    ("name", "value"), [("key", "P63-00"), ("era", 34), ("valid_from", date(2009, 1, 1))]
)
def test_province_in_a_report_stays_what_it_is(used, name, value):
    assert "khóa mới" in refused(used.dak_nong, **{name: value})


def test_lines_and_drawings_stay_once_there_are_figures(used):
    line = UnitLine.objects.get(unit=used.dak_nong)

    assert "không đổi, không xóa" in refused(line, line=used.lam_dong)
    with pytest.raises(IntegrityError, match="không đổi, không xóa"), transaction.atomic():
        line.delete()
    assert "mã mới" in refused(line.boundaries, by_origin=True)
    assert "mã mới" in refused(used.region, code="MT")
    assert refused(line.boundaries, name="Như ngày đó") == ""


def test_before_the_first_posting_everything_may_be_put_right(world):
    assert refused(world.dak_nong, successor=world.gia_lai, valid_from=date(2009, 1, 1)) == ""
    assert refused(RegionMembership.objects.first(), order=9) == ""


@pytest.mark.parametrize("name", ["machines_bought", "machines", "dak_nong"])
def test_used_row_is_not_replaced_whoever_asks(used, name):
    row = getattr(used, name)
    row.name = "Thay"
    with forgetful(), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(*as_replace(row))


def test_fixed_fields_say_why_before_anybody_tries(used):
    assert {*fixed_fields(used.machines_bought)} == {"code", "kind", "scale", "feed", "formula"}
    assert fixed_fields(used.awards) == {}
    assert {*fixed_fields(used.lam_dong)} == {"key", "era", "valid_from"}
    assert {*fixed_fields(used.dak_nong)} == {"key", "era", "valid_from", "valid_to", "successor"}
    assert "cho nội dung này hết hiệu lực" in fixed_fields(used.machines)["group"]


# ------------------------------------------------------------------------------------ rows that postings add and end


def test_row_of_a_region_is_neither_changed_nor_deleted_nor_unended(used, root):
    row = RegionMembership.objects.get(province=used.dak_nong)
    number = head()

    assert "bằng một bút toán mới" in refused(row, order=9)
    assert "bằng một bút toán mới" in refused(row, ended=number)  # a posting that others have seen
    with pytest.raises(IntegrityError, match="bằng một bút toán mới"), transaction.atomic():
        row.delete()
    change_reference(by=root, ended=[row], added=[row.replacement()])
    assert "bằng một bút toán mới" in refused(row, ended=None)
    assert "bằng một bút toán mới" in refused(row, ended=raw_posting(root).number)


@pytest.mark.parametrize("added", ["none", "the last", "the first"])
def test_row_of_a_region_is_not_written_into_the_past(used, added):
    posting = {"none": None, "the last": Posting.objects.first(), "the first": Posting.objects.last()}[added]
    row = RegionMembership(
        province=used.lam_dong, region=used.region, valid_from=date(2030, 1, 1), added=posting
    )

    with pytest.raises(IntegrityError, match="bằng một bút toán mới"), transaction.atomic():
        RegionMembership.objects.bulk_create([row])


def test_row_of_a_region_is_not_replaced_whoever_asks(used):
    row = RegionMembership.objects.get(province=used.dak_nong)
    row.order = 9
    with forgetful(), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(*as_replace(row))

    assert RegionMembership.objects.filter(order=9).count() == 0

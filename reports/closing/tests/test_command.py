"""closed_figures: what a release that changes a rule makes of what was closed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programs.choices import ClosureState, Stage
from programs.ledger.closing import set_closure
from programs.models import Closure, Province
from reports.closing.tests.conftest import CUT_OFF
from reports.conftest import money
from reports.models import ClosedBooks, ClosedFigure


def told(**options):
    out = StringIO()
    call_command("closed_figures", stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def planned(make_project, write):
    project = make_project("P63-67")
    write(money(project, Stage.ASSIGNED, 200_000_000))
    return project


@pytest.fixture
def older(minh, planned):
    """A closing from before figures were stored, of Lâm Đồng and what was merged into it."""
    unit = Province.objects.get(key="P34-68")
    return set_closure(unit=unit, budget_year=2023, cut_off=CUT_OFF, state=ClosureState.CLOSED, by=minh)


@pytest.fixture
def other_rule(older):
    """Figures as another release would have stored them: a plan of 199, a figure that is no more."""
    for closure in older.closures.exclude(unit__key="P63-67"):
        ClosedBooks.objects.create(closure=closure)
    books = ClosedBooks.objects.create(closure=older.closures.get(unit__key="P63-67"))
    same = dict.fromkeys(("F.7", "everything_planned"), 200_000_000) | dict.fromkeys(("projects", "F.27"), 1)
    rows = [(code, "", value) for code, value in same.items()]
    rows += [
        ("F.16", "", 199_000_000),
        ("F.16", "kcdp", 200_000_000),
        ("projects", "kcdp", 1),
        ("X.9", "", 7),
    ]
    ClosedFigure.objects.bulk_create(
        ClosedFigure(books=books, code=code, level=level, value=value) for code, level, value in rows
    )


PLACE = "Đắk Nông (đến 30/06/2025), năm ngân sách 2023 đến 30/09/2023, "


def test_same_rules_find_nothing_whatever_was_written_since(close, planned, write):
    close()
    write(money(planned, Stage.ASSIGNED, 5_000_000))

    assert told(check=True) == ["0 số tính lại khác số đã chốt; 0 lần chốt chưa lưu số."]


def test_every_difference_that_a_rule_makes_is_listed(other_rule):
    lines = [
        PLACE
        + "F.16 Tổng kinh phí khuyến công – kế hoạch, Cả hai cấp: đã chốt 199.000.000, tính lại 200.000.000, "
        "chênh lệch 1.000.000 đồng",
        PLACE + "X.9 (không còn trong danh mục), Cả hai cấp: đã chốt 7, tính lại –, chênh lệch –",
        "2 số tính lại khác số đã chốt; 0 lần chốt chưa lưu số.",
    ]
    assert told() == lines
    with pytest.raises(CommandError, match="2 số tính lại khác"):
        told(check=True)


def test_closings_without_figures_are_told_and_stored_later(older, planned, write):
    write(money(planned, Stage.ASSIGNED, 5_000_000))
    lacking = told()
    assert len(lacking) == 5 and lacking[-1] == "0 số tính lại khác số đã chốt; 4 lần chốt chưa lưu số."
    closing = "Đắk Nông (đến 30/06/2025) 2023 đến 30/09/2023: Đã chốt (bút toán 2)"
    assert f"Chưa lưu số: {closing}. Hãy chạy với --store." in lacking
    with pytest.raises(CommandError, match="4 lần chốt chưa lưu số"):
        told(check=True)
    assert ClosedBooks.objects.count() == 0

    assert told(store=True)[-1] == "0 số tính lại khác số đã chốt; 0 lần chốt chưa lưu số."

    assert set(ClosedBooks.objects.values_list("later", flat=True)) == {True}
    assert (
        ClosedFigure.objects.get(code="F.16", level="").value == 200_000_000
    )  # as of the closing, not of today
    assert told(store=True, check=True) == ["0 số tính lại khác số đã chốt; 0 lần chốt chưa lưu số."]


def test_reopening_has_no_figures_to_store(close):
    close()
    close(state=ClosureState.REOPENED)

    assert Closure.objects.count() == 8
    assert told(store=True, check=True) == ["0 số tính lại khác số đã chốt; 0 lần chốt chưa lưu số."]

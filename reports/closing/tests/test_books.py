"""What a closing stores: every figure of each of its provinces, whole, once and for good."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from programs.choices import ClosureState, Happening, Level, ResultKind, Source, Stage
from programs.ledger.asof import head
from programs.models import Closure, Indicator, ProjectEvent, Province, ResultEntry
from reports.closing.books import set_books, store
from reports.closing.tests.conftest import CUT_OFF
from reports.conftest import money
from reports.models import ClosedBooks, ClosedFigure


def result(code, quantity, project=None, kind=ResultKind.ACTUAL, on=date(2023, 6, 1), **values):
    return ResultEntry(
        indicator=Indicator.objects.get(code=code), project=project, kind=kind, budget_year=2023, on=on,
        quantity=quantity, **values,
    )  # fmt: skip


def stored(closure):
    rows = ClosedFigure.objects.filter(books__closure=closure)
    return {
        (row.code, row.kind, row.level) if row.kind or row.level else row.code: row.value / 10**row.scale
        for row in rows
    }


def of(closure, key):
    return Closure.objects.get(posting=closure.posting, unit__key=key)


def at_both(value, *codes, level="kcdp"):
    return {key: value for code in codes for key in (code, (code, "", level))}


def test_every_figure_of_each_province_is_stored_by_level(close, make_project, make_beneficiary, write):
    """200 planned, 150 advanced, 80 of own capital confirmed; one machine of two, 1.25 million of advice, an approval."""
    project = make_project("P63-67")
    make_beneficiary(project, "Cơ sở Đắk Mil")
    write(
        money(project, Stage.ASSIGNED, 200),
        money(project, Stage.ADVANCED, 150),
        money(project, Stage.ACCEPTED, 80, source=Source.OWN),
        result("III.3", 2, project, ResultKind.PLAN),
        result("III.3", 1, project),
        result("V.5", 1250, project),
        ProjectEvent(project=project, happening=Happening.APPROVED, budget_year=2023, on=date(2023, 3, 1)),
        money(project, Stage.PAID, 7, on=date(2023, 10, 1)),  # after the cut-off
    )
    write(money(make_project("P63-68", level="kcqg"), Stage.ASSIGNED, 30, source=Source.KCQG))

    closure = close()

    assert stored(of(closure, "P63-67")) == {
        "F.7": 200, "F.8": 150, "F.21": 150, "F.23": 150, "F.17": 230, "everything_planned": 200,
        **at_both(200, "F.16"), **at_both(150, "F.11", "advanced", "disbursed"),
        **at_both(1, "F.1", "projects", "planned_businesses", "S.1"), "F.27": 1,
        **at_both(75, "F.12", "F.14"), **at_both(80, "F.9"), **at_both(0.5333, "S.5"),
        ("III.3", "plan", ""): 2, ("III.3", "plan", "kcdp"): 2, ("III.3", "actual", ""): 1,
        ("III.3", "actual", "kcdp"): 1, ("V.5", "actual", ""): 1.25, ("V.5", "actual", "kcdp"): 1.25,
    }  # fmt: skip
    assert stored(of(closure, "P63-68")) == {
        "F.5": 30, "everything_planned": 30, "F.26": 1, **at_both(30, "F.16", level="kcqg"),
        **at_both(1, "projects", level="kcqg"),
    }  # fmt: skip
    assert stored(closure) == stored(of(closure, "P63-60")) == {}
    assert set(ClosedBooks.objects.values_list("closure__posting", "later")) == {(head(), False)}


def test_what_a_leader_adds_later_is_not_in_it(close, make_project, write):
    project = make_project("P63-67")
    write(money(project, Stage.ASSIGNED, 200))
    closure = of(close(), "P63-67")
    write(money(project, Stage.ASSIGNED, 5))

    again = of(close(), "P63-67")  # closed once more: a closing of its own

    assert (stored(closure)["F.16"], stored(again)["F.16"]) == (200, 205)


def test_closing_that_is_refused_stores_nothing(an, close, reference):
    common = {"unit": Province.objects.get(key="P34-68"), "budget_year": 2023, "cut_off": CUT_OFF}
    with pytest.raises(ValidationError):
        set_books(state=ClosureState.CLOSED, by=an, **common)
    with pytest.raises(ValidationError, match="không có gì để mở lại"):
        close(state=ClosureState.REOPENED)

    assert (head(), ClosedBooks.objects.count()) == (0, 0)


def test_figures_are_stored_once_a_closing(close):
    closure = close()

    with pytest.raises(IntegrityError), transaction.atomic():
        store([closure])

    assert ClosedBooks.objects.filter(closure=closure).count() == 1


def test_a_province_with_predecessors_costs_what_one_without_does(close):
    def queries(key):
        with CaptureQueriesContext(connection) as asked:
            close(key)
        return len(asked), Closure.objects.filter(posting=head()).count()

    queries("P34-01")
    (alone, one), (merged, four) = queries("P34-01"), queries("P34-68")

    assert (one, four) == (2, 4)  # Hà Nội of both eras; Lâm Đồng with three others
    assert alone == merged


@pytest.mark.parametrize("table", ["reports_closedbooks", "reports_closedfigure"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_was_stored_stays(close, make_project, write, table, statement):
    write(money(make_project("P63-67"), Stage.ASSIGNED, 200))
    close()

    with pytest.raises(IntegrityError, match="chỉ được lưu thêm"), transaction.atomic():
        connection.cursor().execute(statement.format(table))


def test_stored_figures_are_seen_where_the_province_is(an, binh, chi, close, make_project, write):
    write(money(make_project("P63-67"), Stage.ASSIGNED, 200))
    close()

    books = [ClosedBooks.objects.visible_to(person).count() for person in (an, binh, chi)]
    figures = [ClosedFigure.objects.visible_to(person).exists() for person in (an, binh, chi)]
    assert (books, figures) == ([4, 0, 4], [True, False, True])


def test_level_of_a_closing_is_the_one_that_its_name_says(close, make_project, write):
    """A figure of one family alone, of own capital or of everything has no part by level."""
    project = make_project("P63-67")
    write(
        *(money(project, Stage.ASSIGNED, 10, source=source) for source in (Source.KCQG, Source.KCDP_PROVINCE))
    )
    closure = of(close(), "P63-67")

    levels = ClosedFigure.objects.filter(books__closure=closure, code__startswith="F.").values_list(
        "code", "level"
    )
    assert {code for code, level in levels if level} == {"F.16"}
    assert set(levels.filter(code="F.16")) == {("F.16", ""), ("F.16", Level.KCQG), ("F.16", Level.KCDP)}

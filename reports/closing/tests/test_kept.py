"""After a closing nothing that is accepted moves a figure of its provinces, year and days, unless a leader says why."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from programs.businesses.same import count_as_one
from programs.choices import Happening, Level, Outcome, PostingKind, ProjectKind, ResultKind, Source, Stage
from programs.ledger import entries
from programs.ledger.posting import post
from programs.models import (
    Beneficiary,
    Boundaries,
    ClosingDate,
    Closure,
    Indicator,
    MoneyEntry,
    ProjectEvent,
    Province,
    ResultEntry,
)
from programs.periods import BudgetPeriod
from programs.projects import beneficiaries, steps
from reports.closing.values import listed, values_of
from reports.conftest import money
from reports.figures.aggregates import figures_for
from reports.figures.query import Query
from reports.figures.tests.test_properties import LENIENT, in_passing

pytestmark = pytest.mark.django_db

YEAR, CUT_OFF = 2025, date(2025, 9, 30)
NEXT_DAY = CUT_OFF + timedelta(days=1)
UNITS = ("P63-67", "P63-68", "P34-68")
DAYS = [
    date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1), CUT_OFF - timedelta(days=1), CUT_OFF,
    NEXT_DAY, date(2026, 1, 20),
]  # fmt: skip


@pytest.fixture
def world(an, lan, make_project, make_beneficiary):
    """Projects of both eras, begun in the life of their provinces; whose years may still be entered by officers."""
    ClosingDate.objects.all().delete()  # that a year's deadline has passed would hide what the closing does
    projects = [
        make_project(key, year=2024 if key.startswith("P63") else 2025, kind="group") for key in UNITS
    ]
    for project in projects[:2]:
        post(
            by=an,
            kind=PostingKind.ENTRY,
            entries=[money(project, Stage.ASSIGNED, 900, date(2024, 3, 1), 2024)],
        )
    for project in projects:
        make_beneficiary(project, f"Cơ sở {project.code}")
    return World({"an": an, "lan": lan}, projects)


class World:
    """The ways in, as people reach them; none gives the leader's reason of a late posting."""

    def __init__(self, people, projects):
        self.people, self.projects = people, projects
        codes = ("III.3", "IV.3", "IX.3")
        self.machines, self.awards, self.level = (Indicator.objects.get(code=code) for code in codes)

    def write(self, act, who="an", project=0, on=CUT_OFF, year=YEAR, **drawn):
        """One act, whole or refused; whether it was accepted."""
        try:
            with transaction.atomic():
                getattr(self, act)(self.people[who], self.projects[project], on, year, **drawn)
        except (ValidationError, IntegrityError) as refused:
            return str(refused)
        return ""

    def money(self, by, project, on, year, stage=Stage.PAID, source=Source.KCQG, amount=7, **_):
        carried = {"carried_from": year - 1} if stage == Stage.CARRIED else {}
        row = money(project, stage, amount, on, year, source=source, **carried, **self._part(project))
        entries.add_money(entry=row, by=by)

    def load(self, by, project, on, year, stage=Stage.ASSIGNED, amount=7, **_):
        part = self._part(project)
        rows = [money(project, stage, amount, on, year, **part)] if stage != Stage.CARRIED else []
        rows.append(self._result(project, on, year, amount))
        post(by=self.people["lan"], kind=PostingKind.IMPORT, entries=rows)

    def result(self, by, project, on, year, amount=7, **_):
        entries.add_result(entry=self._result(project, on, year, amount), by=by)

    def own_result(self, by, project, on, year, amount=7, **_):
        row = self._result(None, on, year, amount, unit=project.unit, level=Level.KCDP, indicator=self.awards)
        entries.add_result(entry=row, by=by)

    def stated(self, by, project, on, year, amount=7, **_):
        entries.add_result(entry=self._level(project.unit, on, year, amount), by=by)

    def step(self, by, project, on, year, happening=Happening.APPRAISED, outcome=Outcome.DONE, **_):
        event = ProjectEvent(project=project, happening=happening, outcome=outcome, budget_year=year, on=on)
        steps.record_event(event=event, by=by)

    def undo(self, by, project, on, year, nth=0, **_):
        steps.undo_event(event=self._nth(ProjectEvent, nth), by=by, reason="Nhầm")

    def correct(self, by, project, on, year, nth=0, amount=7, stage=Stage.PAID, **_):
        """Taken back alone, or moved to another day and year."""
        entry = self._nth(MoneyEntry, nth)
        moved = None
        if nth % 2 and stage != Stage.CARRIED:
            moved = money(entry.project, stage, amount, on, year, **self._part(entry.project))
        entries.correct(entry=entry, by=by, reason="Nhầm", replacement=moved)

    def correct_result(self, by, project, on, year, nth=0, amount=7, **_):
        entry = self._nth(ResultEntry, nth)
        options = {}
        if nth % 2:
            same = {"unit": entry.unit, "level": entry.level, "indicator": entry.indicator}
            options["replacement"] = (
                self._level(entry.unit, on, year, amount)
                if entry.indicator_id == self.level.pk
                else self._result(entry.project, on, year, amount, **same)
            )
        entries.correct(entry=entry, by=by, reason="Nhầm", **options)

    def join(self, by, project, on, year, nth=0, **_):
        business = self._nth(Beneficiary, nth).business
        row = Beneficiary(project=project, business=business)
        beneficiaries.add_beneficiary(beneficiary=row, by=by, on=on, budget_year=year)

    def leave(self, by, project, on, year, nth=0, **_):
        row = self._nth(Beneficiary, nth)
        beneficiaries.withdraw_beneficiary(beneficiary=row, by=by, reason="Xin rút", on=on, budget_year=year)

    def one_firm(self, by, project, on, year, nth=0, **_):
        first, second = (self._nth(Beneficiary, n).business for n in (nth, nth + 1))
        count_as_one(business=first, same_as=second, by=by, reason="Trùng")

    def _result(self, project, on, year, quantity, **values):
        common = {"indicator": self.machines, "kind": ResultKind.ACTUAL, "budget_year": year, "on": on}
        return ResultEntry(project=project, quantity=quantity, **common | values)

    def _level(self, unit, on, year, level):
        return self._result(
            None, on, year, 0, unit=unit, level=Level.KCDP, indicator=self.level, level_stated=abs(level)
        )

    @staticmethod
    def _part(project):
        """Money of a group names whose part it is."""
        is_group = project.kind == ProjectKind.GROUP
        return {"beneficiary": project.beneficiaries.first()} if is_group else {}

    @staticmethod
    def _nth(model, nth):
        rows = list(model.objects.order_by("-pk"))
        if not rows:
            raise ValidationError("Chưa có dòng nào.")
        return rows[nth % len(rows)]


ACTS = [name for name in vars(World) if name[0] != "_" and name != "write"]
WRITE = st.fixed_dictionaries(
    {
        "act": st.sampled_from(ACTS),
        "who": st.sampled_from(["an", "lan"]),
        "project": st.integers(0, 2),
        "on": st.sampled_from(DAYS),
        "year": st.sampled_from([2024, 2025, 2025, 2026]),
        "stage": st.sampled_from(list(Stage)),
        "source": st.sampled_from([Source.KCQG, Source.KCDP_PROVINCE, Source.OWN]),
        "amount": st.integers(-20, 20).filter(bool),
        "nth": st.integers(0, 20),
        "happening": st.sampled_from([*steps.STEPS]),
        "outcome": st.sampled_from([Outcome.DONE, Outcome.DONE, Outcome.RETURNED]),
    }
)


def figures_kept(head=None):
    """Every figure of each closed province and year: up to the cut-off, and up to a day before it, as the difference is
    the year's part of a span that ends by the cut-off."""
    figures, boundaries = listed(), Boundaries.objects.get(code="then")
    cut_offs = [date(2025, 6, 30), CUT_OFF]
    queries = [
        Query.of_unit(BudgetPeriod(YEAR, day), row.unit_id, boundaries, head or 10**9)
        for row in Closure.objects.filter(state="closed", unit__key__in=UNITS).order_by("pk")
        for day in cut_offs
    ]
    return [values_of(answer.total, figures) for answer in figures_for(queries)]


@LENIENT
@given(before=st.lists(WRITE, max_size=8), after=st.lists(WRITE, min_size=1, max_size=10))
def test_nothing_that_is_accepted_moves_what_was_closed(before, after, world, close):
    def check():
        for drawn in before:
            world.write(**drawn)
        posting = close(year=YEAR, cut_off=CUT_OFF).posting_id
        closed = figures_kept()
        for drawn in after:
            world.write(**drawn)
        assert figures_kept() == closed == figures_kept(posting)

    in_passing(check)


# The drawn acts would prove nothing if all were refused for another reason: each, by hand.


@pytest.mark.parametrize("act", ["money", "load", "result", "own_result", "stated", "step"])
def test_each_way_in_is_closed_up_to_the_cut_off_and_open_from_the_next_day(world, close, act):
    close(year=YEAR, cut_off=CUT_OFF)
    closed = figures_kept()

    assert f"đã chốt đến hết ngày {CUT_OFF:%d/%m/%Y}" in world.write(act, project=2)
    assert world.write(act, project=2, on=NEXT_DAY) == ""

    assert figures_kept() == closed


@pytest.mark.parametrize(
    ("first", "act"), [("money", "correct"), ("result", "correct_result"), ("step", "undo")]
)
@pytest.mark.parametrize("nth", [0, 1])
def test_what_was_written_before_is_neither_taken_back_nor_moved(world, close, first, act, nth):
    world.write(first, project=2)
    if nth:
        world.write(first, project=2, on=NEXT_DAY, outcome=Outcome.RETURNED)
    close(year=YEAR, cut_off=CUT_OFF)
    closed = figures_kept()

    assert "đã chốt" in world.write(act, on=NEXT_DAY, nth=nth)

    assert figures_kept() == closed


def test_a_level_of_an_earlier_year_would_move_the_closed_one_and_is_refused(world, close):
    close(year=YEAR, cut_off=CUT_OFF)

    assert "Số liệu năm ngân sách 2025 của Đắk Nông đã chốt" in world.write(
        "stated", project=0, on=date(2024, 12, 31), year=2024
    )


def test_a_leader_with_a_reason_moves_it_and_the_closed_figure_stays(world, lan, close):
    close(year=YEAR, cut_off=CUT_OFF)
    closed = figures_kept()
    number = Closure.objects.latest("posting_id").posting_id
    entry = money(world.projects[0], Stage.PAID, 7, CUT_OFF, YEAR, **world._part(world.projects[0]))

    entries.add_money(entry=entry, by=lan, reason="Kho bạc xác nhận chậm")

    assert figures_kept() != closed == figures_kept(number)
    assert Province.objects.get(key="P63-67").closures.filter(posting=number).exists()

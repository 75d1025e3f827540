"""Hostile little worlds: anything that the way in accepts, in any order; what it refuses did not happen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from programs.choices import (
    BeneficiaryChange,
    LegalForm,
    Level,
    Outcome,
    PostingKind,
    ProjectKind,
    Source,
    Stage,
)
from programs.ledger.acts import Act
from programs.ledger.dimensions import reversal_of
from programs.ledger.posting import post_all
from programs.ledger.refusal import Refusal
from programs.models import (
    Activity,
    Beneficiary,
    BeneficiaryEntry,
    Business,
    Indicator,
    MoneyEntry,
    Project,
    ProjectEvent,
    Province,
    ResultEntry,
    SameBusiness,
)
from programs.projects.beneficiaries import joining, line_of
from programs.tests.factories import stand
from reports.tests.oracle import moves as may
from reports.tests.oracle.moves import ACTIVITIES, DAYS, MAIN, OF_PARTS, PLACES, PROJECTS, WITHOUT_ADVANCE

OF_OWN_CAPITAL = (
    "assigned",
    "accepted",
    "part_settled",
    "settled",
)  # the stages that own and other capital know
ALONE = (
    may.Join,
    may.Leave,
    may.Merge,
    may.Part,
    may.TakeBack,
)  # of which the way in knows only what is written
CHAPTER = 10  # so many moves are put to the way in at once, each a posting of its own


@dataclass(repr=False)
class World:
    """The projects and businesses of the reference provinces, and what has been written of them."""

    by: object
    projects: Sequence[Project]
    businesses: Sequence[Business]
    activities: dict[str, Activity]
    flow: Indicator
    stock: Indicator
    units: dict[str, Province]
    written: list = field(default_factory=list)  # lines that nothing has taken back
    joined: list[Beneficiary] = field(default_factory=list)  # also those who have left since
    merged: list[SameBusiness] = field(default_factory=list)

    def play(self, script: Sequence) -> None:
        """Some have joined before anything else happens."""
        self.written, self.joined, self.merged = [], [], []
        parts = [n for n, project in enumerate(self.projects) if project.kind in OF_PARTS]
        self.chapter([may.Join(project, business, 0) for project in parts for business in range(len(PLACES))])
        together = []
        for move in script:
            alone = isinstance(move, ALONE)
            if alone or len(together) == CHAPTER:
                self.chapter(together)
                together = []
            if alone:
                self.chapter([move])
            else:
                together.append(move)
        self.chapter(together)

    def chapter(self, moves: Sequence) -> None:
        """What is refused is left out, until the rest is written."""
        acts = [act for move in moves for act in self.acts_of(move)]
        while acts and (refused := self.refused(acts)):
            acts = [act for n, act in enumerate(acts, 1) if n not in refused]
        for act in acts:
            self.written += [entry for entry in act.entries if not entry.reverses_id]
            self.joined += [row.beneficiary for row in act.entries if joins(row)]
            self.merged += act.same

    def refused(self, acts: list[Act]) -> set[int]:
        """The places of the acts that the way in refuses; none where it has written them all."""
        try:
            post_all(by=self.by, acts=acts)
        except Refusal as refusal:
            return {fault.place for fault in refusal.faults}
        return set()

    # ------------------------------------------------------------------------- the act of each move, if there is any

    def acts_of(self, move) -> Iterator[Act]:
        name = "take_back" if isinstance(move, may.TakeBack) else type(move).__name__.lower()
        return getattr(self, name)(move)

    def pay(self, move: may.Pay) -> Iterator[Act]:
        project = self.projects[move.project]
        year = project.first_year + move.later
        main = Source.KCQG if project.level == Level.KCQG else Source.KCDP_PROVINCE
        fits = move.source not in WITHOUT_ADVANCE or move.stage in OF_OWN_CAPITAL
        stage = move.stage if fits else Stage.ACCEPTED
        entry = MoneyEntry(
            project=project,
            stage=stage,
            source=main if move.source == MAIN else move.source,
            amount=move.amount or (0 if stage == Stage.SETTLED else 100),
            on=self.day(project.unit, move.when),
            budget_year=year,
            beneficiary=self.somebody(project, move.named),
            carried_from=year - 1 - move.named % 2 if stage == Stage.CARRIED else None,
            note="Số liệu thử",
        )
        if project.kind == ProjectKind.FLAGSHIP:
            entry.activity = self.activities[ACTIVITIES[move.named % 2]]
        yield act(entry)

    def happen(self, move: may.Happen) -> Iterator[Act]:
        project = self.projects[move.project]
        on = self.day(project.unit, move.when)
        yield act(
            ProjectEvent(
                project=project, happening=move.happening, outcome=move.outcome, on=on, budget_year=on.year
            )
        )

    def bear(self, move: may.Bear) -> Iterator[Act]:
        project = self.projects[move.project]
        on = self.day(project.unit, move.when)
        values = {"indicator": self.flow, "kind": move.kind, "quantity": move.quantity}
        yield act(ResultEntry(project=project, on=on, budget_year=on.year, **values))

    def state(self, move: may.State) -> Iterator[Act]:
        unit = self.units[move.unit]
        on = self.day(unit, move.when)
        row = ResultEntry(unit=unit, level=Level.KCDP, indicator=self.stock, kind=move.kind, quantity=0)
        row.level_stated, row.on, row.budget_year = move.level, on, on.year
        yield act(row)

    def join(self, move: may.Join) -> Iterator[Act]:
        project, business = self.projects[move.project], self.businesses[move.business]
        if family(project.unit) == family(business.unit):
            yield act(
                joining(Beneficiary(project=project, business=business), **self.dated(project, move.when))
            )

    def leave(self, move: may.Leave) -> Iterator[Act]:
        if self.joined:
            row = self.joined[move.which % len(self.joined)]
            yield act(line_of(row, BeneficiaryChange.WITHDRAWN, **self.dated(row.project, move.when)))

    def dated(self, project: Project, when: int) -> dict:
        """A day of the project and a budget year, which is not always the year of the day."""
        on = self.day(project.unit, when)
        return {"on": on, "budget_year": on.year + (when % 7 == 0), "note": "Số liệu thử"}

    def take_back(self, move: may.TakeBack) -> Iterator[Act]:
        if self.written:
            mirror = reversal_of(self.written.pop(move.which % len(self.written)))
            if isinstance(mirror, ProjectEvent):
                mirror.outcome = Outcome.UNDONE
            yield act(mirror)

    def merge(self, move: may.Merge) -> Iterator[Act]:
        row = SameBusiness(business=self.businesses[move.business], same_as=self.businesses[move.same_as])
        yield Act(PostingKind.LATE, reason="Bổ sung", same=[row])

    def part(self, move: may.Part) -> Iterator[Act]:
        if self.merged:
            row = self.merged.pop(move.which % len(self.merged))
            yield Act(PostingKind.LATE, reason="Bổ sung", apart=[row])

    # --------------------------------------------------------------------------------------------------- who and when

    def day(self, unit: Province, when: int) -> date:
        days = DAYS[unit.valid_to is not None]
        return days[when % len(days)]

    def somebody(self, project: Project, named: int) -> Beneficiary | None:
        """One of those who stand in a project; nobody now and then, and where a project is not done by parts."""
        here = [row for row in self.joined if row.project_id == project.pk]
        if not here or project.kind not in OF_PARTS or named % 12 == 0:
            return None
        return here[named % len(here)]


def act(entry) -> Act:
    return Act(PostingKind.LATE, entries=[entry], reason="Bổ sung")


def joins(entry) -> bool:
    return isinstance(entry, BeneficiaryEntry) and entry.change == BeneficiaryChange.JOINED


def family(unit: Province) -> int:
    return unit.successor_id or unit.pk


def make_world(by, make_project) -> World:
    """The nouns alone: nothing is in the ledgers yet."""
    units = {province.key: province for province in Province.objects.all()}
    projects = [
        make_project(**sketch | {"origin_unit": units.get(sketch.get("origin_unit", ""))})
        for sketch in PROJECTS
    ]
    businesses = [
        stand(Business(name=f"Cơ sở {n}", unit=units[key], legal_form=LegalForm.HOUSEHOLD))
        for n, key in enumerate(PLACES)
    ]
    indicators = {row.code: row for row in Indicator.objects.filter(code__in=["III.3", "IX.3"])}
    activities = {row.code: row for row in Activity.objects.filter(code__in=ACTIVITIES)}
    return World(by, projects, businesses, activities, indicators["III.3"], indicators["IX.3"], units)

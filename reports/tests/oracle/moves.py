"""What may happen in a world: moves drawn by chance, which know nothing of what the way in allows.

Chance is a seed: lists of moves that hypothesis draws itself are all but empty while it tries a few examples.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from programs.choices import Happening, Level, Outcome, ProjectKind, ResultKind, Source, Stage

# Both eras of Lâm Đồng, one of whose parts came from another region, and Hà Nội, whose territory never changed.
PROJECTS = (
    {"unit": "P63-67", "year": 2023, "kind": ProjectKind.SINGLE},
    {"unit": "P63-60", "year": 2023, "kind": ProjectKind.GROUP},
    {"unit": "P63-68", "year": 2023, "kind": ProjectKind.FLAGSHIP, "level": Level.KCQG, "activity": "III.a"},
    {"unit": "P34-68", "year": 2025, "kind": ProjectKind.GROUP, "origin_unit": "P63-60"},
    {"unit": "P34-01", "year": 2025, "kind": ProjectKind.SINGLE},
    {"unit": "P63-67", "year": 2023, "kind": ProjectKind.OFF_PROJECT, "counted": False, "activity": "IX.d"},
    {"unit": "P34-68", "year": 2025, "kind": ProjectKind.OFF_PROJECT, "counted": True, "activity": "IX.d"},
    {"unit": "P63-01", "year": 2023, "kind": ProjectKind.SINGLE, "level": Level.KCQG},
)
ACTIVITIES = ("III.a", "I.a")  # of the flagship
OF_PARTS = (ProjectKind.SINGLE, ProjectKind.GROUP)  # whose rows may name a beneficiary
PLACES = ("P63-67", "P63-60", "P34-68", "P34-01", "P34-01")  # where the businesses produce
STATING = (
    "P63-60",
    "P63-67",
    "P63-68",
    "P34-68",
    "P63-01",
    "P34-01",
)  # provinces that state the level of a stock
DAYS = {  # of a province that ended, of one that began
    True: (
        date(2023, 2, 10),
        date(2023, 10, 1),
        date(2024, 1, 20),
        date(2024, 2, 29),
        date(2025, 6, 30),
        date(2025, 8, 15),
    ),
    False: (date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 20), date(2026, 9, 30)),
}
TODAY = date(2026, 11, 20)
MAIN = "main"  # the source of the project's level
WITHOUT_ADVANCE = (Source.OWN, Source.OTHER)


@dataclass(frozen=True)
class Pay:
    """A line of money of one of those who stand in the project, or of nobody; of this year or the next."""

    project: int
    stage: Stage
    source: str
    amount: int
    when: int
    later: int
    named: int


@dataclass(frozen=True)
class Happen:
    """A step of a project."""

    project: int
    happening: Happening
    outcome: Outcome
    when: int


@dataclass(frozen=True)
class Bear:
    """A quantity of what flows."""

    project: int
    kind: ResultKind
    quantity: int
    when: int


@dataclass(frozen=True)
class State:
    """The level of a stock of a province, as typed."""

    unit: str
    kind: ResultKind
    level: int
    when: int


@dataclass(frozen=True)
class Join:
    """A business joins a project."""

    project: int
    business: int
    when: int


@dataclass(frozen=True)
class Leave:
    """One of those who stand leaves."""

    which: int
    when: int


@dataclass(frozen=True)
class TakeBack:
    """One of the lines written so far is taken back."""

    which: int


@dataclass(frozen=True)
class Merge:
    """Two businesses are said to be one."""

    business: int
    same_as: int


@dataclass(frozen=True)
class Part:
    """Two of those are said to be two again."""

    which: int


SERVED = [stage for stage in Stage if stage not in (Stage.ASSIGNED, Stage.CARRIED, Stage.CONTRACTED)]
SOURCES = (MAIN, MAIN, MAIN, MAIN, MAIN, Source.KCDP_REVOLVING, Source.OWN, Source.OTHER)
AMOUNTS = (50, 100, 150, 250, 300, 900, -50, -100, -300, 0)
COUNTED = (Happening.APPROVED, Happening.ACCEPTED, Happening.STOPPED)


class Chance(Random):
    """Draws moves; the same ones for the same seed."""

    def any(self) -> int:
        return self.randrange(60)

    def project(self) -> int:
        return self.randrange(len(PROJECTS))

    def business(self) -> int:
        return self.randrange(len(PLACES))

    def pay(self) -> Pay:
        stage = self.choice([Stage.ASSIGNED, Stage.CARRIED, Stage.CONTRACTED, *SERVED, *SERVED])
        more = {"when": self.any(), "later": self.choice([0, 0, 0, 1]), "named": self.any()}
        return Pay(self.project(), stage, self.choice(SOURCES), self.choice(AMOUNTS), **more)

    def happen(self) -> Happen:
        """Of few projects, so that their steps meet."""
        outcome = self.choice([Outcome.DONE, Outcome.RETURNED, Outcome.REFUSED])
        return Happen(self.choice([2, 2, 3, 3, 5]), self.choice(COUNTED), outcome, self.any())

    def bear(self) -> Bear:
        return Bear(self.project(), self.choice(list(ResultKind)), self.choice([5, 3, -2]), self.any())

    def state(self) -> State:
        return State(
            self.choice(STATING), self.choice(list(ResultKind)), self.choice([10, 20, 15, 0]), self.any()
        )

    def join(self) -> Join:
        return Join(self.project(), self.business(), self.any())

    def leave(self) -> Leave:
        return Leave(self.any(), self.any())

    def take_back(self) -> TakeBack:
        return TakeBack(self.any())

    def merge(self) -> Merge:
        return Merge(self.business(), self.business())

    def part(self) -> Part:
        return Part(self.any())

    def script(self, of: str) -> list:
        """What moves a family of figures, in any order."""
        length, kinds = SCRIPTS[of]
        return [self.choice(kinds)(self) for _ in range(length)]


SCRIPTS = {
    "money": (60, [*[Chance.pay] * 7, Chance.take_back]),
    "businesses": (
        50,
        [*[Chance.pay] * 6, Chance.join, Chance.leave, Chance.take_back, Chance.merge, Chance.part],
    ),
    "events": (60, [Chance.happen, Chance.happen, Chance.take_back]),
    "flows": (20, [Chance.bear, Chance.bear, Chance.take_back]),
    "stocks": (30, [Chance.state, Chance.state, Chance.state, Chance.take_back]),
}

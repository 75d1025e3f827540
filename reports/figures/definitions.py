"""What a figure is: how it is made, of which rows, how it is read off a line, where Phụ lục I prints it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from printing.table import MONEY, PERCENT, Kind
from programs.choices import Level, Stage
from reports.figures.figures import LineFigures, Money, Tally

Value = int | Decimal | Fraction | None
Read = Callable[[LineFigures, Level | None], Value]  # the figures of a line; of one level alone, or of both


class Rows(StrEnum):
    """What stands behind a figure, and how it comes to it."""

    PLAN = "plan"  # entries of money of the plan's stages, added
    ENTRIES = "entries"  # entries of money of its stages, added
    DONE = "done"  # entries of money, judged part by part, then added
    EVENTS = "events"  # steps of projects: the projects to which one happened and was not undone
    PLANNED = "planned"  # projects with a plan above zero, counted
    BUSINESSES = "businesses"  # beneficiaries of projects with money, each business once
    RESULTS = "results"  # what people typed, added
    RATIO = "ratio"  # two other figures, divided
    COUNTRY = "country"  # a ratio to the figures of the country: worked out where those are asked too


@dataclass(frozen=True)
class Place:
    """Where Phụ lục I prints a figure: its part (A projects, B money, D effects) and its words there.

    The figure stands under "Thực hiện" and the one that `plan` names under "Kế hoạch"; with `is_plan` it stands under
    "Kế hoạch" itself. by_level: KCQG and KCĐP too, not the whole alone. adds: a total of these other lines.
    """

    part: str
    label: str
    mark: str = ""
    plan: str = ""
    is_plan: bool = False
    by_level: bool = True
    base: str = ""
    adds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """One figure. `read` is None where it cannot be read off the figures of one line."""

    code: str
    words: str  # how it is made, a sentence
    rows: Rows
    read: Read | None
    kind: Kind = MONEY
    name: str = ""  # where no indicator of the list names it
    unit: str = ""  # where it is not money nor the unit of the indicator
    sources: frozenset = frozenset()
    stages: tuple[Stage, ...] = ()
    off_project: bool = False
    happening: str = ""
    level: str = ""
    of_plan: bool = False  # businesses: those of planned projects, not those served
    terms: tuple["Definition", ...] = ()  # what a ratio divides
    adds: tuple[str, ...] = ()  # the codes whose typed quantities are added
    place: Place | None = None

    @property
    def needs_plan(self) -> bool:
        """Unknown when one asks by date alone."""
        return (
            self.rows in (Rows.PLAN, Rows.PLANNED)
            or self.of_plan
            or any(term.needs_plan for term in self.terms)
        )

    def value(self, figures: LineFigures, knows_plan: bool = True, level: Level | None = None) -> Value:
        if self.read is None or (self.needs_plan and not knows_plan):
            return None
        return self.read(figures, level)

    def stated(self, value: Value) -> Value:
        """In its unit: of a hundred where that is per cent."""
        return value * 100 if self.kind is PERCENT and value is not None else value

    def by_level(self, figures: LineFigures) -> tuple[Value, Value, Value]:
        """KCQG, KCĐP, both."""
        return (
            self.value(figures, level=Level.KCQG),
            self.value(figures, level=Level.KCDP),
            self.value(figures),
        )


@dataclass(frozen=True)
class Part:
    """A part of the money of a line: its words, its sources and how a Tally holds it."""

    words: str
    sources: frozenset
    of: Callable[[Tally, Level | None], Money]
    off_project: bool = False

    def read(self, amount: Callable[[Money], int]) -> Read:
        return lambda figures, level: amount(self.of(figures.tally, level))

    @property
    def limits(self) -> dict:
        return {"sources": self.sources, "off_project": self.off_project}

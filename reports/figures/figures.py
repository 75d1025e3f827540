"""Sums that add up; pure. A province, a region and the country use the same lines. Money is in whole đồng.

Counts of projects and events add over provinces, because a project belongs to one. Counts of businesses do not (one
business may benefit twice): they are kept as sets of ids and counted where they are shown.
"""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from operator import add
from typing import Any, NamedTuple

from programs.choices import Level, Stage
from programs.measures import DISBURSED

NTH = {stage: n for n, stage in enumerate(Stage)}


@dataclass(frozen=True)
class Money:
    """The money of one source family in one period, in đồng.

    plan and done (thực hiện) are what the rules of programs.measures make of the entries; sums: what the entries of each
    stage add up to, in the order of Stage. Thu hồi is never subtracted.
    """

    plan: int = 0
    done: int = 0
    sums: tuple[int, ...] = (0,) * len(Stage)

    def __add__(self, other: "Money") -> "Money":
        if other is NOTHING:
            return self
        if self is NOTHING:
            return other
        return Money(self.plan + other.plan, self.done + other.done, tuple(map(add, self.sums, other.sums)))

    def of(self, *stages: str) -> int:
        """What the entries of these stages add up to."""
        return sum(self.sums[NTH[stage]] for stage in stages)

    @property
    def disbursed(self) -> int:
        return self.of(*DISBURSED)


def ratio(part: int | None, whole: int | None) -> Fraction | None:
    """part / whole; None ("–") where there is nothing to divide by."""
    return Fraction(part, whole) if whole and part is not None else None


NOTHING = Money()


@dataclass(frozen=True)
class Tally:
    """All the money of one line: by family; own capital also by the level of its project, and of promotion money the
    part that stands outside any project.
    """

    kcqg: Money = NOTHING
    kcdp: Money = NOTHING
    own: Money = NOTHING
    other: Money = NOTHING
    off_project: Money = NOTHING
    own_kcqg: Money = NOTHING
    own_kcdp: Money = NOTHING

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.kcqg + other.kcqg,
            self.kcdp + other.kcdp,
            self.own + other.own,
            self.other + other.other,
            self.off_project + other.off_project,
            self.own_kcqg + other.own_kcqg,
            self.own_kcdp + other.own_kcdp,
        )

    @property
    def promotion(self) -> Money:
        """Kinh phí khuyến công: KCQG + KCĐP."""
        return self.kcqg + self.kcdp

    @property
    def everything(self) -> Money:
        """Tổng vốn thực hiện đề án, own and other capital included (F.17)."""
        return self.promotion + self.own + self.other

    def at(self, level: Level | None) -> Money:
        """Promotion money of one level's sources, or of both: the sources decide, not the project."""
        return getattr(self, level) if level else self.promotion

    def own_at(self, level: Level | None) -> Money:
        """Own capital in the projects of one level, or of both: it has no level of its own."""
        return getattr(self, f"own_{level}") if level else self.own


class LineKey(NamedTuple):
    """Where a report shows figures: in the block of a region (its id; None: of none), on a line (a province's id).

    A line that holds provinces of two regions stands in both blocks, each time with its part.
    """

    region: int | None
    line: int


@dataclass
class LineFigures:
    """Everything one line of a report shows for one period."""

    tally: Tally = field(default_factory=Tally)
    projects: Counter[str] = field(default_factory=Counter)  # level -> planned projects
    events: Counter[tuple[str, str]] = field(
        default_factory=Counter
    )  # (happening, level) -> projects it happened to
    results: Counter[tuple[str, str, str]] = field(
        default_factory=Counter
    )  # (indicator code, level, kind) -> quantity in scale steps
    planned_businesses: dict[str, set[int]] = field(default_factory=dict)  # level -> ids
    served_businesses: dict[str, set[int]] = field(default_factory=dict)
    has_entries: bool = False
    illustrative: bool = False
    has_money: bool = False
    units: set[int] = field(default_factory=set)  # the provinces by which its rows of money are drawn
    inherited: set[str] = field(default_factory=set)  # codes of stocks that units merged into the line stated

    def __add__(self, other: "LineFigures") -> "LineFigures":
        return LineFigures(
            self.tally + other.tally,
            _sum(self.projects, other.projects),
            _sum(self.events, other.events),
            _sum(self.results, other.results),
            _union(self.planned_businesses, other.planned_businesses),
            _union(self.served_businesses, other.served_businesses),
            self.has_entries or other.has_entries,
            self.illustrative or other.illustrative,
            self.has_money or other.has_money,
            self.units | other.units,
            self.inherited | other.inherited,
        )

    def count_of(self, happening: str, level: str | None = None) -> int:
        return sum(n for (what, at), n in self.events.items() if what == happening and level in (None, at))

    def result(self, code: str, kind: str, level: str | None = None) -> int:
        """The quantity of an indicator in steps of 10^-scale."""
        levels = [level] if level else {at for what, at, _ in self.results if what == code}
        return sum(self.results[code, at, kind] for at in levels)

    def project_count(self, level: str | None = None) -> int:
        return self.projects[level] if level else sum(self.projects.values())

    @staticmethod
    def businesses(by_level: dict[str, set[int]], level: str | None = None) -> int:
        return len(by_level.get(level, set()) if level else set().union(*by_level.values()))


def _sum(one: Counter[Any], other: Counter[Any]) -> Counter[Any]:
    """Unlike Counter's own +, keeps what falls to zero or below: corrections may leave a minus."""
    both = Counter(one)
    both.update(other)
    return both


def _union(one: dict[str, set[int]], other: dict[str, set[int]]) -> dict[str, set[int]]:
    return {level: one.get(level, set()) | other.get(level, set()) for level in {*one, *other}}


@dataclass
class Figures:
    """The answer to one question: figures by region and line, and what they come to together."""

    lines: dict[LineKey, LineFigures] = field(default_factory=dict)

    def line(self, key: LineKey) -> LineFigures:
        return self.lines.setdefault(key, LineFigures())

    def part(self, region: int | None = None, line: int | None = None) -> LineFigures:
        """A region's block, a line in all its regions, a line in one; what does not add is counted again."""
        part = LineFigures()
        for key, found in self.lines.items():
            if (region is None or key.region == region) and (line is None or key.line == line):
                part = part + found
        return part

    @property
    def total(self) -> LineFigures:
        return self.part()

    def holds_all_of(self, units: frozenset[int], key: LineKey) -> bool:
        """Whether no money of these provinces stands on another line of the same region."""
        return not any(
            found.units & units
            for other, found in self.lines.items()
            if other.region == key.region and other.line != key.line
        )

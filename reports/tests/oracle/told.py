"""What the reports say, put in the oracle's measures."""

from collections.abc import Hashable

from programs.choices import Level, Stage
from reports.figures.catalogue import CATALOGUE
from reports.figures.figures import LineFigures, Tally
from reports.tests.oracle.answers import BOTH, Measures

FAMILIES = ("kcqg", "kcdp", "own", "other", "off_project")
STOCKS = ("IX.3",)


def measures_of_line(line: LineFigures) -> Measures:
    found = measures_of_money(line.tally)
    for level in Level:
        found["carried in", str(level)] = CATALOGUE["F.29"].value(line, level=level)
    for happening in {happening for happening, _ in line.events}:
        for level in ("kcqg", "kcdp", None):
            found["event", str(happening), level or BOTH] = line.count_of(happening, level)
    for level in ("kcqg", "kcdp", None):
        found["projects", level or BOTH] = line.project_count(level)
        found["planned businesses", level or BOTH] = line.businesses(line.planned_businesses, level)
        found["served businesses", level or BOTH] = line.businesses(line.served_businesses, level)
    for (code, level, kind), quantity in line.results.items():
        found["stock" if code in STOCKS else "flow", code, str(level), str(kind)] = quantity
    return found


def measures_of_money(tally: Tally) -> Measures:
    found = {}
    for family in FAMILIES:
        money = getattr(tally, family)
        found |= {("plan", family): money.plan, ("done", family): money.done}
        found |= {("stage", str(stage), family): money.of(stage) for stage in Stage}
    return found


def only(lines: dict[Hashable, Measures], *families: str) -> dict[Hashable, Measures]:
    """Some families of figures; nothing and zero are one, and so is a line of nothing and none."""
    kept = {
        line: {measure: n for measure, n in measures.items() if measure[0] in families and n}
        for line, measures in lines.items()
    }
    return {line: measures for line, measures in kept.items() if measures}

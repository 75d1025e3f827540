"""The oracle's answer: every measure of every line, a line being a province within a region."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator

from reports.tests.oracle import counts, money, results
from reports.tests.oracle.asked import Fact, Place, Question, line_of, region_of
from reports.tests.oracle.rows import Ledgers

COUNTED = {"event", "projects", "planned businesses", "served businesses"}  # of whom, each once
BOTH = "both levels"

Measures = dict[tuple, int]
Key = Callable[[Place], Hashable]  # where a row stands -> the line that shows it


def answer(question: Question, ledgers: Ledgers, key: Key) -> dict[Hashable, Measures]:
    """Line -> measure -> value; what comes to zero is left out."""
    return {line: values for line, values in lines(question, ledgers, key).items() if values}


def total(question: Question, ledgers: Ledgers) -> Measures:
    """What all lines come to: counted anew, not added."""
    return lines(question, ledgers, lambda place: None).get(None, {})


def lines(question: Question, ledgers: Ledgers, key: Key) -> dict[Hashable, Measures]:
    found: dict[Hashable, Counter] = defaultdict(Counter)
    whom: dict[Hashable, dict[tuple, set]] = defaultdict(lambda: defaultdict(set))
    for place, measure, value in facts(question, ledgers):
        line = key(place)
        if measure[0] in COUNTED:
            whom[line][measure].add(value)
            whom[line][*measure[:-1], BOTH].add(value)
        else:
            found[line][measure] += value
    for line, sets in whom.items():
        found[line].update({measure: len(members) for measure, members in sets.items()})
    return {line: {measure: n for measure, n in values.items() if n} for line, values in found.items()}


def facts(question: Question, ledgers: Ledgers) -> Iterator[Fact]:
    yield from money.facts(question, ledgers)
    yield from counts.facts(question, ledgers)
    yield from results.facts(question, ledgers)


def by_line(question: Question, ledgers: Ledgers) -> Key:
    """The line in the drawing asked for."""
    return lambda place: line_of(place, question.drawing, ledgers)


def by_activity(question: Question, ledgers: Ledgers) -> Key:
    """The content of the programme; money outside any project for itself."""
    return lambda place: (place.activity, place.off_project)


def by_project(question: Question, ledgers: Ledgers) -> Key:
    return lambda place: place.project


def by_region_and_line(question: Question, ledgers: Ledgers) -> Key:
    """A line that lies in two regions is printed in both, each with its part; the province decides the region."""

    def key(place: Place) -> tuple:
        region = region_of(place.unit, question.region_day, question.posting, ledgers)
        return region, line_of(place, question.drawing, ledgers)

    return key

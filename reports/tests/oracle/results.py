"""Results in the steps of their indicator: what flows adds up, what stands is the last statement."""

from collections.abc import Iterator

from reports.tests.oracle.asked import Fact, Place, Question, heirs, standing
from reports.tests.oracle.rows import Ledgers, Result

Key = tuple[int, str, str]  # indicator, level, plan or actual


def facts(question: Question, ledgers: Ledgers) -> Iterator[Fact]:
    for row in question.held(ledgers.results):
        if row.indicator_id not in ledgers.stocks:
            yield told(row, "flow", row.quantity, ledgers)
    for row in statements(question, ledgers):
        yield told(row, "stock", row.level_stated, ledgers)


def told(row: Result, name: str, quantity: int, ledgers: Ledgers) -> Fact:
    place = Place(row.unit_id, row.origin_id)
    return place, (name, ledgers.codes[row.indicator_id], row.level, row.kind), quantity


def statements(question: Question, ledgers: Ledgers) -> Iterator[Result]:
    """One row a province and key: the last that stands, unless what became of the province has stated its own.

    Whether an heir has is asked of the ledger, not of the provinces asked for: so regions add up to the country.
    """
    last: dict[tuple[int, Key], Result] = {}
    for row in standing(ledgers.results, ledgers.results, question.posting):
        if row.level_stated is None or row.posting_id > question.posting or row.on > question.last_day:
            continue
        place = (row.unit_id, (row.indicator_id, row.level, row.kind))
        if place not in last or rank(row) > rank(last[place]):
            last[place] = row
    for (unit, key), row in last.items():
        ended = any((heir.pk, key) in last for heir in heirs(ledgers.units[unit], ledgers.units))
        if unit in question.units and not ended:
            yield row


def rank(row: Result) -> tuple:
    return row.on, row.posting_id, row.pk

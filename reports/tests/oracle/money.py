"""Plan, stages and what is done (thực hiện) of money, in đồng: facts that add up.

The money of each measure is kept by family of sources, and promotion money outside any project once more.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from programs.choices import FAMILY_OF_SOURCE
from programs.periods import BudgetPeriod
from reports.tests.oracle.asked import Fact, Place, Question, day_before, standing
from reports.tests.oracle.rows import Ledgers, Money

ASSIGNED, CARRIED = "assigned", "carried"
DISBURSED = ("advanced", "paid")
ACCEPTED = "accepted"
COMPLETE = "settled"  # quyết toán (hoàn tất)
SETTLED = ("part_settled", COMPLETE)
SERVED = (*DISBURSED, ACCEPTED, *SETTLED)  # from advance to settlement
PROMOTION = ("kcqg", "kcdp")
OFF_PROJECT = "off_project"


def facts(question: Question, ledgers: Ledgers) -> Iterator[Fact]:
    for row in question.held(ledgers.money):
        yield from told(row, "stage", row.amount, row.stage)
        if question.period.knows_plan and is_plan(row, question):
            yield from told(row, "plan", row.amount)
            if row.stage == CARRIED:
                yield Place(row.unit_id, row.origin_id), ("carried in", family_of(row)), row.amount
    for row, amount in done(question, ledgers):
        yield from told(row, "done", amount)


def told(row: Money, name: str, amount: int, *more) -> Iterator[Fact]:
    family = family_of(row)
    place = Place(row.unit_id, row.origin_id, row.project_id, row.activity_id, row.off_project)
    yield place, (name, *more, family), amount
    if row.off_project and family in PROMOTION:
        yield place, (name, *more, OFF_PROJECT), amount


def family_of(row: Money) -> str:
    return str(FAMILY_OF_SOURCE[row.source])


def is_plan(row: Money, question: Question) -> bool:
    """Given in these years, or carried into them from a year before the first: a plan holds no đồng twice."""
    return row.stage == ASSIGNED or (row.stage == CARRIED and row.carried_from < question.years.start)


# ------------------------------------------------------------------------------------------------------- what is done


def done(question: Question, ledgers: Ledgers) -> Iterator[tuple[Money, int]]:
    """(a row that says whose it is, amount); between two days what the end has more than the day before the start."""
    period = question.period
    if isinstance(period, BudgetPeriod):
        yield from judged(question.held(ledgers.money), ledgers, question.posting)
        return
    known = question.known(ledgers.money)
    for day, sign in ((period.end, 1), (day_before(period.start), -1)):
        for row, amount in judged([row for row in known if row.on <= day], ledgers, question.posting):
            yield row, sign * amount


def judged(rows: Iterable[Money], ledgers: Ledgers, posting: int) -> Iterator[tuple[Money, int]]:
    """Each project, source and budget year for itself; by its parts where every row that stands names one."""
    valid = {row.pk for row in standing(rows, ledgers.money, posting)}
    for group in grouped(
        (row for row in rows if row.stage in SERVED),
        lambda row: (row.project_id, row.source, row.budget_year),
    ):
        names = [part_of(row, ledgers) for row in group if row.pk in valid]
        parts = [group] if None in names else grouped(group, lambda row: part_of(row, ledgers))
        for part in parts:
            yield part[0], done_of(part, valid)


def part_of(row: Money, ledgers: Ledgers) -> int | None:
    """What a project is settled by: a flagship its activities, any other its beneficiaries."""
    return row.activity_id if row.project_id in ledgers.flagships else row.beneficiary_id


def done_of(rows: list[Money], valid: set[int]) -> int:
    """What was settled where a complete settlement stands, 0 included; else the most of what three stages say."""
    settled, accepted, disbursed = (
        sum(row.amount for row in rows if row.stage in stages) for stages in (SETTLED, (ACCEPTED,), DISBURSED)
    )
    if any(row.stage == COMPLETE and row.pk in valid for row in rows):
        return settled
    return max(settled, accepted, disbursed)


def grouped(rows: Iterable[Money], key) -> list[list[Money]]:
    groups: dict[Hashable, list[Money]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return list(groups.values())

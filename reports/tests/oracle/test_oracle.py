"""The oracle is right by itself: cases worked out by hand, on rows that no database holds."""

from dataclasses import replace
from datetime import date

import pytest

from programs.periods import BudgetPeriod, Span
from reports.tests.oracle.answers import BOTH, answer, by_line, by_region_and_line, total
from reports.tests.oracle.asked import Question, region_of
from reports.tests.oracle.rows import Benefit, Event, Ledgers, Member, Money, Result, SameBusiness, Unit

A, B, C, D = 11, 12, 13, 14
YEAR = BudgetPeriod(2023)
EVER = 10**6
DAK_NONG, BINH_THUAN, OLD, NEW = 67, 60, 68, 34  # old provinces and the one that they became
ENDED = date(2025, 6, 30)
NATION = {
    **{pk: Unit(pk, valid_to=ENDED, successor_id=NEW) for pk in (DAK_NONG, BINH_THUAN, OLD)},
    NEW: Unit(NEW, valid_from=date(2025, 7, 1)),
}


def money(pk, stage, amount, on=date(2023, 3, 15), year=2023, source="kcdp_province", **values):
    return Money(pk, stage, amount, on, year, source, **values)


def of(rows, name, *parts, period=YEAR, posting=EVER, units=frozenset({1}), **ledgers):
    """One measure of the total, of money unless the ledgers say another."""
    found = total(Question(period, units, posting), Ledgers(**{"money": rows} | ledgers))
    return found.get((name, *parts), 0)


def done(rows, period=YEAR, part="kcdp", **options):
    return of(rows, "done", part, period=period, **options)


# ------------------------------------------------------------------------------------------------------------- money


def test_parts_are_judged_for_themselves_where_every_row_names_whose_it_is():
    """A was settled 250, B accepted 300, C advanced 150."""
    rows = [
        money(1, "advanced", 200, beneficiary_id=A),
        money(2, "settled", 250, beneficiary_id=A),
        money(3, "accepted", 300, beneficiary_id=B),
        money(4, "paid", 280, beneficiary_id=B),
        money(5, "advanced", 150, beneficiary_id=C),
    ]
    assert done(rows) == 700
    assert done([*rows, money(6, "paid", 1)]) == 250  # names nobody: settled as a whole
    assert done([*rows, money(6, "paid", 1), money(7, "paid", -1, reverses_id=6)]) == 700


def test_a_flagship_is_judged_by_its_activities():
    rows = [money(1, "settled", 250, activity_id=1), money(2, "accepted", 300, activity_id=2)]
    assert done(rows, flagships=frozenset({1})) == 550
    assert done(rows) == 250


def test_a_partial_settlement_takes_nothing_away_and_a_complete_one_decides():
    paid = [money(1, "paid", 900)]
    partly = [*paid, money(2, "part_settled", 300)]
    complete = [*partly, money(3, "settled", 500)]
    assert [done(rows) for rows in (paid, partly, complete)] == [900, 900, 800]


def test_a_complete_settlement_of_nothing_counts_until_it_is_taken_back():
    rows = [money(1, "paid", 50), money(2, "settled", 0, posting_id=2)]
    undone = [*rows, money(3, "settled", 0, posting_id=3, reverses_id=2)]
    assert (done(rows), done(undone), done(undone, posting=2)) == (0, 50, 0)


def test_done_is_judged_per_source_and_year():
    rows = [
        money(1, "paid", 50),
        money(2, "settled", 40),
        money(3, "paid", 30, source="kcqg"),
        money(4, "paid", 7, year=2022),
    ]
    assert (done(rows), done(rows, part="kcqg")) == (40, 30)
    assert done(rows, BudgetPeriod(2023, first_year=2022)) == 47


def test_adjoining_spans_add_up():
    """Advanced 500 in February, accepted 900 in August: 500 and 400, not 500 and 900."""
    rows = [money(1, "advanced", 500, date(2023, 2, 10)), money(2, "accepted", 900, date(2023, 8, 20))]
    halves = Span(date(2023, 1, 1), date(2023, 6, 30)), Span(date(2023, 7, 1), date(2023, 12, 31))
    assert [done(rows, half) for half in halves] == [500, 400]
    assert done(rows, Span(date(2023, 1, 1), date(2023, 12, 31))) == 900


def test_a_cut_off_stops_within_the_budget_year_and_a_whole_year_does_not():
    rows = [
        money(1, "paid", 10, date(2023, 9, 30)),
        money(2, "paid", 5, date(2023, 10, 1)),
        money(3, "paid", 3, date(2024, 1, 20)),
    ]
    periods = BudgetPeriod.of_months(2023, 9), YEAR, BudgetPeriod(2024), Span(date(2024, 1, 1), ENDED)
    assert [of(rows, "stage", "paid", "kcdp", period=period) for period in periods] == [10, 18, 0, 3]


def test_a_plan_of_several_years_holds_what_was_carried_in_from_before_them():
    rows = [
        money(1, "assigned", 100, year=2022),
        money(2, "carried", 30, year=2023, carried_from=2022),
        money(3, "assigned", 70),
        money(4, "carried", 20, year=2024, carried_from=2023),
    ]
    periods = YEAR, BudgetPeriod(2023, first_year=2022), BudgetPeriod(2024, first_year=2023)
    assert [of(rows, "plan", "kcdp", period=period) for period in periods] == [100, 170, 100]
    assert [of(rows, "carried in", "kcdp", period=period) for period in periods] == [30, 0, 30]
    assert [of(rows, "projects", BOTH, period=BudgetPeriod(2024, first_year=y)) for y in (2023, 2024)] == [
        1,
        1,
    ]


def test_money_outside_projects_is_in_every_total_and_in_no_count():
    rows = [
        money(1, "assigned", 40, off_project=True),
        money(2, "paid", 30, off_project=True),
        money(3, "assigned", 500, off_project=True, source="own"),
    ]
    assert [of(rows, "plan", part) for part in ("kcdp", "own", "off_project")] == [40, 500, 40]
    assert (done(rows), done(rows, part="off_project"), of(rows, "projects", BOTH)) == (30, 30, 0)
    assert (businesses(rows), businesses(rows, "planned businesses")) == (0, 0)


# ------------------------------------------------------------------------------------------------------------ counts


def event(pk, outcome="done", posting=1, reverses=None, **values):
    return Event(pk, "approved", outcome, date(2023, 2, 1), 2023, posting, reverses_id=reverses, **values)


def test_what_takes_back_another_outcome_takes_nothing_from_a_step():
    returned, approved = event(1, "returned", 1), event(2, "done", 2)
    undone, cancelled = event(3, "undone", 3, reverses=1), event(4, "undone", 4, reverses=2)
    rows = [returned, approved, undone, cancelled]
    counted = [of([], "event", "approved", BOTH, events=rows, posting=posting) for posting in (1, 2, 3, 4)]
    assert counted == [0, 1, 1, 0]


def test_a_project_counts_once_and_money_outside_projects_never():
    rows = [
        event(1),
        event(2),
        event(3, project_id=2, level="kcqg"),
        event(4, project_id=3, off_project=True),
    ]
    assert of([], "event", "approved", BOTH, events=rows) == 2
    assert of([], "event", "approved", "kcqg", events=rows) == 1


FOUR = [Benefit(pk, pk, 100 + pk) for pk in (A, B, C, D)]


def businesses(rows, name="served businesses", benefits=FOUR, **options):
    return of(rows, name, BOTH, benefits=benefits, **options)


def test_of_four_named_those_count_who_were_paid():
    rows = [money(pk, "paid", 50, beneficiary_id=pk) for pk in (A, B, C)]
    assert businesses(rows) == 3
    assert businesses([*rows, money(20, "paid", -50, beneficiary_id=C)]) == 2
    assert businesses([*rows, money(20, "paid", 5)]) == 4  # this names nobody: all who stand
    assert businesses([*rows, money(20, "paid", 5), money(21, "paid", -5, reverses_id=20)]) == 3
    assert businesses([money(1, "assigned", 50)]) == 0
    assert businesses([money(1, "assigned", 50)], "planned businesses") == 4


def test_a_year_does_not_know_what_later_years_did_to_its_beneficiaries():
    left = Benefit(30, D, 100 + D, -1, posting_id=2, budget_year=2024, on=date(2024, 3, 1))
    joined = Benefit(31, 15, 115, 1, posting_id=2, budget_year=2024, on=date(2024, 3, 1))
    rows = [money(1, "paid", 5), money(2, "paid", 5, year=2024, on=date(2024, 5, 1))]
    benefits = [*FOUR, left, joined]
    found = [businesses(rows, benefits=benefits, period=BudgetPeriod(year)) for year in (2023, 2024)]
    assert found == [4, 4]
    assert businesses(rows, benefits=benefits, period=BudgetPeriod(2024, first_year=2023)) == 5
    named = [money(3, "paid", 5, beneficiary_id=15)]
    assert businesses(named, benefits=benefits) == 0  # in a year in which it did not stand yet
    assert businesses(rows, benefits=[*FOUR, left], period=BudgetPeriod(2024)) == 3
    assert businesses(rows, benefits=[*FOUR, left], period=BudgetPeriod(2024), posting=1) == 4


def test_two_records_of_one_business_count_once_while_they_are_said_to_be_one():
    rows = [money(pk, "paid", 50, beneficiary_id=pk) for pk in (A, B)]
    same = [SameBusiness(100 + B, 100 + A, posting_id=3, undone_posting_id=5)]
    assert [businesses(rows, same=same, posting=posting) for posting in (2, 3, 4, 5)] == [2, 1, 1, 2]


# ----------------------------------------------------------------------------------------------------------- results


def statement(pk, level, on, posting=None, unit=OLD, reverses=None):
    values = {"posting_id": posting or pk, "unit_id": unit, "origin_id": unit, "reverses_id": reverses}
    return Result(pk, 9, on, on.year, level_stated=level, **values)


def level(rows, on, posting=EVER, units=frozenset(NATION)):
    ledgers = Ledgers(results=rows, stocks=frozenset({9}), codes={9: "IX.3"}, units=NATION)
    question = Question(BudgetPeriod(on.year, on), units, posting)
    return total(question, ledgers).get(("stock", "IX.3", "kcdp", "actual"))


MARCH, JUNE, NOVEMBER, DECEMBER = (date(2023, month, 10) for month in (3, 6, 11, 12))
END = date(2023, 12, 31)


def test_a_stock_is_the_last_statement_that_stands():
    """10 in March, 20 in December, 15 in June; December is withdrawn, then stated again for November."""
    rows = [statement(1, 10, MARCH), statement(2, 20, DECEMBER), statement(3, 15, JUNE)]
    assert [level(rows, day) for day in (MARCH, JUNE, DECEMBER)] == [10, 15, 20]
    withdrawn = [*rows, statement(4, None, DECEMBER, reverses=2)]
    assert (level(withdrawn, END), level(withdrawn, END, posting=3)) == (15, 20)
    moved = [*withdrawn, statement(5, 20, NOVEMBER)]
    assert [level(moved, day) for day in (date(2023, 11, 30), END)] == [20, 20]


def test_of_two_statements_of_a_day_the_later_written_holds():
    rows = [
        statement(1, 10, JUNE, posting=2),
        statement(2, 12, JUNE, posting=1),
        statement(3, 11, JUNE, posting=2),
    ]
    assert level(rows, END) == 11


def test_a_statement_of_the_heir_ends_those_of_all_that_it_was_made_of():
    later = date(2025, 9, 1)
    rows = [
        statement(1, 31, date(2024, 5, 1), unit=OLD),
        statement(2, 7, date(2024, 6, 1), unit=DAK_NONG),
        statement(3, 50, later, unit=NEW),
    ]
    assert (level(rows, date(2025, 8, 31)), level(rows, later)) == (38, 50)
    assert (
        level(rows, later, units=frozenset({DAK_NONG, OLD})) is None
    )  # also where the heir is not asked for
    withdrawn = [*rows, statement(4, None, later, unit=NEW, reverses=3)]
    assert level(withdrawn, later) == 38


# ------------------------------------------------------------------------------------------------- lines and regions

SOUTH, CENTRE = 3, 2
LAID = {
    **{("then", pk): pk for pk in NATION},
    **{("34", pk): NEW for pk in NATION},
    **{("63", pk): pk for pk in NATION},
}
MEMBERS = [
    *(Member(pk, SOUTH if pk == BINH_THUAN else CENTRE, date(2008, 8, 1)) for pk in (DAK_NONG, BINH_THUAN, OLD)),
    Member(NEW, CENTRE, date(2025, 7, 1)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2023, 9, 30), SOUTH), (ENDED, SOUTH), (date(2025, 7, 1), CENTRE)]
)
def test_an_old_province_belongs_where_its_heir_of_the_day_does(day, expected):
    ledgers = Ledgers(units=NATION, members=MEMBERS)
    assert region_of(BINH_THUAN, day, EVER, ledgers) == expected
    assert region_of(NEW, day, EVER, ledgers) == CENTRE


def test_a_membership_is_known_from_its_posting_to_the_one_that_ends_it():
    wrong, right = (replace(MEMBERS[-1], region_id=n, valid_from=date(2025, 12, 4)) for n in (SOUTH, 1))
    known = [*MEMBERS, replace(wrong, added_id=3, ended_id=5), replace(right, added_id=5)]
    ledgers = Ledgers(units=NATION, members=known)
    assert [region_of(OLD, date(2026, 1, 1), posting, ledgers) for posting in (2, 3, 4, 5)] == [
        CENTRE, SOUTH, SOUTH, 1,
    ]  # fmt: skip


def test_a_line_in_two_regions_is_printed_in_both_with_its_part():
    rows = [
        money(1, "paid", 800, unit_id=BINH_THUAN, origin_id=BINH_THUAN),
        money(2, "paid", 500, unit_id=OLD, origin_id=OLD, project_id=2),
        money(3, "paid", 90, unit_id=NEW, origin_id=BINH_THUAN, project_id=3),
    ]
    ledgers = Ledgers(money=rows, units=NATION, members=MEMBERS, lines=LAID, by_origin=frozenset({"63"}))
    question = Question(YEAR, frozenset(NATION), EVER, region_day=date(2023, 12, 31))

    def shown(drawing, key):
        asked = replace(question, drawing=drawing)
        lines = answer(asked, ledgers, key(asked, ledgers))
        return {line: values["done", "kcdp"] for line, values in lines.items()}

    assert shown("34", by_line) == {NEW: 1390}
    assert shown("34", by_region_and_line) == {(SOUTH, NEW): 800, (CENTRE, NEW): 590}
    assert shown("then", by_line) == {BINH_THUAN: 800, OLD: 500, NEW: 90}
    assert shown("63", by_region_and_line) == {
        (SOUTH, BINH_THUAN): 800,
        (CENTRE, OLD): 500,
        (CENTRE, BINH_THUAN): 90,
    }

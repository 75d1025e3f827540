"""Sums of lines that differ in everything: each part of a sum is added, none is dropped, none counted twice."""

from collections import Counter
from dataclasses import fields
from fractions import Fraction

from programs.choices import Level, Stage
from reports.figures.figures import Figures, LineFigures, LineKey, Money, Tally, ratio

ONE, OTHER = Money(1, 2, (3, 4, 5, 6, 7, 8, 9, 1, 2)), Money(10, 20, (30, 40, 50, 60, 70, 80, 90, 10, 20))
BOTH = Money(11, 22, (33, 44, 55, 66, 77, 88, 99, 11, 22))


def test_money_adds_every_part_and_nothing_leaves_it_as_it_is():
    assert ONE + OTHER == OTHER + ONE == BOTH
    assert (len(fields(Money)), len(ONE.sums)) == (3, len(Stage))  # a new part stands in the example too
    assert ONE + Money() == Money() + ONE == ONE
    assert sum([ONE, OTHER], Money()) == BOTH


def test_money_of_some_stages_is_theirs_alone():
    money = Money(sums=tuple(10**place for place in range(len(Stage))))
    places = {stage: 10**place for place, stage in enumerate(Stage)}

    assert money.disbursed == places[Stage.ADVANCED] + places[Stage.PAID]
    assert money.of(Stage.SETTLED) == places[Stage.SETTLED]
    assert money.of() == 0


def test_a_share_of_nothing_is_unknown_and_nothing_of_something_is_zero():
    assert [ratio(1, 0), ratio(1, None), ratio(None, 2), ratio(0, 2), ratio(1, 2)] == [
        None,
        None,
        None,
        0,
        Fraction(1, 2),
    ]


def test_a_tally_adds_each_family_to_its_own():
    kcqg, kcdp, own, other, off_project = (Money(done=10**n) for n in range(5))
    tally = Tally(kcqg, kcdp, own, other, off_project)

    assert tally + tally == Tally(*(Money(done=2 * 10**n) for n in range(5)))
    assert (tally.promotion.done, tally.everything.done) == (11, 1111)  # off_project is a part, not one more


def test_promotion_money_of_a_level_is_that_of_its_sources():
    tally = Tally(kcqg=Money(plan=1), kcdp=Money(plan=10), own=Money(plan=100))

    assert [tally.at(level).plan for level in (Level.KCQG, Level.KCDP, None)] == [1, 10, 11]
    assert len({tally, Tally(kcqg=Money(plan=1), kcdp=Money(plan=10), own=Money(plan=100))}) == 1


def test_a_total_holds_what_any_of_its_lines_holds():
    """The marks of a line come into the total whichever line has them, the first or a later one."""
    bare = LineFigures()
    for name in ("has_entries", "has_money", "illustrative"):
        marked = LineFigures(**{name: True})
        assert [getattr(line, name) for line in (bare + bare, marked + bare, bare + marked)] == [
            False,
            True,
            True,
        ], name


def test_a_total_adds_counts_by_level_and_joins_businesses():
    one = LineFigures(
        projects=Counter(kcdp=2),
        events=Counter({("approved", "kcdp"): 1}),
        results=Counter({("III.4", "kcdp", "actual"): 5}),
        planned_businesses={"kcdp": {1, 2}},
        served_businesses={"kcdp": {1}},
    )
    other = LineFigures(
        projects=Counter(kcdp=1, kcqg=4),
        events=Counter({("approved", "kcqg"): 3, ("accepted", "kcdp"): 7}),
        results=Counter({("III.4", "kcdp", "actual"): -5, ("III.4", "kcqg", "actual"): 8, ("III.4", "kcdp", "plan"): 9}),
        planned_businesses={"kcdp": {2, 3}, "kcqg": {1}},
        served_businesses={"kcqg": {9}},
    )  # fmt: skip
    total = Figures({LineKey(1, 1): one, LineKey(1, 2): other}).total

    assert (total.project_count(), total.project_count("kcdp"), total.project_count("kcqg")) == (7, 3, 4)
    assert (total.count_of("approved"), total.count_of("approved", "kcqg"), total.count_of("settled")) == (
        4,
        3,
        0,
    )
    assert (total.result("III.4", "actual"), total.result("III.4", "actual", "kcdp")) == (8, 0)
    assert total.results["III.4", "kcdp", "actual"] == 0  # what corrections take to zero stays as a zero
    assert total.businesses(total.planned_businesses) == 3  # 1 benefits at both levels and is one business
    assert total.businesses(total.planned_businesses, "kcdp") == 3
    assert total.businesses(total.served_businesses, "kcdp") == 1
    assert total.businesses(total.served_businesses, "none") == 0

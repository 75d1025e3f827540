from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.ledger.entries import add_money
from programs.models import MoneyEntry
from programs.periods import BudgetPeriod, Span, UpTo, a_year_earlier, end_of_month


@pytest.mark.parametrize(
    ("period", "title", "end", "months"),
    [
        (BudgetPeriod(2023), "Năm 2023", date(2023, 12, 31), None),
        (BudgetPeriod.of_months(2023, 9), "9 tháng đầu năm 2023", date(2023, 9, 30), 9),
        (BudgetPeriod.of_months(2023, 1), "1 tháng đầu năm 2023", date(2023, 1, 31), 1),
        (BudgetPeriod.of_months(2024, 2), "2 tháng đầu năm 2024", date(2024, 2, 29), 2),
        (BudgetPeriod.of_months(2023, 12), "Năm 2023", date(2023, 12, 31), None),
        (BudgetPeriod(2023, date(2023, 9, 14)), "Năm 2023, đến 14/09/2023", date(2023, 9, 14), None),
        (BudgetPeriod(2023, first_year=2023), "Năm 2023", date(2023, 12, 31), None),
        (BudgetPeriod(2023, first_year=2021), "Giai đoạn 2021 - 2023", date(2023, 12, 31), None),
        (
            BudgetPeriod(2023, date(2023, 9, 30), 2021),
            "Giai đoạn 2021 - 2023 (đến 30/09/2023)",
            date(2023, 9, 30),
            9,
        ),
    ],
)
def test_budget_period_says_what_it_is(period, title, end, months):
    assert (period.title, period.end, period.months) == (title, end, months)
    assert (period.basis, period.knows_plan) == ("budget", True)


def test_equal_periods_are_one_key():
    assert len({BudgetPeriod(2023), BudgetPeriod(2023), BudgetPeriod(2023, first_year=2022)}) == 2
    assert len({Span(date(2023, 1, 1), date(2023, 1, 1)), Span(date(2023, 1, 1), date(2023, 1, 1))}) == 1


def test_several_years_start_on_the_first_day_of_the_first_of_them():
    assert BudgetPeriod(2023).start == date(2023, 1, 1)
    assert BudgetPeriod(2023, first_year=2021).start == date(2021, 1, 1)
    assert BudgetPeriod(2023, date(2023, 9, 30), 2021).start == date(2021, 1, 1)


def test_span_says_what_it_is():
    span = Span(date(2023, 1, 1), date(2023, 9, 30))

    assert (span.title, span.year) == ("Từ 01/01/2023 đến 30/09/2023", 2023)
    assert (span.basis, span.knows_plan) == ("date", False)


def test_a_year_before_shifts_all_of_it():
    assert BudgetPeriod(2024, date(2024, 2, 29), 2022).a_year_before == BudgetPeriod(
        2023, date(2023, 2, 28), 2021
    )
    assert Span(date(2024, 2, 29), date(2024, 9, 30)).a_year_before == Span(
        date(2023, 2, 28), date(2023, 9, 30)
    )


@pytest.mark.parametrize(
    ("until", "earlier"),
    [
        (date(2025, 2, 28), date(2024, 2, 29)),  # two months: no day is lost
        (date(2024, 2, 29), date(2023, 2, 28)),  # nor added
        (date(2024, 2, 28), date(2023, 2, 28)),
        (date(2025, 2, 27), date(2024, 2, 27)),
        (date(2023, 9, 30), date(2022, 9, 30)),
        (date(2023, 9, 14), date(2022, 9, 14)),
        (date(2024, 1, 31), date(2023, 1, 31)),
        (date(2023, 12, 31), date(2022, 12, 31)),
    ],
)
def test_months_of_a_budget_year_are_compared_with_the_same_months(until, earlier):
    assert BudgetPeriod(2023, until).a_year_before == BudgetPeriod(2022, earlier)


@pytest.mark.parametrize(
    ("span", "earlier"),
    [
        (("2025-01-01", "2025-02-28"), ("2024-01-01", "2024-02-29")),
        (("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
        (("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28")),
        (("2025-03-01", "2025-03-31"), ("2024-03-01", "2024-03-31")),
        (("2025-02-15", "2025-02-28"), ("2024-02-15", "2024-02-28")),  # from an odd day: the same days
        (("2025-02-28", "2025-02-28"), ("2024-02-28", "2024-02-28")),
        (("2025-02-01", "2025-02-27"), ("2024-02-01", "2024-02-27")),
        (("2024-02-29", "2024-02-29"), ("2023-02-28", "2023-02-28")),
    ],
)
def test_a_span_of_whole_months_is_compared_with_the_same_months(span, earlier):
    assert Span(*map(date.fromisoformat, span)).a_year_before == Span(*map(date.fromisoformat, earlier))


@given(st.dates(date(1991, 1, 1), date(2099, 12, 1)).map(lambda day: day.replace(day=1)), st.integers(0, 11))
def test_months_that_follow_each_other_do_so_a_year_before(first, months):
    """And the year before of n months is n months again."""
    middle = end_of_month(first.year, first.month)
    month = first.month + months
    last = end_of_month(first.year + month // 12, month % 12 + 1)
    one, other = Span(first, middle), Span(middle + timedelta(days=1), last)
    whole = Span(first, last).a_year_before

    assert one.a_year_before.end + timedelta(days=1) == other.a_year_before.start
    assert (one.a_year_before.start, other.a_year_before.end) == (whole.start, whole.end)
    assert whole.end == end_of_month(last.year - 1, last.month)


@given(st.dates(date(1991, 1, 1), date(2099, 12, 31)))
def test_a_year_earlier_is_the_same_day_of_the_year_before(day):
    earlier = a_year_earlier(day)

    same_day = (day.month, day.day) if (day.month, day.day) != (2, 29) else (2, 28)
    assert (earlier.year, earlier.month, earlier.day) == (day.year - 1, *same_day)


@pytest.mark.parametrize(
    "make",
    [
        lambda: BudgetPeriod(2023, first_year=2024),
        lambda: BudgetPeriod.of_months(2023, 0),
        lambda: BudgetPeriod.of_months(2023, 13),
        lambda: Span(date(2023, 2, 1), date(2023, 1, 31)),
    ],
)
def test_impossible_period_is_refused(make):
    with pytest.raises(ValueError, match="phải"):
        make()


def test_periods_limit_the_ledger_by_year_by_cut_off_and_by_date(an, make_project, money):
    from_plan = {"on": date(2022, 12, 20), "amount": 1}
    in_june = {"on": date(2023, 6, 5), "amount": 2}
    after_the_year = {"on": date(2024, 1, 15), "amount": 4}
    next_year = {"on": date(2024, 1, 15), "budget_year": 2024, "amount": 8}
    project = make_project(an)
    for values in (from_plan, in_june, after_the_year, next_year):
        add_money(entry=money(project, **values), by=an)

    def amounts(period):
        return sorted(MoneyEntry.objects.of(period).values_list("amount", flat=True))

    assert amounts(BudgetPeriod(2023)) == [1, 2, 4]
    assert amounts(BudgetPeriod.of_months(2023, 9)) == [1, 2]
    assert amounts(BudgetPeriod.of_months(2023, 5)) == [1]
    assert amounts(BudgetPeriod(2023, date(2023, 6, 4))) == [1]
    assert amounts(BudgetPeriod(2023, date(2023, 6, 5))) == [1, 2]
    assert amounts(BudgetPeriod(2024, first_year=2023)) == [1, 2, 4, 8]
    assert amounts(Span(date(2023, 1, 1), date(2023, 12, 31))) == [2]
    assert amounts(Span(date(2024, 1, 15), date(2024, 1, 15))) == [4, 8]
    assert amounts(UpTo(date(2023, 6, 5))) == [1, 2]
    assert [amounts(cut) for cut in BudgetPeriod.of_months(2023, 9).cut_offs] == [[1, 2]]
    assert [amounts(cut) for cut in Span(date(2023, 6, 5), date(2024, 1, 14)).cut_offs] == [[1, 2], [1]]

"""Whom the programme served: who got money in his name, all where it names nobody, each establishment once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programs.businesses.same import count_apart, count_as_one
from programs.choices import BeneficiaryChange, ClosureState, Stage
from programs.ledger.asof import head
from programs.ledger.closing import set_closure
from programs.ledger.dimensions import reversal_of
from programs.models import Beneficiary, Business
from programs.periods import BudgetPeriod, Span
from programs.projects.beneficiaries import add_beneficiary, line_of, withdraw_beneficiary
from programs.tests.factories import stand
from reports.conftest import YEAR, asked_of, money
from reports.figures.aggregates import figures
from reports.figures.evidence import find_figure

pytestmark = pytest.mark.django_db
NINE_MONTHS = BudgetPeriod.of_months(2023, 9)


def counted(period=YEAR, code="S.1", posting=None):
    """The figure; what stands behind it comes to the same."""
    query = asked_of(period, **({} if posting is None else {"posting": posting})).query()
    figure = find_figure(code, query, None)
    value = figure.value()
    if value is not None:
        assert figure.summed(figure.rows())["total"] == value
    return value


@pytest.fixture
def group(make_project, plan, make_beneficiary):
    """A project of four, with a plan."""
    project = make_project()
    plan(project)
    return project, [make_beneficiary(project, f"Cơ sở {number}") for number in range(4)]


def test_only_those_are_served_who_got_something(group, write):
    project, four = group
    write(*(money(project, Stage.PAID, 10, beneficiary=one) for one in four[:3]))

    assert (counted(), counted(code="planned_businesses")) == (3, 4)


@pytest.mark.parametrize("stage", [Stage.ADVANCED, Stage.PAID, Stage.ACCEPTED, Stage.SETTLED])
def test_money_that_names_nobody_serves_all_that_stand(group, write, stage):
    project, four = group
    write(money(project, stage, 10), money(project, Stage.PAID, 10, beneficiary=four[0]))

    assert counted() == 4


def test_money_that_names_nobody_and_was_given_back_serves_none(group, write):
    project, four = group
    paid = money(project, Stage.PAID, 10)
    write(paid, money(project, Stage.PAID, 10, beneficiary=four[0]))
    write(reversal_of(paid))

    assert counted() == 1


def test_money_outside_projects_serves_nobody(make_project, make_beneficiary, write, plan):
    project = make_project(kind="off_project", counted=False, activity="IX.d")
    make_beneficiary(project)
    plan(project)
    write(money(project, Stage.PAID, 10))

    assert (counted(), counted(code="planned_businesses")) == (0, 0)


def test_served_is_asked_of_the_year_and_the_days_of_the_period(group, write):
    project, four = group
    write(
        money(project, Stage.PAID, 10, beneficiary=four[0], on=date(2023, 9, 30)),
        money(project, Stage.PAID, 10, beneficiary=four[1], on=date(2023, 10, 1)),
        money(project, Stage.PAID, 10, beneficiary=four[2], on=date(2024, 1, 10), year=2023),
        money(project, Stage.PAID, 10, beneficiary=four[3], on=date(2023, 12, 30), year=2024),
    )
    periods = (NINE_MONTHS, YEAR, BudgetPeriod(2024), BudgetPeriod(2024, first_year=2023))

    assert [counted(period) for period in periods] == [1, 3, 1, 4]
    assert counted(Span(date(2023, 10, 1), date(2023, 12, 31))) == 2


def test_a_year_knows_nothing_of_the_beneficiaries_of_later_years_and_days(
    make_project, write, plan, make_beneficiary
):
    project = make_project()
    plan(project)
    plan(project, year=2024, on=date(2024, 1, 10))
    make_beneficiary(project, "Từ đầu năm", on=date(2023, 1, 5), budget_year=2023)
    late = make_beneficiary(project, "Từ tháng mười", on=date(2023, 10, 1), budget_year=2023)
    make_beneficiary(project, "Năm sau", on=date(2023, 12, 1), budget_year=2024)
    write(money(project, Stage.PAID, 9), money(project, Stage.PAID, 9, year=2024, on=date(2024, 2, 1)))
    write(line_of(late, BeneficiaryChange.WITHDRAWN, on=date(2024, 3, 1), budget_year=2024))
    periods = (NINE_MONTHS, YEAR, BudgetPeriod(2024))

    assert [counted(period) for period in periods] == [1, 2, 2]
    assert [counted(period, "planned_businesses") for period in periods] == [1, 2, 2]
    both = BudgetPeriod(2024, first_year=2023)  # served in one of them is served
    assert (counted(both), counted(both, "planned_businesses")) == (3, 2)
    span = Span(date(2023, 1, 1), date(2023, 12, 31))  # by days alone
    assert counted(span) == 3


def test_money_in_the_name_of_one_who_stands_only_later_waits_for_him(make_project, write, make_beneficiary):
    project = make_project()
    one = make_beneficiary(project, on=date(2023, 11, 1), budget_year=2023)
    write(money(project, Stage.PAID, 9, beneficiary=one))

    assert (counted(NINE_MONTHS), counted()) == (0, 1)


def test_two_records_of_one_establishment_count_once_and_old_answers_stay(
    group, write, writer, make_project, make_beneficiary
):
    project, four = group
    elsewhere = make_project("P63-68")
    again = make_beneficiary(elsewhere, "Cơ sở 0 (viết khác)")
    write(money(project, Stage.PAID, 10), money(elsewhere, Stage.PAID, 10, year=2023))
    apart = head()
    row = count_as_one(
        business=again.business, same_as=four[0].business, by=writer, reason="Ghi trùng", late=True
    )
    together = head()
    count_apart(row=row, by=writer, reason="Không phải một", late=True)

    assert [counted(posting=number) for number in (apart, together, head())] == [5, 4, 5]
    lines = figures(asked_of(posting=together).query()).lines.values()
    assert sorted(line.businesses(line.served_businesses) for line in lines) == [1, 4]


def test_what_is_counted_as_another_stands_for_no_third(group, writer):
    first, second, third, _ = (one.business for one in group[1])
    count_as_one(business=first, same_as=second, by=writer, reason="Ghi trùng")

    for pair in ((second, third), (third, first), (second, first), (first, third)):
        with pytest.raises(ValidationError, match="đang được tính là «Cơ sở 1»"):
            count_as_one(business=pair[0], same_as=pair[1], by=writer, reason="Ghi trùng")
    with pytest.raises(ValidationError, match="hai cơ sở khác nhau"):
        count_as_one(business=third, same_as=third, by=writer, reason="Ghi trùng")
    with pytest.raises(ValidationError, match="Hãy ghi vì sao"):
        count_as_one(business=third, same_as=second, by=writer, reason=" ")


def test_closed_count_of_businesses_moves_by_a_leaders_reason_alone(
    make_project, make_beneficiary, write, an, writer, minh, today_is
):
    """Nine were served and closed; none joins, leaves or becomes one with another without that reason."""
    today_is(date(2026, 5, 20))
    project = make_project("P34-68", year=2026)
    first = {"on": date(2026, 1, 10), "budget_year": 2026}
    nine = [make_beneficiary(project, f"Cơ sở {number}", **first) for number in range(9)]
    write(money(project, Stage.PAID, 10, on=date(2026, 3, 1), year=2026))
    cut_off = date(2026, 3, 31)
    closed = BudgetPeriod(2026, cut_off)
    set_closure(unit=project.unit, budget_year=2026, cut_off=cut_off, state=ClosureState.CLOSED, by=minh)
    tenth = stand(Business(name="Cơ sở thứ mười", unit=project.unit, legal_form="household"))
    when = {"on": cut_off, "budget_year": 2026}

    def join(by, when=when, **reason):
        return add_beneficiary(
            beneficiary=Beneficiary(project=project, business=tenth), by=by, **when, **reason
        )

    refused = (
        lambda: join(an),
        lambda: join(an, when={"on": date(2025, 8, 1), "budget_year": 2025}),  # would stand in 2026 too
        lambda: withdraw_beneficiary(beneficiary=nine[0], by=an, reason="Xin rút", **when),
        lambda: count_as_one(business=nine[0].business, same_as=nine[1].business, by=an, reason="Trùng"),
    )
    for write_it in refused:
        with pytest.raises(ValidationError, match="2026 .*đã chốt đến hết ngày 31/03/2026"):
            write_it()
    assert counted(closed) == 9

    row = join(writer, reason="Bỏ sót")
    assert counted(closed) == 10
    withdraw_beneficiary(beneficiary=row, by=writer, reason="Ghi nhầm", late=True, **when)
    assert counted(closed) == 9
    join(an, when={"on": date(2026, 4, 1), "budget_year": 2026})
    assert (counted(closed), counted(BudgetPeriod(2026))) == (9, 10)

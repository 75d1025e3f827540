"""From words to questions: what is understood, what is refused, what scope leaves."""

from datetime import date

import pytest

from programs.access import Scope
from programs.models import Province
from programs.periods import BudgetPeriod, Span
from reports.figures.aggregates import figures, money_figures
from reports.question.asked import BadQuestion, ask, period_from

NINE_MONTHS = BudgetPeriod.of_months(2023, 9)


def units(*keys):
    return frozenset(Province.objects.filter(key__in=keys).values_list("pk", flat=True))


def keys(asked):
    return set(Province.objects.filter(pk__in=asked.territory.unit_ids).values_list("key", flat=True))


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"year": 2023}, BudgetPeriod(2023)),
        ({"year": 2023, "months": 9}, BudgetPeriod(2023, date(2023, 9, 30))),
        ({"year": 2023, "months": 12}, BudgetPeriod(2023)),
        ({"year": 2023, "months": 9, "from_year": 2021}, BudgetPeriod(2023, date(2023, 9, 30), 2021)),
        ({"start": date(2023, 1, 1), "end": date(2023, 9, 30)}, Span(date(2023, 1, 1), date(2023, 9, 30))),
    ],
)
def test_a_period_is_a_budget_year_or_a_span(values, answer):
    assert period_from(**values) == answer


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "Cần năm ngân sách, hoặc ngày đầu và ngày cuối."),
        ({"start": date(2023, 1, 1)}, "Cần cả ngày đầu và ngày cuối."),
        ({"year": 2023, "months": 13}, "Số tháng phải từ 1 đến 12."),
        ({"year": 99999}, "Năm phải từ 1990 đến 2100."),
        ({"year": 0}, "Năm phải từ 1990 đến 2100."),
        ({"year": 2023, "from_year": 0}, "Năm phải từ 1990 đến 2100."),
        ({"year": 2023, "from_year": 2024}, "Năm đầu của lũy kế phải không sau năm cuối."),
        ({"from_year": 2021}, "Cần năm ngân sách, hoặc ngày đầu và ngày cuối."),
        (
            {"from_year": 2021, "start": date(2023, 1, 1), "end": date(2023, 9, 30)},
            "Chọn một trong hai",
        ),
        ({"year": 2023, "start": date(2023, 1, 1), "end": date(2023, 9, 30)}, "Chọn một trong hai"),
        ({"start": date(2023, 2, 1), "end": date(2023, 1, 1)}, "Ngày đầu phải không sau ngày cuối."),
        ({"start": date(1, 1, 1), "end": date(2023, 1, 1)}, "Năm phải từ 1990 đến 2100."),
    ],
)
def test_an_impossible_period_is_refused_in_words(values, message):
    with pytest.raises(BadQuestion, match=message):
        period_from(**values)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"region": "TAY"}, "Không có vùng «TAY»"),
        ({"province": "P63-99"}, "Không có tỉnh, thành phố «P63-99»"),
        ({"boundaries": "64"}, "Không có cách thể hiện địa giới «64»"),
        ({"as_of": "hôm qua"}, "Không hiểu mốc số liệu «hôm qua»"),
        ({"region": "BAC", "province": "P63-67"}, "Đắk Nông không thuộc vùng"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(reference, values, message):
    with pytest.raises(BadQuestion, match=message):
        ask(period=NINE_MONTHS, **values)


def test_a_province_means_itself_and_its_predecessors(reference):
    assert keys(ask(period=NINE_MONTHS, province="P34-68")) == {"P34-68", "P63-68", "P63-67", "P63-60"}
    assert keys(ask(period=NINE_MONTHS, province="P63-67")) == {"P63-67"}


def test_a_list_of_units_stands_in_place_of_the_region_and_says_whose_it_is(reference):
    asked = ask(
        period=NINE_MONTHS,
        region="MTTN",
        units=units("P34-68", "P63-48"),
        units_words="Gồm 2 tỉnh dự hội nghị.",
    )

    assert keys(asked) == {"P34-68", "P63-68", "P63-67", "P63-60", "P63-48"}
    assert asked.basis_lines == [
        "Theo đơn vị hành chính tại thời điểm. Gồm 2 tỉnh dự hội nghị. Số liệu theo bút toán số 0."
    ]


def test_scope_limits_a_region_and_the_report_says_so(reference):
    mine = units("P34-68", "P63-68", "P63-67", "P63-60")
    asked = ask(period=NINE_MONTHS, region="MTTN", scope=Scope(unit_ids=mine))

    assert keys(asked) == {"P34-68", "P63-68", "P63-67"}
    assert (asked.limited, asked.sees_country) == (True, False)
    assert asked.basis_lines[1] == "Chỉ gồm số liệu của các tỉnh, thành phố thuộc phạm vi của người xem."
    own = ask(period=NINE_MONTHS, province="P34-68", scope=Scope(unit_ids=mine))
    assert (own.limited, len(own.basis_lines)) == (False, 1)


def test_nobody_without_a_scope_sees_a_unit(reference):
    asked = ask(period=NINE_MONTHS, region="MTTN", scope=Scope())
    assert asked.territory.unit_ids == frozenset()
    assert figures(asked.query()).lines == {}


def test_as_of_zero_is_before_the_first_posting(make_project, plan):
    posting = plan(make_project(), 100)
    before, now = ask(period=NINE_MONTHS, as_of="0"), ask(period=NINE_MONTHS)

    assert (before.posting, before.recorded_at) == (0, None)
    assert money_figures(before.query()).lines == {}
    assert (now.posting, now.recorded_at) == (posting.number, posting.recorded_at)
    assert ask(period=NINE_MONTHS, as_of="99999").posting == posting.number
    assert ask(period=NINE_MONTHS, as_of="2001-01-01").posting == 0

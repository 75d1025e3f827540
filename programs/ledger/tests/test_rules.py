from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programs.choices import Level, PostingKind, Source, Stage
from programs.ledger.closed import closing_day
from programs.ledger.entries import add_money, add_result, correct
from programs.ledger.posting import post
from programs.models import Beneficiary, ClosingDate, MoneyEntry, SourceLimit
from programs.projects.beneficiaries import add_beneficiary
from programs.tests.factories import OF_2023


def refusal(entry, by):
    """Field -> message of the refused entry."""
    with pytest.raises(ValidationError) as refused:
        add_money(entry=entry, by=by)
    assert MoneyEntry.objects.count() == 0
    return {name: messages[0] for name, messages in refused.value.message_dict.items()}


def test_day_after_today_is_refused_and_today_is_taken(an, project, money, today_is):
    today_is(date(2023, 12, 31))

    assert refusal(money(project, on=date(2024, 1, 1), budget_year=2024), an) == {
        "on": "Ngày 01/01/2024 ở sau hôm nay (31/12/2023)."
    }
    add_money(entry=money(project, on=date(2023, 12, 31)), by=an)

    assert MoneyEntry.objects.get().on == date(2023, 12, 31)


@pytest.mark.parametrize(("year", "field"), [(203, "budget_year"), (20233, "budget_year")])
def test_slip_in_the_budget_year_is_refused(an, project, money, year, field):
    assert refusal(money(project, budget_year=year), an) == {field: "Năm phải từ 1990 đến 2100."}


def test_slip_in_the_year_of_the_day_is_refused(an, project, money):
    assert refusal(money(project, on=date(223, 3, 15)), an) == {"on": "Năm phải từ 1990 đến 2100."}


def test_budget_year_far_from_the_day_needs_a_word(an, project, money):
    far = {"budget_year": 2021, "on": date(2023, 3, 15)}

    assert refusal(money(project, **far), an) == {
        "budget_year": "Năm ngân sách 2021 cách ngày 15/03/2023 hơn một năm. Nếu đúng, hãy ghi lý do ở ô diễn giải."
    }
    add_money(entry=money(project, note="Kho bạc trả chậm", **far), by=an)

    assert MoneyEntry.objects.get().note == "Kho bạc trả chậm"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"amount": 0}, "Số tiền phải khác 0; chỉ quyết toán mới có thể bằng 0 đồng."),
        ({"amount": 10**13}, "Số tiền một dòng phải dưới 10.000 tỷ đồng."),
        ({"amount": -(10**13)}, "Số tiền một dòng phải dưới 10.000 tỷ đồng."),
        (
            {"source": Source.OWN, "stage": Stage.PAID},
            "Vốn đối ứng, vốn khác chỉ có cam kết, xác nhận (nghiệm thu) và quyết toán.",
        ),
        ({"carried_from": 2022}, "Kinh phí chuyển nguồn phải ghi năm được chuyển; các dòng khác để trống."),
    ],
)
def test_rule_of_one_row_is_told_in_vietnamese(an, project, money, values, message):
    with pytest.raises(ValidationError) as refused:
        add_money(entry=money(project, **values), by=an)

    assert refused.value.messages == [message]


@pytest.mark.parametrize("carried_from", [None, 2023, 2024])
def test_carried_money_names_an_earlier_year(an, project, money, carried_from):
    entry = money(project, stage=Stage.CARRIED, carried_from=carried_from)

    assert refusal(entry, an) == {"carried_from": "Ghi năm được chuyển sang, trước năm ngân sách này."}


def test_settlement_of_zero_counts(an, project, money):
    add_money(entry=money(project, stage=Stage.SETTLED, amount=0), by=an)

    assert MoneyEntry.objects.get().amount == 0


@pytest.fixture
def districts_ended(db):
    return SourceLimit.objects.create(
        source=Source.KCDP_DISTRICT,
        assigned_until=date(2023, 6, 30),
        last_budget_year=2023,
        basis="Cấp huyện kết thúc hoạt động",
    )


def test_source_that_ended_takes_no_later_year(an, project, money, districts_ended):
    entry = money(project, source=Source.KCDP_DISTRICT, budget_year=2024, on=date(2024, 1, 5))

    assert refusal(entry, an) == {
        "source": "KCĐP – ngân sách huyện: năm ngân sách cuối là 2023 (Cấp huyện kết thúc hoạt động)."
    }


def test_source_that_ended_is_planned_no_more_but_still_paid(an, project, money, districts_ended):
    late = {"source": Source.KCDP_DISTRICT, "on": date(2023, 7, 1)}

    assert refusal(money(project, **late), an) == {
        "source": "KCĐP – ngân sách huyện: chỉ giao kế hoạch đến hết ngày 30/06/2023."
    }
    add_money(entry=money(project, stage=Stage.PAID, **late), by=an)

    assert MoneyEntry.objects.get().stage == Stage.PAID


def test_last_day_of_a_source_is_still_a_day_of_it(an, project, money, districts_ended):
    add_money(entry=money(project, source=Source.KCDP_DISTRICT, on=date(2023, 6, 30)), by=an)

    assert MoneyEntry.objects.get().on == date(2023, 6, 30)


def test_line_is_taken_back_whatever_came_into_force_since(an, project, money):
    entry = add_money(entry=money(project, source=Source.KCDP_DISTRICT, on=date(2023, 7, 1)), by=an)
    SourceLimit.objects.create(source=Source.KCDP_DISTRICT, assigned_until=date(2023, 6, 30))

    correct(entry=entry, by=an, reason="Quá hạn giao")

    assert sum(row.amount for row in MoneyEntry.objects.all()) == 0


def test_beneficiary_of_another_project_is_refused(an, project, make_project, make_business, money):
    other = add_beneficiary(
        beneficiary=Beneficiary(project=make_project(an), business=make_business()), by=an, **OF_2023
    )

    assert refusal(money(project, beneficiary=other), an) == {
        "beneficiary": "Đơn vị thụ hưởng này không thuộc đề án."
    }


# --- closing dates ---------------------------------------------------------------------------------------------------


@pytest.fixture
def closing_dates(db):
    """KCQG is entered until 22/01 of the next year, KCĐP until 31/01."""
    for level, day in ((Level.KCQG, 22), (Level.KCDP, 31)):
        ClosingDate.objects.create(level=level, month=1, day=day, valid_from=date(2014, 2, 10))


def test_closing_day_follows_the_level_and_its_validity(closing_dates):
    rows = ClosingDate.objects.all()

    assert [closing_day(rows, Level.KCQG, year) for year in (2012, 2013, 2023)] == [
        None,
        None,
        date(2024, 1, 22),
    ]
    assert closing_day(rows, Level.KCDP, 2023) == date(2024, 1, 31)


def test_year_past_its_closing_day_needs_the_leader(an, lan, project, money, closing_dates):
    assert refusal(money(project), an) == {
        "budget_year": "Năm ngân sách 2023 đã hết hạn nhập số liệu (31/01/2024). "
        "Lãnh đạo đơn vị có thể bổ sung, có ghi lý do."
    }
    add_money(entry=money(project), by=lan, reason="Nhập số liệu cũ")

    assert MoneyEntry.objects.get().posting.reason == "Nhập số liệu cũ"


def test_last_day_before_the_books_close_is_still_open(an, project, money, closing_dates, today_is):
    today_is(date(2024, 1, 31))
    add_money(entry=money(project), by=an)
    today_is(date(2024, 2, 1))
    with pytest.raises(ValidationError, match="31/01/2024"):
        add_money(entry=money(project), by=an)

    assert MoneyEntry.objects.count() == 1


@pytest.mark.parametrize("order", [1, -1])
def test_leader_adds_late_only_where_every_line_is_of_a_province_that_he_leads(
    lan, binh, make_project, money, world, order
):
    """One line of one's own does not carry in one of others, whichever comes first."""
    foreign = make_project(binh, unit=world.gia_lai, first_year=2026)
    lines = [money(make_project(lan)), money(foreign, on=date(2026, 3, 2), budget_year=2026)][::order]

    with pytest.raises(ValidationError, match="Chỉ lãnh đạo đơn vị được bổ sung sau chốt"):
        post(by=lan, kind=PostingKind.LATE, reason="Bổ sung", entries=lines)

    assert MoneyEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("year", "is_far"), [(2021, True), (2022, False), (2023, False), (2024, False), (2025, True)]
)
def test_budget_year_may_be_a_year_from_the_day(an, project, money, year, is_far):
    entry = money(project, budget_year=year, on=date(2023, 3, 15))
    if is_far:
        assert "hơn một năm" in refusal(entry, an)["budget_year"]
    else:
        add_money(entry=entry, by=an)


def test_closing_day_of_money_follows_its_source(an, project, money, closing_dates):
    entry = money(project, source=Source.KCQG)

    assert "(22/01/2024)" in refusal(entry, an)["budget_year"]


def test_closing_day_of_results_follows_the_level_of_the_project(an, project, result, closing_dates):
    with pytest.raises(ValidationError, match="31/01/2024"):
        add_result(entry=result(project), by=an)

"""A province's life on every way in: what lies outside is refused with the province to use, what began inside goes on."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.access import CommandWriter
from programs.choices import ClosureState, Happening, Level, PostingKind, ResultKind, Stage
from programs.ledger.acts import Act
from programs.ledger.closing import set_closure
from programs.ledger.entries import add_money, correct
from programs.ledger.posting import post, post_all
from programs.models import Closure, MoneyEntry, Project, ProjectEvent, ResultEntry
from programs.projects import register, steps
from programs.tests.web import errors, sent

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)
IN_LIFE, AFTER = {"on": LAST, "budget_year": 2025}, {"on": FIRST, "budget_year": 2025}
NEXT_BUDGET = {"on": LAST, "budget_year": 2026}  # given before the end, for a year after it
NOT_BUDGETED = (
    "Đắk Nông kết thúc ngày 30/06/2025. Đề án chưa có dòng kinh phí nào trong thời gian đó; đề án bắt đầu sau ngày đó "
    "lập ở Lâm Đồng của hiện nay, ghi Đắk Nông ở ô «Tỉnh cũ nơi thực hiện»."
)
NOT_BEGUN = NOT_BUDGETED.replace("dòng kinh phí nào", "kinh phí, bước, kết quả nào")


@pytest.fixture
def old(an, make_project, world):
    """A project registered in Đắk Nông in its last year, of which nothing is written yet."""
    return make_project(an, unit=world.dak_nong, first_year=2025)


@pytest.fixture
def event(old):
    def make(**values):
        return ProjectEvent(project=old, happening=Happening.APPRAISED, document="12/QĐ", **values)

    return make


def refusal(write):
    with pytest.raises(ValidationError) as refused:
        write()
    return {name: messages[0] for name, messages in refused.value.message_dict.items()}


def numbers():
    return [model.objects.count() for model in (MoneyEntry, ResultEntry, ProjectEvent)]


# ------------------------------------------------------------------------------------- projects that begin too late


@pytest.mark.parametrize("when", [AFTER, NEXT_BUDGET, {"on": date(2026, 2, 3), "budget_year": 2026}])
@pytest.mark.parametrize("kind", [PostingKind.ENTRY, PostingKind.LATE, PostingKind.IMPORT])
def test_first_money_after_the_end_is_refused_whatever_the_posting(lan, old, money, kind, when):
    assert refusal(lambda: post(by=lan, kind=kind, reason="Bổ sung", entries=[money(old, **when)])) == {
        "on": NOT_BUDGETED
    }
    assert numbers() == [0, 0, 0]


def test_import_by_a_command_obeys_too(lan, old, money):
    writer = CommandWriter(lan, frozenset({PostingKind.IMPORT}))
    acts = [Act(PostingKind.IMPORT, [money(old, **AFTER)])]

    assert refusal(lambda: post_all(by=writer, acts=acts, illustrative=True)) == {"on": NOT_BUDGETED}


def test_first_step_and_first_result_after_the_end_are_refused(an, old, event, result):
    assert refusal(lambda: steps.record_event(event=event(**AFTER), by=an)) == {"on": NOT_BEGUN}
    assert refusal(lambda: post(by=an, kind=PostingKind.ENTRY, entries=[result(old, **AFTER)])) == {
        "on": NOT_BEGUN
    }
    old.refresh_from_db()
    assert (numbers(), old.phase) == ([0, 0, 0], "registered")


def test_project_approved_in_time_but_first_budgeted_after_the_end_is_refused(an, old, event, money):
    steps.record_event(event=event(**IN_LIFE), by=an)
    later = ProjectEvent(project=old, happening=Happening.APPROVED, **AFTER)
    steps.record_event(event=later, by=an)  # its story goes on

    assert refusal(lambda: add_money(entry=money(old, **AFTER), by=an)) == {"on": NOT_BUDGETED}


def test_what_began_on_the_last_day_goes_on_after_it(an, old, money, result, event):
    add_money(entry=money(old, **IN_LIFE), by=an)

    add_money(entry=money(old, stage=Stage.PAID, **AFTER), by=an)
    add_money(
        entry=money(old, stage=Stage.CARRIED, carried_from=2025, on=date(2026, 1, 9), budget_year=2026), by=an
    )
    post(by=an, kind=PostingKind.ENTRY, entries=[result(old, **AFTER)])
    steps.record_event(event=event(**AFTER), by=an)

    assert numbers() == [3, 1, 1]


def test_beginning_and_going_on_may_be_written_at_once_in_any_order(an, old, money):
    post(
        by=an, kind=PostingKind.ENTRY, entries=[money(old, stage=Stage.PAID, **AFTER), money(old, **IN_LIFE)]
    )

    assert numbers() == [2, 0, 0]


def test_what_was_taken_back_began_nothing(an, old, money):
    first = add_money(entry=money(old, **IN_LIFE), by=an)

    def moved():
        correct(entry=first, by=an, reason="Nhầm ngày", replacement=money(old, **AFTER))

    assert refusal(moved) == {"on": NOT_BUDGETED}
    correct(entry=first, by=an, reason="Nhầm đề án")
    assert refusal(lambda: add_money(entry=money(old, **AFTER), by=an)) == {"on": NOT_BUDGETED}


def test_a_line_after_the_end_may_always_be_taken_back(an, old, money):
    first = add_money(entry=money(old, **IN_LIFE), by=an)
    later = add_money(entry=money(old, stage=Stage.PAID, **AFTER), by=an)

    correct(entry=later, by=an, reason="Nhầm")
    correct(entry=first, by=an, reason="Nhầm")

    assert sum(MoneyEntry.objects.values_list("amount", flat=True)) == 0


def test_the_beginning_is_not_taken_back_while_later_lines_stand_on_it(an, old, money):
    """Else the project would be first budgeted after its province ended."""
    first = add_money(entry=money(old, **IN_LIFE), by=an)
    later = add_money(entry=money(old, **AFTER), by=an)

    with pytest.raises(ValidationError, match="bắt đầu đề án"):
        correct(entry=first, by=an, reason="Nhầm")
    correct(entry=first, by=an, reason="Sai số", replacement=money(old, **IN_LIFE, amount=7))
    [begins] = MoneyEntry.objects.standing().filter(on=IN_LIFE["on"])
    correct(entry=later, by=an, reason="Nhầm")
    correct(entry=begins, by=an, reason="Nhầm")

    assert not MoneyEntry.objects.standing().exists()


def test_a_new_province_has_no_money_of_years_before_it(an, make_project, money, world):
    project = make_project(an, unit=world.lam_dong, first_year=2025)

    told = refusal(lambda: add_money(entry=money(project, on=FIRST, budget_year=2024, note="Bù"), by=an))

    assert told == {
        "budget_year": "Lâm Đồng của hiện nay có từ 01/07/2025. Số liệu trước ngày đó ghi ở tỉnh lúc đó: "
        "Bình Thuận, Đắk Nông, Lâm Đồng."
    }


def test_any_number_of_projects_that_go_on_cost_one_query_more(an, make_project, money, world):
    projects = [make_project(an, unit=world.dak_nong, first_year=2025) for _ in range(4)]
    post(by=an, kind=PostingKind.ENTRY, entries=[money(project, **IN_LIFE) for project in projects])

    def queries(of):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            post(by=an, kind=PostingKind.ENTRY, entries=of)
        return len(seen)

    inside = queries([money(project, **IN_LIFE) for project in projects])
    assert (
        queries([money(projects[0], **AFTER)]) == queries([money(p, **AFTER) for p in projects]) == inside + 1
    )


# ------------------------------------------------------------------------------------------------ pages and register


def test_pages_say_it_at_the_field(sign_in, an, old):
    client = sign_in(an)
    money_form = {"stage": "assigned", "source": "kcdp_province", "amount": "5 triệu"}
    step_form = {"happening": "appraised", "outcome": "done", "document": "12/QĐ-SCT"}
    for name, form, words in (("money_add", money_form, NOT_BUDGETED), ("event_add", step_form, NOT_BEGUN)):
        answer = client.post(reverse(name, args=[old.code]), sent(form, on="01/07/2025", budget_year="2025"))
        assert errors(answer) == {"on": [words]}
    assert numbers() == [0, 0, 0]


ENDED = (
    "Đắk Nông kết thúc ngày 30/06/2025. Đề án năm 2026 lập ở Lâm Đồng của hiện nay, ghi Đắk Nông ở ô "
    "«Tỉnh cũ nơi thực hiện»."
)


def test_project_of_a_year_after_the_end_is_registered_by_nobody(an, old, world):
    late = Project(
        name="Máy sấy", unit=world.dak_nong, level=Level.KCDP, activity=world.machines, first_year=2026
    )
    writer = CommandWriter(an, frozenset({PostingKind.PROJECT}))
    old.first_year = 2026

    for write in (
        lambda: register.register(project=late, by=an),
        lambda: register.register_all(projects=[late], by=an, reason="Nạp"),
        lambda: register.register_all(projects=[late], by=writer),
        lambda: register.register(project=old, by=an),
        lambda: register.amend(project=old, by=an),
    ):
        assert refusal(write) == {"unit": ENDED}
    assert list(Project.objects.values_list("first_year", flat=True)) == [2025]


def test_forms_of_a_project_name_the_province_to_use(sign_in, an, old, world):
    client = sign_in(an)
    form = {
        "name": "Máy sấy", "kind": "single", "level": "kcdp", "counted": "on", "first_year": "2026",
        "unit": world.dak_nong.pk, "activity": world.machines.pk,
    }  # fmt: skip

    assert errors(client.post(reverse("project_create"), sent(form))) == {"unit": [ENDED]}
    edited = sent(form, seen_version=str(old.version))
    assert errors(client.post(reverse("project_edit", args=[old.code]), edited)) == {"unit": [ENDED]}


# ---------------------------------------------------------------------------------------------- rows of no project


@pytest.mark.parametrize(
    ("unit", "on", "words"),
    [
        ("dak_nong", "01/07/2025", "Số liệu sau ngày đó ghi ở Lâm Đồng của hiện nay."),
        ("lam_dong", "30/06/2025", "ghi ở tỉnh lúc đó: Bình Thuận, Đắk Nông, Lâm Đồng."),
    ],
)
def test_page_of_results_of_no_project_names_the_province_of_that_day(sign_in, an, world, unit, on, words):
    form = {
        "indicator": world.awards.pk, "unit": getattr(world, unit).pk, "level": "kcdp", "kind": ResultKind.ACTUAL,
        "quantity": "7", "on": on, "budget_year": "2025",
    }  # fmt: skip

    told = errors(sign_in(an).post(reverse("result_add"), sent(form)))

    assert list(told) == ["unit"] and told["unit"][0].endswith(words)
    assert numbers() == [0, 0, 0]


# --------------------------------------------------------------------------------------------------------- closings


def test_beyond_its_last_day_a_province_is_closed_with_the_one_that_took_it_over(minh, world):
    def close(unit, cut_off):
        set_closure(unit=unit, budget_year=2025, cut_off=cut_off, state=ClosureState.CLOSED, by=minh)

    assert refusal(lambda: close(world.dak_nong, FIRST)) == {
        "unit": "Đắk Nông kết thúc ngày 30/06/2025. Số liệu đến sau ngày đó chốt ở Lâm Đồng của hiện nay, "
        "gồm cả các tỉnh cũ."
    }
    close(world.dak_nong, LAST)
    close(world.lam_dong, date(2025, 12, 31))
    assert Closure.objects.filter(unit=world.dak_nong).count() == 2

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from programs import actions
from programs.choices import (
    ClosureState,
    Happening,
    Level,
    Outcome,
    Phase,
    PostingKind,
    ProjectKind,
    ResultKind,
    Stage,
)
from programs.models import (
    Beneficiary,
    Closure,
    MoneyEntry,
    Posting,
    Project,
    ProjectEvent,
    ResultEntry,
)
from programs.stocks import balance
from programs.tests.test_ledger import at_once


@pytest.fixture
def project(an, make_project):
    return make_project(an)


@pytest.fixture
def event():
    def make(project, happening, on=date(2023, 4, 3), **values):
        defaults = {"budget_year": 2023, "outcome": Outcome.DONE, "document": "12/QĐ-SCT"}
        return ProjectEvent(project=project, happening=happening, on=on, **defaults | values)

    return make


def phase_of(project):
    return Project.objects.values_list("phase", flat=True).get(pk=project.pk)


# --- registering -----------------------------------------------------------------------------------------------------


def test_code_says_unit_level_year_and_serial(an, make_project, world):
    codes = [
        make_project(an).code,
        make_project(an).code,
        make_project(an, level=Level.KCQG).code,
        make_project(an, first_year=2024).code,
        make_project(an, unit=world.dak_nong).code,
    ]

    assert codes == [
        "P34-68-KCDP-2023-001",
        "P34-68-KCDP-2023-002",
        "P34-68-KCQG-2023-001",
        "P34-68-KCDP-2024-001",
        "P63-67-KCDP-2023-001",
    ]


def test_code_of_a_deleted_project_is_not_used_again(an, make_project):
    make_project(an).delete()

    assert make_project(an).code == "P34-68-KCDP-2023-002"


@pytest.mark.django_db(transaction=True)
def test_codes_of_two_who_register_at_once_differ(an, make_project):
    codes = at_once(*[lambda: make_project(an).code] * 6)

    assert sorted(codes) == [f"P34-68-KCDP-2023-{serial:03d}" for serial in range(1, 7)]


@pytest.mark.parametrize("who", ["binh", "dung", "chi", "minh"])
def test_only_the_province_registers_its_projects(request, make_project, who):
    with pytest.raises(ValidationError, match="không có quyền"):
        make_project(request.getfixturevalue(who))

    assert Project.objects.count() == 0


def test_management_cost_is_not_counted_unless_marked(an, make_project):
    cost = make_project(an, kind=ProjectKind.OFF_PROJECT, counted=False)
    marked = make_project(an, kind=ProjectKind.OFF_PROJECT, counted=True)
    project = make_project(an, counted=False)

    assert [cost.off_project, marked.off_project, project.off_project] == [True, False, False]
    assert [cost.counted, marked.counted, project.counted] == [False, True, True]


# --- corrections -----------------------------------------------------------------------------------------------------


def test_correction_takes_back_and_puts_another_in_one_posting(an, project, money):
    entry = actions.add_money(entry=money(project, amount=500_000), by=an)

    posting = actions.correct(
        entry=entry, by=an, reason="Ghi nghìn thay vì triệu", replacement=money(project, amount=500_000_000)
    )

    assert (posting.number, posting.kind, posting.reason) == (
        2,
        PostingKind.CORRECTION,
        "Ghi nghìn thay vì triệu",
    )
    rows = MoneyEntry.objects.order_by("pk").values_list("posting_id", "amount", "reverses_id")
    assert list(rows) == [(1, 500_000, None), (2, -500_000, entry.pk), (2, 500_000_000, None)]


def test_correction_needs_a_reason(an, project, money):
    entry = actions.add_money(entry=money(project), by=an)

    with pytest.raises(ValidationError, match="lý do"):
        actions.correct(entry=entry, by=an, reason="  ")


def test_line_is_taken_back_once(an, project, money):
    entry = actions.add_money(entry=money(project), by=an)
    actions.correct(entry=entry, by=an, reason="Ghi nhầm")
    mirror = MoneyEntry.objects.get(reverses=entry)

    with pytest.raises(ValidationError, match="đã được điều chỉnh"):
        actions.correct(entry=entry, by=an, reason="Lần nữa")
    with pytest.raises(ValidationError, match="dòng đảo"):
        actions.correct(entry=mirror, by=an, reason="Lần nữa")


@pytest.mark.django_db(transaction=True)
def test_line_that_two_correct_at_once_is_taken_back_once(an, project, money):
    entry = actions.add_money(entry=money(project), by=an)

    answers = at_once(*[lambda: actions.correct(entry=entry, by=an, reason="Ghi nhầm").number] * 2)

    refusals = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert [refusal.messages for refusal in refusals] == [["Dòng này đã được điều chỉnh trước đó."]]
    assert [answer for answer in answers if answer not in refusals] == [2]


def test_stranger_corrects_nothing(an, binh, project, money):
    entry = actions.add_money(entry=money(project), by=an)

    with pytest.raises(ValidationError, match="không có quyền"):
        actions.correct(entry=entry, by=binh, reason="Ghi nhầm")


def test_officer_of_the_successor_writes_on_old_projects(an, make_project, money, world):
    entry = actions.add_money(entry=money(make_project(an, unit=world.binh_thuan)), by=an)

    assert MoneyEntry.objects.get().unit == world.binh_thuan
    assert actions.correct(entry=entry, by=an, reason="Ghi nhầm").number == 2


# --- results and stocks ----------------------------------------------------------------------------------------------


@pytest.fixture
def collaborators(an, world):
    """State that so many collaborators are in place on a day."""

    def state(number, on, unit=None, kind=ResultKind.ACTUAL):
        entry = ResultEntry(
            unit=unit or world.lam_dong,
            level=Level.KCDP,
            indicator=world.collaborators,
            kind=kind,
            budget_year=on.year,
            on=on,
            quantity=0,
        )
        return actions.add_result(entry=entry, by=an, level_reached=number)

    return state


@pytest.fixture
def level_on(world):
    def level(on, kind=ResultKind.ACTUAL, unit=None):
        return balance(
            ResultEntry(
                unit=unit or world.lam_dong,
                level=Level.KCDP,
                indicator=world.collaborators,
                kind=kind,
                on=on,
            )
        )

    return level


def test_result_of_a_project_takes_its_dimensions(an, project, result, world):
    actions.add_result(entry=result(project), by=an)

    entry = ResultEntry.objects.get()
    assert (entry.unit, entry.level, entry.activity, entry.quantity) == (
        world.lam_dong,
        Level.KCDP,
        world.machines,
        3,
    )


def test_stock_is_stated_as_a_level_and_stored_as_a_change(collaborators):
    collaborators(120, date(2022, 12, 31))
    collaborators(150, date(2023, 6, 30))
    collaborators(140, date(2023, 12, 31))

    assert list(ResultEntry.objects.order_by("on").values_list("quantity", flat=True)) == [120, 30, -10]


def test_stock_counts_what_predecessors_left(collaborators, level_on, world):
    collaborators(100, date(2024, 12, 31), unit=world.old_lam_dong)
    collaborators(80, date(2024, 12, 31), unit=world.dak_nong)

    collaborators(170, date(2025, 12, 31))

    assert ResultEntry.objects.order_by("pk").last().quantity == -10
    assert level_on(date(2025, 12, 31)) == 170


def test_plan_of_a_stock_is_kept_apart(collaborators, level_on):
    collaborators(120, date(2023, 6, 30))
    collaborators(200, date(2023, 6, 30), kind=ResultKind.PLAN)

    assert (level_on(date(2023, 6, 30)), level_on(date(2023, 6, 30), ResultKind.PLAN)) == (120, 200)


def test_level_stated_for_the_past_leaves_later_levels(collaborators, level_on, world):
    collaborators(100, date(2023, 3, 31))
    collaborators(150, date(2023, 12, 31))

    collaborators(130, date(2023, 6, 30))

    assert [level_on(date(2023, month, 28)) for month in (3, 4, 7, 12)] == [0, 100, 130, 130]
    assert level_on(date(2023, 12, 31)) == 150


def test_level_of_a_predecessor_stated_late_leaves_the_successors(collaborators, level_on, world):
    collaborators(170, date(2025, 12, 31))

    collaborators(80, date(2024, 12, 31), unit=world.dak_nong)

    assert level_on(date(2024, 12, 31), unit=world.dak_nong) == 80
    assert level_on(date(2025, 12, 31)) == 170


def test_corrected_level_leaves_later_levels(an, collaborators, level_on):
    first = collaborators(100, date(2023, 3, 31))
    collaborators(150, date(2023, 12, 31))
    replacement = ResultEntry(
        unit=first.unit, level=first.level, indicator=first.indicator, kind=first.kind,
        budget_year=2023, on=first.on, quantity=0,
    )  # fmt: skip

    actions.correct(entry=first, by=an, reason="Đếm lại", replacement=replacement, level_reached=90)

    assert (level_on(date(2023, 3, 31)), level_on(date(2023, 12, 31))) == (90, 150)


def test_same_level_again_is_no_entry(collaborators):
    collaborators(100, date(2023, 3, 31))

    with pytest.raises(ValidationError, match="không có thay đổi"):
        collaborators(100, date(2023, 6, 30))


# --- steps -----------------------------------------------------------------------------------------------------------


def test_steps_lead_from_registration_to_settlement(an, project, event):
    phases = []
    for happening in (
        Happening.APPRAISED,
        Happening.APPROVED,
        Happening.CONTRACTED,
        Happening.RUNNING,
        Happening.ADJUSTED,
        Happening.ACCEPTED,
        Happening.SETTLED,
    ):
        actions.record_event(event=event(project, happening), by=an)
        phases.append(phase_of(project))

    assert phases == [
        Phase.APPRAISED,
        Phase.APPROVED,
        Phase.CONTRACTED,
        Phase.RUNNING,
        Phase.RUNNING,
        Phase.ACCEPTED,
        Phase.SETTLED,
    ]
    assert project.version == 8


@pytest.mark.parametrize("happening", [Happening.CONTRACTED, Happening.ACCEPTED, Happening.STOPPED])
def test_step_out_of_order_is_refused(an, project, event, happening):
    with pytest.raises(ValidationError, match="đang ở tình trạng «Đã đăng ký»"):
        actions.record_event(event=event(project, happening), by=an)

    assert (phase_of(project), ProjectEvent.objects.count()) == (Phase.REGISTERED, 0)


@pytest.mark.parametrize("outcome", [Outcome.RETURNED, Outcome.REFUSED])
def test_returned_step_is_written_and_moves_nothing(an, project, event, outcome):
    actions.record_event(event=event(project, Happening.APPRAISED, outcome=outcome), by=an)

    assert (phase_of(project), ProjectEvent.objects.get().outcome) == (Phase.REGISTERED, outcome)


@pytest.mark.django_db(transaction=True)
def test_button_that_two_press_at_once_moves_the_phase_once(an, project, event):
    works = [
        lambda: actions.record_event(event=event(Project.objects.get(), Happening.APPROVED), by=an).pk
    ] * 2

    answers = at_once(*works)

    refusals = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert [refusal.code for refusal in refusals] == ["phase"]
    assert ProjectEvent.objects.count() == Posting.objects.count() == 1
    assert Project.objects.get().version == 2


def test_undone_step_returns_to_the_phase_before(an, project, event):
    approved = actions.record_event(event=event(project, Happening.APPROVED), by=an)

    actions.undo_event(event=approved, by=an, reason="Ghi nhầm đề án")

    assert phase_of(project) == Phase.REGISTERED
    mirror = ProjectEvent.objects.get(reverses=approved)
    assert (mirror.outcome, mirror.posting.reason) == (Outcome.UNDONE, "Ghi nhầm đề án")


def test_step_that_another_stands_on_is_not_undone(an, project, event):
    approved = actions.record_event(event=event(project, Happening.APPROVED), by=an)
    contracted = actions.record_event(event=event(project, Happening.CONTRACTED), by=an)

    with pytest.raises(ValidationError, match="hủy bước sau trước"):
        actions.undo_event(event=approved, by=an, reason="Ghi nhầm")
    actions.undo_event(event=contracted, by=an, reason="Ghi nhầm")
    actions.undo_event(event=approved, by=an, reason="Ghi nhầm")
    with pytest.raises(ValidationError, match="đã được hủy"):
        actions.undo_event(event=approved, by=an, reason="Ghi nhầm")

    assert phase_of(project) == Phase.REGISTERED


def test_returned_step_is_undone_though_the_work_went_on(an, project, event):
    returned = actions.record_event(
        event=event(project, Happening.APPRAISED, outcome=Outcome.RETURNED), by=an
    )
    actions.record_event(event=event(project, Happening.APPRAISED), by=an)

    actions.undo_event(event=returned, by=an, reason="Ghi nhầm đề án")

    assert phase_of(project) == Phase.APPRAISED


# --- beneficiaries ---------------------------------------------------------------------------------------------------


def test_beneficiary_joins_and_leaves_by_postings(an, project, make_business):
    joined = actions.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business()), by=an
    )

    actions.withdraw_beneficiary(beneficiary=joined, by=an, reason="Cơ sở xin rút")

    kept = Beneficiary.objects.get()
    assert (kept.added_id, kept.withdrawn_id, kept.unit, kept.level) == (1, 2, project.unit, project.level)
    assert [Beneficiary.objects.known_at(number).count() for number in (0, 1, 2)] == [0, 1, 0]
    with pytest.raises(ValidationError, match="đã được rút"):
        actions.withdraw_beneficiary(beneficiary=joined, by=an, reason="Lần nữa")


def test_business_benefits_once_from_a_project(an, project, make_business):
    business = make_business()
    actions.add_beneficiary(beneficiary=Beneficiary(project=project, business=business), by=an)

    with pytest.raises(ValidationError, match="đã là đơn vị thụ hưởng"):
        actions.add_beneficiary(beneficiary=Beneficiary(project=project, business=business), by=an)

    assert (Beneficiary.objects.count(), Posting.objects.count()) == (1, 1)


def test_business_of_another_province_is_no_beneficiary(an, project, make_business, world):
    stranger = make_business(unit=world.gia_lai)

    with pytest.raises(ValidationError, match="không thuộc phạm vi"):
        actions.add_beneficiary(beneficiary=Beneficiary(project=project, business=stranger), by=an)


def test_beneficiary_with_money_stays(an, project, make_business, money):
    joined = actions.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business()), by=an
    )
    entry = actions.add_money(entry=money(project, beneficiary=joined, stage=Stage.PAID), by=an)

    with pytest.raises(ValidationError, match="còn kinh phí"):
        actions.withdraw_beneficiary(beneficiary=joined, by=an, reason="Cơ sở xin rút")
    actions.correct(entry=entry, by=an, reason="Ghi nhầm đơn vị")
    actions.withdraw_beneficiary(beneficiary=joined, by=an, reason="Cơ sở xin rút")

    assert Beneficiary.objects.standing().count() == 0


# --- closing ---------------------------------------------------------------------------------------------------------


def test_closing_is_a_posting_with_a_row_for_each_predecessor(minh, world):
    posting = actions.set_closure(
        unit=world.lam_dong,
        budget_year=2023,
        cut_off=date(2023, 9, 30),
        state=ClosureState.CLOSED,
        by=minh,
    )

    assert (posting.number, posting.kind) == (1, PostingKind.CLOSING)
    assert set(Closure.objects.values_list("unit__key", "state")) == {
        ("P34-68", "closed"),
        ("P63-68", "closed"),
        ("P63-67", "closed"),
        ("P63-60", "closed"),
    }


@pytest.mark.parametrize("who", ["an", "lan", "chi"])
def test_only_a_leader_of_the_ministry_closes(request, world, who):
    with pytest.raises(ValidationError, match="Chỉ lãnh đạo cơ quan quản lý trung ương"):
        actions.set_closure(
            unit=world.lam_dong,
            budget_year=2023,
            cut_off=date(2023, 9, 30),
            state=ClosureState.CLOSED,
            by=request.getfixturevalue(who),
        )


def test_reopening_needs_a_reason(minh, world):
    with pytest.raises(ValidationError, match="Mở lại số liệu phải ghi lý do"):
        actions.set_closure(
            unit=world.lam_dong,
            budget_year=2023,
            cut_off=date(2023, 9, 30),
            state=ClosureState.REOPENED,
            by=minh,
        )


def test_dimensions_of_a_project_are_fixed_by_its_first_entry(an, project, money, world):
    Project.objects.filter(pk=project.pk).update(activity=world.model_line)
    actions.add_money(entry=money(project), by=an)

    for change in ({"unit": world.dak_nong}, {"level": Level.KCQG}, {"activity": world.machines}):
        with pytest.raises(IntegrityError, match="đã có số liệu"), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(**change)

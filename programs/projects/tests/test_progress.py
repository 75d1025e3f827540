"""The steps of a project, what comes next, and what does not fit together."""

from datetime import date

import pytest

from programs.choices import Family, Happening, Level, Outcome, ProjectKind, Source, Stage
from programs.ledger import entries
from programs.models import Beneficiary, ProjectEvent
from programs.projects import beneficiaries, progress, steps
from programs.projects.tests.stories import TODAY, story_of
from programs.tests.factories import OF_2023

# --- where it stands -------------------------------------------------------------------------------------------------


def states(project):
    return [
        (row["name"], row["state"], row.get("since", row.get("note")))
        for row in progress.stepper(story_of(project))
    ]


def test_new_project_waits_for_its_appraisal(project):
    assert states(project)[:2] == [("Đã đăng ký", "current", None), ("Đã thẩm định", "todo", None)]
    assert progress.next_step(story_of(project)).label == "Thẩm định"


def test_stepper_says_since_when_and_which_step_was_left_out(project, step):
    step(Happening.APPROVED)
    step(Happening.CONTRACTED, on=date(2023, 5, 8))

    assert states(project) == [
        ("Đã đăng ký", "done", None),
        ("Đã thẩm định", "done", "không ghi bước này"),
        ("Đã phê duyệt", "done", "03/04/2023"),
        ("Đã ký hợp đồng", "current", "từ 08/05/2023"),
        ("Đang triển khai", "todo", None),
        ("Đã nghiệm thu", "todo", None),
        ("Đã thanh lý, quyết toán", "todo", None),
    ]


def test_stopped_project_stops_where_it_was(project, step):
    step(Happening.APPROVED)
    step(Happening.STOPPED, on=date(2023, 8, 1))

    assert states(project)[-2:] == [
        ("Đã phê duyệt", "done", "03/04/2023"),
        ("Ngừng triển khai", "stopped", "từ 01/08/2023"),
    ]
    assert progress.next_step(story_of(project)) is None


def test_settled_project_is_done(project, step):
    for happening in (Happening.APPROVED, Happening.ACCEPTED, Happening.SETTLED):
        step(happening)

    assert {state for _, state, _ in states(project)} == {"done"}
    assert progress.next_step(story_of(project)) is None


def test_money_outside_projects_has_no_steps(an, make_project):
    cost = make_project(an, kind=ProjectKind.OFF_PROJECT, counted=False)

    assert (progress.stepper(story_of(cost)), progress.next_step(story_of(cost))) == ([], None)


def test_next_step_says_what_is_missing(project, step, post):
    step(Happening.APPROVED)
    post(Stage.ASSIGNED, 300)

    following = progress.next_step(story_of(project))

    assert following.label == "Ký hợp đồng"
    assert [need.text for need in following.missing] == [
        "Giá trị ký hợp đồng",
        "Đơn vị thụ hưởng (nếu có)",
        "Văn bản ký hợp đồng",
    ]


# --- what does not fit -----------------------------------------------------------------------------------------------


def warnings_of(project):
    return progress.warnings(story_of(project))


def test_sound_project_has_no_warning(project, step, post):
    step(Happening.APPROVED)
    post(Stage.ASSIGNED, 300_000_000)
    post(Stage.CONTRACTED, 300_000_000)
    post(Stage.ADVANCED, 100_000_000)

    assert warnings_of(project) == []


def test_more_paid_than_planned_is_told(project, step, post):
    step(Happening.APPROVED)
    post(Stage.ASSIGNED, 300_000_000)
    post(Stage.CONTRACTED, 310_000_000)
    post(Stage.PAID, 320_000_000)

    assert warnings_of(project) == [
        "KCĐP: giải ngân (320.000.000 đồng) lớn hơn kế hoạch (300.000.000 đồng).",
        "KCĐP: giá trị ký hợp đồng (310.000.000 đồng) lớn hơn kế hoạch (300.000.000 đồng).",
        "KCĐP: giải ngân (320.000.000 đồng) lớn hơn giá trị hợp đồng (310.000.000 đồng).",
    ]


def test_money_without_its_step_and_a_step_without_its_money_are_told(project, step, post):
    post(Stage.ASSIGNED, 300)
    post(Stage.ACCEPTED, 300)
    post(Stage.SETTLED, 0)

    assert warnings_of(project) == [
        "Đã ghi giá trị nghiệm thu nhưng chưa ghi bước nghiệm thu (số, ngày văn bản).",
        "Đã ghi số quyết toán nhưng chưa ghi bước thanh lý, quyết toán.",
        "Đã giao kế hoạch kinh phí nhưng đề án chưa được phê duyệt.",
    ]


def test_sums_below_zero_are_told(project, step, post):
    step(Happening.APPROVED)
    post(Stage.ASSIGNED, 300_000_000)
    post(Stage.ADVANCED, -500_000)

    assert warnings_of(project) == [
        "KCĐP: tạm ứng cộng lại là số âm (−500.000 đồng).",
        "KCĐP: giải ngân cộng lại là số âm (−500.000 đồng).",
    ]


def test_settlement_before_anything_else_is_told(project, step, post):
    step(Happening.APPROVED)
    post(Stage.ASSIGNED, 300_000_000)
    post(Stage.SETTLED, 0)

    assert "KCĐP: đã quyết toán khi chưa có hợp đồng, giải ngân hay nghiệm thu nào." in warnings_of(project)


def test_accepted_project_without_a_value_is_told(project, step):
    step(Happening.APPROVED)
    step(Happening.ACCEPTED)

    assert warnings_of(project) == ["Đã nghiệm thu nhưng chưa ghi giá trị nghiệm thu."]


@pytest.mark.parametrize(("ends_on", "late"), [(date(2023, 9, 30), True), (TODAY, False)])
def test_project_past_its_end_is_told(an, make_project, ends_on, late):
    project = make_project(an, ends_on=ends_on)
    event = ProjectEvent(
        project=project, happening=Happening.APPROVED, budget_year=2023, on=date(2023, 4, 3), document="1/QĐ"
    )
    steps.record_event(event=event, by=an)

    assert [text[:39] for text in warnings_of(project)] == (
        ["Đã quá thời gian thực hiện (đến 30/09/2"] if late else []
    )


def test_returned_step_is_told_until_it_is_done(project, step):
    step(Happening.APPRAISED, Outcome.RETURNED)
    assert warnings_of(project) == ["Bước thẩm định ngày 03/04/2023: trả lại."]

    step(Happening.APPRAISED)

    assert warnings_of(project) == []


def test_group_project_asks_for_its_businesses(an, make_project, make_business, money):
    project = make_project(an, kind=ProjectKind.GROUP, level=Level.KCQG)
    assert warnings_of(project) == ["Đề án nhóm chưa có đơn vị thụ hưởng nào."]

    joined = Beneficiary(project=project, business=make_business(), amount=400)
    beneficiaries.add_beneficiary(beneficiary=joined, by=an, **OF_2023)
    entries.add_money(entry=money(project, source=Source.KCQG, amount=300), by=an)

    assert warnings_of(project)[-1] == (
        "Kinh phí hỗ trợ các đơn vị thụ hưởng (400 đồng) lớn hơn kế hoạch (300 đồng)."
    )


# --- settled part by part --------------------------------------------------------------------------------------------


def test_a_partial_settlement_is_not_yet_the_settlement_of_the_project(project, step, post):
    for happening in (Happening.APPROVED, Happening.ACCEPTED):
        step(happening)
    post(Stage.ASSIGNED, 900)
    post(Stage.PAID, 900)
    post(Stage.ACCEPTED, 900)
    post(Stage.PARTLY_SETTLED, 300)
    story = story_of(project)

    assert warnings_of(project) == []
    assert "Số quyết toán hoàn tất (0 đồng cũng ghi)" in [
        need.text for need in progress.next_step(story).missing
    ]
    assert dict(story.families[Family.KCDP].stages())["Quyết toán"] == 300

    post(Stage.SETTLED, 500)

    assert dict(story_of(project).families[Family.KCDP].stages())["Quyết toán"] == 800
    assert warnings_of(project) == [
        "KCĐP: giải ngân (900 đồng) lớn hơn quyết toán (800 đồng).",
        "Đã ghi số quyết toán nhưng chưa ghi bước thanh lý, quyết toán.",
    ]


def test_a_flagship_is_settled_once_each_content_is(an, make_project, money, world):
    project = make_project(an, kind=ProjectKind.FLAGSHIP)
    for stage, amount, activity in (
        (Stage.PAID, 300, world.machines),
        (Stage.PAID, 400, world.model_line),
        (Stage.SETTLED, 300, world.machines),
    ):
        entries.add_money(entry=money(project, stage=stage, amount=amount, activity=activity), by=an)
    assert not story_of(project).is_settled_in_money

    last = money(project, stage=Stage.SETTLED, amount=400, activity=world.model_line)
    entries.add_money(entry=last, by=an)

    assert story_of(project).is_settled_in_money


def test_a_group_is_settled_once_each_that_was_paid_is(an, make_project, make_business, money):
    project = make_project(an, kind=ProjectKind.GROUP)
    for name in "AB":
        joined = Beneficiary(project=project, business=make_business(f"Cơ sở {name}"))
        beneficiaries.add_beneficiary(beneficiary=joined, by=an, **OF_2023)
    a, b = Beneficiary.objects.all()

    def post(stage, amount, beneficiary):
        line = money(project, stage=stage, amount=amount, beneficiary=beneficiary)
        entries.add_money(entry=line, by=an)

    post(Stage.PAID, 300, a)
    post(Stage.PAID, 400, b)
    post(Stage.SETTLED, 250, a)
    assert not story_of(project).is_settled_in_money
    assert "lớn hơn quyết toán" not in " ".join(warnings_of(project))

    post(Stage.SETTLED, 400, b)

    assert story_of(project).is_settled_in_money
    assert "KCĐP: giải ngân (700 đồng) lớn hơn quyết toán (650 đồng)." in warnings_of(project)
    assert "KCĐP: số quyết toán (650 đồng) lớn hơn kế hoạch (0 đồng)." in warnings_of(project)

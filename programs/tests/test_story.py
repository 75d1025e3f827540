"""What the page of a project tells."""

from datetime import date

import pytest
from django.urls import reverse

from programs import actions, progress
from programs.choices import Family, Happening, Level, Outcome, ProjectKind, ResultKind, Source, Stage
from programs.models import Beneficiary, Project, ProjectEvent
from programs.story import Story

TODAY = date(2023, 10, 1)


@pytest.fixture
def project(an, make_project):
    return make_project(an)


@pytest.fixture
def post(an, project, money):
    """Write a line of money of the project and give it back."""
    return lambda stage, amount, **values: actions.add_money(
        entry=money(project, stage=stage, amount=amount, **values), by=an
    )


@pytest.fixture
def step(an, project):
    def take(happening, outcome=Outcome.DONE, on=date(2023, 4, 3)):
        event = ProjectEvent(
            project=project, happening=happening, outcome=outcome, budget_year=2023, on=on, document="1/QĐ"
        )
        return actions.record_event(event=event, by=an)

    return take


def story_of(project):
    return Story(Project.objects.get(pk=project.pk), TODAY)


# --- money -----------------------------------------------------------------------------------------------------------


def test_statement_runs_by_source_and_stage(an, project, post):
    post(Stage.ASSIGNED, 300)
    post(Stage.PAID, 50, on=date(2023, 6, 1))
    post(Stage.ASSIGNED, 40, source=Source.KCQG, on=date(2023, 5, 1))
    cut = post(Stage.ASSIGNED, -100, on=date(2023, 7, 1))
    actions.correct(entry=cut, by=an, reason="Chưa có quyết định")

    lines = story_of(project).money

    assert [(line.entry.amount, line.running, line.stands, line.is_mirror) for line in lines] == [
        (300, 300, True, False),
        (40, 40, True, False),
        (50, 50, True, False),
        (-100, 200, False, False),
        (100, 300, False, True),
    ]
    assert [line.taken_back_by.reason for line in lines if line.taken_back_by] == ["Chưa có quyết định"]


def test_money_at_a_glance_keeps_the_sources_apart(project, post):
    post(Stage.ASSIGNED, 300, source=Source.KCQG)
    post(Stage.CONTRACTED, 290, source=Source.KCQG)
    post(Stage.ADVANCED, 100, source=Source.KCQG)
    post(Stage.PAID, 150, source=Source.KCQG)
    post(Stage.ACCEPTED, 280, source=Source.KCQG)
    post(Stage.SETTLED, 270, source=Source.KCQG)
    post(Stage.ASSIGNED, 30)
    post(Stage.ASSIGNED, 20, source=Source.KCDP_DISTRICT)
    post(Stage.ASSIGNED, 500, source=Source.OWN)
    post(Stage.ACCEPTED, 450, source=Source.OWN)

    families = story_of(project).families

    assert {family: money.stages() for family, money in families.items()} == {
        Family.KCQG: [
            ("Kế hoạch", 300),
            ("Hợp đồng", 290),
            ("Tạm ứng", 100),
            ("Giải ngân", 250),
            ("Nghiệm thu", 280),
            ("Quyết toán", 270),
        ],
        Family.KCDP: [
            ("Kế hoạch", 50),
            ("Hợp đồng", 0),
            ("Tạm ứng", 0),
            ("Giải ngân", 0),
            ("Nghiệm thu", 0),
            ("Quyết toán", 0),
        ],
        Family.OWN: [("Cam kết", 500), ("Đã xác nhận", 450), ("Quyết toán", 0)],
    }
    shares = [(row["label"], row.get("share_text")) for row in families[Family.KCQG].for_bar()["stages"]]
    assert shares[3] == ("Giải ngân", "83,3%")


def test_plan_counts_carried_money_in_one_year_and_not_over_several(project, post):
    post(Stage.CARRIED, 80, budget_year=2023, carried_from=2022)
    post(Stage.ASSIGNED, 20)
    assert story_of(project).plan == 100

    post(Stage.ASSIGNED, 80, budget_year=2022, on=date(2022, 3, 1))

    assert story_of(project).plan == 100


# --- results ---------------------------------------------------------------------------------------------------------


def test_results_stand_by_indicator_plan_beside_actual(an, project, result, world):
    actions.add_result(entry=result(project, kind=ResultKind.PLAN, quantity=4), by=an)
    wrong = actions.add_result(entry=result(project, quantity=30), by=an)
    actions.correct(entry=wrong, by=an, reason="Gõ nhầm", replacement=result(project, quantity=3))
    actions.add_result(entry=result(project, indicator=world.hectares, quantity=1250), by=an)

    results = story_of(project).results

    assert [(row.indicator.code, row.plan, str(row.actual), len(row.lines)) for row in results] == [
        ("III.4", 4, "3", 4),
        ("VII.1", None, "12.50", 1),
    ]


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
    actions.record_event(event=event, by=an)

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
    actions.add_beneficiary(beneficiary=joined, by=an)
    actions.add_money(entry=money(project, source=Source.KCQG, amount=300), by=an)

    assert warnings_of(project)[-1] == (
        "Kinh phí hỗ trợ các đơn vị thụ hưởng (400 đồng) lớn hơn kế hoạch (300 đồng)."
    )


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.fixture
def fill(an, project, money, result, make_business):
    """As many lines of each kind, some corrected, as asked for."""

    def lines(number):
        for place in range(number):
            joined = Beneficiary(project=project, business=make_business(f"Cơ sở {place} {number}"))
            actions.add_beneficiary(beneficiary=joined, by=an)
            wrong = actions.add_money(entry=money(project, beneficiary=joined), by=an)
            actions.correct(entry=wrong, by=an, reason="Gõ nhầm", replacement=money(project))
            actions.add_result(entry=result(project), by=an)
            event = ProjectEvent(
                project=project, happening=Happening.APPRAISED, outcome=Outcome.RETURNED, budget_year=2023,
                on=date(2023, 4, 3), document="1/QĐ",
            )  # fmt: skip
            actions.record_event(event=event, by=an)

    return lines


def test_page_asks_the_same_queries_whatever_the_rows(sign_in, an, project, fill, django_assert_num_queries):
    client = sign_in(an)
    address = reverse("project_detail", args=[project.code])

    fill(1)
    with django_assert_num_queries(13):
        assert client.get(address).status_code == 200
    fill(3)
    with django_assert_num_queries(13):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(("who", "writes"), [("an", True), ("lan", True), ("dung", False), ("chi", False)])
def test_page_offers_to_write_only_to_those_who_may(request, sign_in, project, fill, who, writes):
    fill(1)

    page = (
        sign_in(request.getfixturevalue(who))
        .get(reverse("project_detail", args=[project.code]))
        .content.decode()
    )

    offers = ("Ghi kinh phí", "Điều chỉnh<", "Hủy bước này", "Rút<", "Sửa thông tin</a>")
    assert [offer in page for offer in offers] == [writes] * len(offers)


def test_page_of_another_province_is_missing(sign_in, binh, project):
    assert sign_in(binh).get(reverse("project_detail", args=[project.code])).status_code == 404


def test_page_tells_corrections_with_their_reason(sign_in, an, project, fill):
    fill(1)

    page = sign_in(an).get(reverse("project_detail", args=[project.code])).content.decode()

    assert "<del>Kế hoạch giao</del>" in page
    assert "Đã đảo: Gõ nhầm" in page
    assert 'href="/postings/2/"' in page
    for section in ("thong-tin", "thu-huong", "kinh-phi", "ket-qua", "cac-buoc", "lich-su"):
        assert f'id="{section}"' in page

"""What the page of a project tells."""

from datetime import date

from programs.choices import Family, ResultKind, Source, Stage
from programs.ledger import entries
from programs.projects.tests.stories import story_of


def test_statement_runs_by_source_and_stage(an, project, post):
    post(Stage.ASSIGNED, 300)
    post(Stage.PAID, 50, on=date(2023, 6, 1))
    post(Stage.ASSIGNED, 40, source=Source.KCQG, on=date(2023, 5, 1))
    cut = post(Stage.ASSIGNED, -100, on=date(2023, 7, 1))
    entries.correct(entry=cut, by=an, reason="Chưa có quyết định")

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


def test_plan_counts_what_was_carried_in_from_before_the_first_year_of_the_project(project, post):
    post(Stage.CARRIED, 80, budget_year=2023, carried_from=2022)
    post(Stage.ASSIGNED, 20)
    assert story_of(project).plan == 100

    post(Stage.ASSIGNED, 80, budget_year=2022, on=date(2022, 3, 1))

    assert story_of(project).plan == 100


# --- results ---------------------------------------------------------------------------------------------------------


def test_results_stand_by_indicator_plan_beside_actual(an, project, result, world):
    entries.add_result(entry=result(project, kind=ResultKind.PLAN, quantity=4), by=an)
    wrong = entries.add_result(entry=result(project, quantity=30), by=an)
    entries.correct(entry=wrong, by=an, reason="Gõ nhầm", replacement=result(project, quantity=3))
    entries.add_result(entry=result(project, indicator=world.hectares, quantity=1250), by=an)

    results = story_of(project).results

    assert [(row.indicator.code, row.plan, str(row.actual), len(row.lines)) for row in results] == [
        ("III.4", 4, "3", 4),
        ("VII.1", None, "12.50", 1),
    ]

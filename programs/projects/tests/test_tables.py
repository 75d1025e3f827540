from datetime import date

from programs.choices import Source, Stage
from programs.ledger.posting import post
from programs.models import MoneyEntry
from programs.projects.tables import PROJECT_COLUMNS, project_rows


def cells(columns, row):
    return {column.key: column.value(row) for column in columns}


def test_project_row_tells_promotion_money_of_the_year(an, lan, make_project, money):
    project = make_project(lan)
    entries = [
        money(project, amount=300_000_000),
        money(project, stage=Stage.ADVANCED, amount=100_000_000),
        money(project, stage=Stage.PAID, amount=50_000_000),
        money(project, source=Source.OWN, amount=700_000_000),
        money(project, budget_year=2022, on=date(2022, 5, 1), amount=9_000_000),
    ]
    post(by=lan, kind="late", reason="Bổ sung", entries=entries)
    [row] = project_rows([project], MoneyEntry.objects.visible_to(an), 2023)
    told = cells(PROJECT_COLUMNS, row)
    assert (told["planned"], told["disbursed"]) == (300_000_000, 150_000_000)
    assert (told["year"], told["level"], told["phase"]) == ("2023", "Khuyến công địa phương", "Đã đăng ký")


def test_project_row_without_money_tells_nothing_rather_than_zero(an, lan, make_project):
    [row] = project_rows([make_project(lan)], MoneyEntry.objects.visible_to(an))
    assert (row.planned, row.disbursed) == (None, None)

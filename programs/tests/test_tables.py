from datetime import date

from programs.actions import add_beneficiary
from programs.choices import Source, Stage
from programs.ledger import post
from programs.models import Beneficiary, MoneyEntry
from programs.tables import BUSINESS_COLUMNS, PROJECT_COLUMNS, batched, business_rows, project_rows


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


def test_business_row_counts_projects_that_still_stand(an, lan, make_project, make_business):
    business = make_business(workers=45, commune="Di Linh")
    kept, left = (
        add_beneficiary(beneficiary=Beneficiary(project=make_project(lan), business=business), by=lan)
        for _ in range(2)
    )
    Beneficiary.objects.filter(pk=left.pk).update(withdrawn=kept.added)
    [row] = business_rows([business], Beneficiary.objects.visible_to(an))
    told = cells(BUSINESS_COLUMNS, row)
    assert (told["projects"], told["workers"], told["place"], told["tax"]) == (1, 45, "Di Linh", None)


def test_keys_come_so_many_at_a_time(make_business):
    rows = [make_business(f"HTX {number}") for number in range(5)]
    keys = [row.pk for row in rows]
    assert list(batched(rows, 2)) == [keys[:2], keys[2:4], keys[4:]]

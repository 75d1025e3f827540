from programs.businesses.tables import BUSINESS_COLUMNS, business_rows
from programs.models import Beneficiary
from programs.projects.beneficiaries import add_beneficiary, withdraw_beneficiary
from programs.projects.tests.test_tables import cells
from programs.tests.factories import OF_2023


def test_business_row_counts_projects_that_still_stand(an, lan, make_project, make_business):
    business = make_business(workers=45, commune="Di Linh")
    _, left = (
        add_beneficiary(
            beneficiary=Beneficiary(project=make_project(lan), business=business), by=lan, **OF_2023
        )
        for _ in range(2)
    )
    withdraw_beneficiary(beneficiary=left, by=lan, reason="Xin rút", **OF_2023)
    [row] = business_rows([business], Beneficiary.objects.visible_to(an))
    told = cells(BUSINESS_COLUMNS, row)
    assert (told["projects"], told["workers"], told["place"], told["tax"]) == (1, 45, "Di Linh", None)

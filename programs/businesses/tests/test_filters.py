from programs.businesses.filters import BusinessFilter
from programs.models import Beneficiary, Business
from programs.projects.beneficiaries import add_beneficiary, withdraw_beneficiary
from programs.tests.factories import OF_2023


def test_filter_by_support_asks_who_still_stands(filtered, lan, make_project, make_business):
    helped, left = make_business("HTX Chè"), make_business("HTX Cà phê")
    project = make_project(lan)
    _, gone = (
        add_beneficiary(beneficiary=Beneficiary(project=project, business=business), by=lan, **OF_2023)
        for business in (helped, left)
    )
    withdraw_beneficiary(beneficiary=gone, by=lan, reason="Xin rút", **OF_2023)
    rows = Business.objects.all()
    assert list(filtered(BusinessFilter, rows, supported="yes").qs) == [helped]
    assert list(filtered(BusinessFilter, rows, supported="no").qs) == [left]

from programs.businesses.filters import BusinessFilter
from programs.models import Beneficiary, Business
from programs.projects.beneficiaries import add_beneficiary


def test_filter_by_support_asks_who_still_stands(filtered, lan, make_project, make_business):
    helped, left = make_business("HTX Chè"), make_business("HTX Cà phê")
    project = make_project(lan)
    kept, gone = (
        add_beneficiary(beneficiary=Beneficiary(project=project, business=business), by=lan)
        for business in (helped, left)
    )
    Beneficiary.objects.filter(pk=gone.pk).update(withdrawn=kept.added)
    rows = Business.objects.all()
    assert list(filtered(BusinessFilter, rows, supported="yes").qs) == [helped]
    assert list(filtered(BusinessFilter, rows, supported="no").qs) == [left]

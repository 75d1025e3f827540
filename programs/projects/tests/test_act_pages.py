"""What every page that writes about a project keeps, as a browser meets it."""

import pytest
from django.urls import reverse

from programs.ledger import entries
from programs.ledger.tests.test_money_views import MONEY
from programs.models import Beneficiary, MoneyEntry
from programs.projects import beneficiaries
from programs.tests.factories import OF_2023
from programs.tests.web import sent


@pytest.fixture
def addresses(an, project, money, result, make_business):
    """Every address that writes about one project of Lâm Đồng."""
    entry = entries.add_money(entry=money(project), by=an)
    achieved = entries.add_result(entry=result(project), by=an)
    joined = beneficiaries.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business()), by=an, **OF_2023
    )
    return [
        reverse("money_add", args=[project.code]),
        reverse("project_result_add", args=[project.code]),
        reverse("event_add", args=[project.code]),
        reverse("beneficiary_add", args=[project.code]),
        reverse("money_correct", args=[entry.pk]),
        reverse("result_correct", args=[achieved.pk]),
        reverse("beneficiary_withdraw", args=[joined.pk]),
    ]


@pytest.mark.parametrize(
    ("who", "status"), [("an", 200), ("lan", 200), ("dung", 403), ("chi", 403), ("binh", 404)]
)
def test_out_of_sight_is_missing_and_in_sight_but_not_theirs_is_refused(
    request, sign_in, addresses, who, status
):
    client = sign_in(request.getfixturevalue(who))

    assert [client.get(address).status_code for address in addresses] == [status] * len(addresses)
    if status != 200:
        assert [client.post(address, sent(MONEY)).status_code for address in addresses] == [status] * len(
            addresses
        )
        assert MoneyEntry.objects.count() == 1


def test_not_signed_in_goes_to_the_sign_in(client, addresses):
    assert {client.get(address).url.partition("?")[0] for address in addresses} == {"/accounts/login/"}


@pytest.mark.parametrize("who", ["an", "lan"])
def test_every_field_of_a_form_is_on_its_page(request, sign_in, addresses, make_business, who):
    make_business("HTX Hồ tiêu Di Linh")
    client = sign_in(request.getfixturevalue(who))

    for address in [*addresses, reverse("result_add")]:
        response = client.get(address)
        page, form = response.content.decode(), response.context["form"]
        assert [name for name in form.fields if f'name="{name}"' not in page] == [], address
        assert page.count('name="submission_key"') == 1

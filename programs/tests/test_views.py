"""What all pages of the programme share: few queries, whatever the rows."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import clock
from programs.choices import Phase, Stage
from programs.models import Beneficiary, Project
from programs.projects import beneficiaries
from programs.tests.factories import OF_2023, reword

PAGES = 15  # queries at most


def count_queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(PAGES) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("who", ["an", "chi", "vu"])
def test_pages_ask_the_same_few_queries_for_one_row_and_for_three(
    sign_in, request, who, make_project, make_business, lan, late, world,
    django_assert_max_num_queries,
):  # fmt: skip
    client = sign_in(request.getfixturevalue(who))
    today = clock.today()

    def add(number):
        project = make_project(lan, name=f"Hỗ trợ máy sấy {number}", ends_on=today + timedelta(days=number))
        late(project)
        late(project, stage=Stage.PAID, amount=10_000_000)
        Project.objects.filter(pk=project.pk).update(phase=Phase.RUNNING)
        business = make_business(f"HTX Máy sấy {number}")
        beneficiaries.add_beneficiary(
            beneficiary=Beneficiary(project=project, business=business), by=lan, **OF_2023
        )
        beneficiaries.add_beneficiary(
            beneficiary=Beneficiary(project=project, business=first), by=lan, **OF_2023
        )
        reword(first, workers=number + 1, unit=world.dak_nong if number % 2 else world.lam_dong)

    first = make_business()
    pages = [
        reverse("home"),
        reverse("project_list"),
        f"{reverse('project_list')}?q=may+say&unit={world.lam_dong.pk}&year=2023&level=kcdp&sort=-planned",
        reverse("business_list"),
        f"{reverse('business_list')}?q=htx&unit={world.lam_dong.pk}&supported=yes",
        reverse("business_detail", args=[first.pk]),
        reverse("business_history", args=[first.pk]),
    ]
    add(1)
    counts = [count_queries(client, page, django_assert_max_num_queries) for page in pages]
    add(2)
    add(3)
    assert [count_queries(client, page, django_assert_max_num_queries) for page in pages] == counts

"""The page of a posting tells what it made of projects, businesses and departments, to those who see them."""

import pytest
from django.urls import reverse

from programs.businesses.register import keep
from programs.choices import PostingKind
from programs.ledger.posting import post
from programs.models import Business, Posting
from programs.tests.factories import reword


def renamed(row, name):
    row.name = name
    return row


def test_page_of_a_posting_tells_what_it_edited_to_those_who_see_the_row(
    sign_in, an, binh, chi, make_business
):
    keep(business=renamed(make_business(), "HTX Dran"), by=an)
    address = reverse("posting_detail", args=[1])

    (edit,) = sign_in(an).get(address).context["edits"]
    assert edit.change.fields == [("tên cơ sở", "Công ty TNHH Cà phê Di Linh", "HTX Dran")]
    assert edit.url == reverse("business_detail", args=[Business.objects.get().pk])
    assert "HTX Dran" in sign_in(chi).get(address).content.decode()
    assert sign_in(binh).get(address).status_code == 404
    assert not Posting.objects.visible_to(binh).filter(number=1).exists()


def test_posting_about_a_body_of_the_ministry_is_public_as_the_body_is(binh, departments):
    reword(departments.ministry, name="Cục mới")  # still of posting 0
    assert list(Posting.objects.visible_to(binh)) == [Posting.objects.get(number=0)]


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_a_posting_asks_as_much_for_many_edits(
    sign_in, an, make_business, number, django_assert_max_num_queries
):
    businesses = [make_business(f"Cơ sở {n}") for n in range(number)]
    post(by=an, kind=PostingKind.BUSINESS, nouns=[renamed(row, f"{row.name} mới") for row in businesses])
    client = sign_in(an)

    with django_assert_max_num_queries(15) as asked:
        page = client.get(reverse("posting_detail", args=[1]))
    assert len(page.context["edits"]) == number
    assert len(asked) == 15

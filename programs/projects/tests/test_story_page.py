"""The page of a project: who is offered what, and how much it asks."""

from datetime import date

import pytest
from django.urls import reverse

from programs.choices import Happening, Outcome
from programs.ledger import entries
from programs.models import Beneficiary, ProjectEvent
from programs.projects import beneficiaries, steps
from programs.tests.factories import OF_2023


@pytest.fixture
def fill(an, project, money, result, make_business):
    """As many lines of each kind, some corrected, as asked for."""

    def lines(number):
        for place in range(number):
            joined = Beneficiary(project=project, business=make_business(f"Cơ sở {place} {number}"))
            beneficiaries.add_beneficiary(beneficiary=joined, by=an, **OF_2023)
            wrong = entries.add_money(entry=money(project, beneficiary=joined), by=an)
            entries.correct(entry=wrong, by=an, reason="Gõ nhầm", replacement=money(project))
            entries.add_result(entry=result(project), by=an)
            event = ProjectEvent(
                project=project, happening=Happening.APPRAISED, outcome=Outcome.RETURNED, budget_year=2023,
                on=date(2023, 4, 3), document="1/QĐ",
            )  # fmt: skip
            steps.record_event(event=event, by=an)

    return lines


def test_page_asks_the_same_queries_whatever_the_rows(sign_in, an, project, fill, django_assert_num_queries):
    client = sign_in(an)
    address = reverse("project_detail", args=[project.code])

    fill(1)
    with django_assert_num_queries(14):
        assert client.get(address).status_code == 200
    fill(3)
    with django_assert_num_queries(14):
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

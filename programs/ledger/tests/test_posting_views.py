"""The page of one posting, as a browser meets it."""

from datetime import date

from django.urls import reverse

from programs.choices import ClosureState
from programs.ledger import closing, entries


def test_posting_says_who_when_why_and_its_lines_in_scope(sign_in, an, binh, chi, project, money):
    entry = entries.add_money(entry=money(project), by=an)
    entries.correct(
        entry=entry, by=an, reason="Cắt giảm theo QĐ 9", replacement=money(project, amount=45_000_000)
    )
    address = reverse("posting_detail", args=[2])

    page = sign_in(an).get(address)

    assert [line.entry.amount for line in page.context["money"]] == [-100_000_000, 45_000_000]
    assert "Cắt giảm theo QĐ 9" in page.content.decode() and "Trần Thị An" in page.content.decode()
    assert sign_in(chi).get(address).status_code == 200
    assert sign_in(binh).get(address).status_code == 404
    assert sign_in(an).get(reverse("posting_detail", args=[3])).status_code == 404


def test_posting_of_a_closing_shows_each_only_his_own(sign_in, binh, an, minh, world):
    closing.set_closure(
        unit=world.lam_dong, budget_year=2023, cut_off=date(2023, 9, 30), state=ClosureState.CLOSED, by=minh
    )
    address = reverse("posting_detail", args=[1])

    assert len(sign_in(an).get(address).context["closures"]) == 4
    assert sign_in(binh).get(address).status_code == 404

"""The page behind a figure: its entries add up to it, and nobody reaches those of others."""

from datetime import date
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from programs.choices import Stage
from reports.conftest import money
from reports.tests.pages import NINE, OVERVIEW, SOURCE, text_of


def test_a_line_of_another_province_has_no_source(two_provinces, lam_dong, ministry, look):
    address = f"{SOURCE}?{NINE}&code=F.11&unit=P63-64"

    assert look(lam_dong, address).status_code == 404
    assert "30.000.000" in text_of(look(ministry, address))


def test_each_figure_leads_to_entries_that_add_up_to_it(two_provinces, ministry, look):
    answer = look(ministry, f"{OVERVIEW}?{NINE}")
    addresses = {url for _, cells in answer.context["lines"] for _, _, url in cells if url}
    addresses |= {stat["source_url"] for stat in answer.context["stats"] if "source_url" in stat}
    pages = {address: look(ministry, address) for address in sorted(addresses)[::9] + [max(addresses)]}

    assert {page.status_code for page in pages.values()} == {200}
    assert [address for address, page in pages.items() if page.context.get("agrees") is False] == []
    assert all(parse_qs(urlsplit(address).query)["as_of"] for address in addresses)


def test_the_source_lists_project_basis_and_amount_and_can_be_taken_along(two_provinces, lam_dong, look):
    address = f"{SOURCE}?place=P34-68&year=2023&months=9&code=F.11"
    page, file = look(lam_dong, address), look(lam_dong, f"{address}&format=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(file.content)).active.values)

    assert "150.000.000 đồng" in text_of(page)
    assert "khớp" in text_of(page) and "không khớp" not in text_of(page)
    assert reverse("project_detail", args=[two_provinces[0].code]) in page.content.decode()
    assert rows[-1][-2:] == ("Giải ngân", 150_000_000)
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.EXPORTED, user=lam_dong).count() == 1


def test_a_ratio_shows_the_two_figures_that_it_divides(two_provinces, ministry, look):
    answer = look(ministry, f"{SOURCE}?{NINE}&code=F.12&unit=P63-67")

    assert answer.context["value"] == "75"
    assert [number for _, number, _, _ in answer.context["parts"]] == ["150.000.000", "200.000.000"]


@pytest.mark.parametrize(
    "query", ["code=F.99", "code=F.15", "code=", "code=F.11&unit=P63-99", "code=F.11&as_of=0"]
)
def test_a_figure_that_does_not_exist_has_no_source(two_provinces, ministry, look, query):
    assert look(ministry, f"{SOURCE}?{NINE}&{query}").status_code == 404


ONE = "year=2023&months=9&boundaries=34&code=F.11"


def test_a_line_of_two_regions_has_the_entries_of_its_part_or_of_all(make_project, write, ministry, look):
    for unit, amount in (("P63-68", 30_000_000), ("P63-60", 8_000_000)):
        write(money(make_project(unit), Stage.PAID, amount))
    values = {
        address: look(ministry, f"{SOURCE}?{ONE}&{address}").context["value"]
        for address in (
            "place=all&unit=P34-68",
            "place=all&unit=P34-68&region=MTTN",
            "place=all&unit=P34-68&region=NAM",
            "place=all&region=NAM",
            "place=all",
            "place=NAM&unit=P34-68",
            "place=P34-68&unit=P34-68",
        )
    }

    assert list(values.values()) == [
        "38.000.000", "30.000.000", "8.000.000", "8.000.000", "38.000.000", "8.000.000", "38.000.000",
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["place=all&region=XX", "place=MTTN&region=NAM", "place=P63-68&region=NAM"])
def test_a_region_that_a_report_does_not_hold_has_no_source(two_provinces, ministry, look, query):
    assert look(ministry, f"{SOURCE}?{ONE}&{query}").status_code == 404


def test_region_of_another_province_has_no_source(two_provinces, lam_dong, look):
    assert look(lam_dong, f"{SOURCE}?{ONE}&place=all&region=BAC").status_code == 404


def test_a_line_is_found_by_the_number_of_its_province_before_and_after(make_project, write, ministry, look):
    write(money(make_project("P63-01"), Stage.PAID, 5_000_000))
    question = "place=all&year=2023&code=F.11"
    pages = [
        look(ministry, f"{SOURCE}?{question}&boundaries={code}&unit={unit}")
        for code in ("then", "34", "63")
        for unit in ("P63-01", "P34-01")
    ]

    assert [(page.context["value"], page.context["place"]) for page in pages] == [("5.000.000", "Hà Nội")] * 6


def test_ratio_of_a_part_leads_to_the_entries_of_that_part(make_project, write, ministry, look):
    for unit, amount in (("P63-68", 30), ("P63-60", 8)):
        write(*(money(make_project(unit), stage, amount) for stage in (Stage.ASSIGNED, Stage.PAID)))
    address = f"{SOURCE}?place=all&year=2023&boundaries=34&code=F.12&unit=P34-68&region=NAM"
    parts = look(ministry, address).context["parts"]

    assert [number for _, number, _, _ in parts] == ["8", "8"]
    assert [look(ministry, f"{SOURCE}{url}").context["value"] for *_, url in parts] == ["8", "8"]


def test_behind_a_level_stands_the_statement_of_each_unit_and_whose_it_is(state, lam_dong, look):
    state(30, date(2024, 6, 30), "P63-67")
    state(31, date(2024, 12, 31), "P63-67")
    state(40, date(2024, 12, 31), "P63-68")
    address = f"{SOURCE}?place=P34-68&year=2025&code=IX.3"
    by_34, then = (look(lam_dong, f"{address}&boundaries={drawing}") for drawing in ("34", "then"))

    assert [
        (page.context["value"], page.context["row_count"], page.context["agrees"]) for page in (by_34, then)
    ] == [("71", 2, True)] * 2
    assert ["Tỉnh mới chưa có mức của mình" in text_of(page) for page in (by_34, then)] == [True, False]

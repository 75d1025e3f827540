"""Published figures: found without accents, with their source, beside the ledgers' figure and never mixed with it."""

from datetime import date

import pytest

from programs.choices import Source, Stage
from programs.ledger.reference import bring_in
from programs.models import Indicator, Province, Region
from reports.conftest import money
from reports.models import PublishedFigure, PublishedPeriod, Qualifier

PUBLISHED = "/reports/published/"


@pytest.fixture
def publish(db, reference):
    def publish(value, code="F.7", unit=None, region=None, year=2023, **values):
        indicator = Indicator.objects.filter(code=code).first()
        row = PublishedFigure(
            indicator=indicator,
            measure=code,
            name=values.pop("name", indicator.name if indicator else "Chỉ tiêu khác"),
            unit=unit and Province.objects.get(key=unit),
            region=region and Region.objects.get(code=region),
            year_from=values.pop("year_from", year),
            year_to=year,
            value=value,
            unit_of_measure=values.pop("unit_of_measure", "triệu đồng"),
            source=values.pop("source", "https://bao.example.vn/bai-viet"),
            **{"period": PublishedPeriod.YEAR} | values,
        )
        bring_in([row])
        return row

    return publish


def figures_on(answer):
    return answer.context["object_list"]


def ledger_of(answer):
    return {row.value: row.ledger for row in figures_on(answer)}


def test_the_ledgers_figure_of_the_same_place_and_period_stands_beside(
    publish, make_project, write, ministry, look
):
    project = make_project("P63-67")
    write(
        money(project, Stage.ASSIGNED, 300_000_000),
        money(project, Stage.PAID, 120_000_000, on=date(2023, 8, 1)),
        money(project, Stage.PAID, 50_000_000, on=date(2023, 11, 1)),
    )
    publish(1, unit="P63-67")
    publish(2, "F.8", region="MTTN", period=PublishedPeriod.MONTHS, month_to=9)
    publish(3, "F.8")
    publish(4, "F.8", unit="P63-48")
    publish(5, "F.8", region="MTTN", year_from=2021, period=PublishedPeriod.YEARS)
    publish(6, "khac", region="MTTN")

    assert ledger_of(look(ministry, PUBLISHED)) == {
        1: "300,0 triệu đồng",
        2: "120,0 triệu đồng",
        3: "170,0 triệu đồng",
        4: "",
        5: "",
        6: "",
    }


def test_a_figure_that_is_no_money_stands_in_its_own_unit(publish, make_project, write, ministry, look):
    """Đồng of own capital on one đồng of support is a ratio, although it is counted in đồng."""
    project = make_project("P63-67")
    write(
        money(project, Stage.ACCEPTED, 100_000_000),
        money(project, Stage.ACCEPTED, 250_000_000, source=Source.OWN),
        money(project, Stage.ASSIGNED, 400_000_000),
    )
    publish(1, "S.5", unit="P63-67", unit_of_measure="lần")
    publish(2, "F.12", unit="P63-67", unit_of_measure="%")
    publish(3, "F.26", unit="P63-67", unit_of_measure="đề án")
    publish(4, "F.27", unit="P63-67", unit_of_measure="đề án")

    assert ledger_of(look(ministry, PUBLISHED)) == {
        1: "2,5 lần",
        2: "25 %",
        3: "0 đề án",
        4: "1 đề án",
    }
    assert look(ministry, f"{PUBLISHED}?format=xlsx").status_code == 200


def test_the_ledgers_figure_is_told_only_where_all_of_it_may_be_seen(
    publish, make_project, plan, lam_dong, look
):
    plan(make_project("P63-67"), 300_000_000)
    publish(1, unit="P63-67")
    publish(2, region="MTTN")

    assert ledger_of(look(lam_dong, PUBLISHED)) == {1: "300,0 triệu đồng", 2: ""}


def test_the_ledgers_figure_says_where_it_is_illustrative(publish, make_project, plan, ministry, look):
    plan(make_project("P63-67"), 300_000_000, illustrative=True)
    publish(1, unit="P63-67")

    assert ledger_of(look(ministry, PUBLISHED)) == {1: "300,0 triệu đồng (minh họa)"}


def test_it_is_found_without_accents_by_name_place_and_year(publish, ministry, look):
    publish(1, "F.7", unit="P63-67")
    publish(2, "I.1", region="NAM", year=2019)

    def found(query):
        return sorted(row.value for row in figures_on(look(ministry, f"{PUBLISHED}?{query}")))

    assert found("q=dak+nong") == [1]
    assert found("q=dao+tao+nghe") == [2]
    assert found("q=phia+nam") == [2]
    assert (found("year=2019"), found("place=unit"), found("place=region"), found("place=country")) == (
        [2],
        [1],
        [2],
        [],
    )
    assert found("q=khong+co+gi") == []


def test_the_source_is_a_link_that_gives_nothing_away(publish, ministry, look):
    publish(1, qualifier=Qualifier.ABOUT, uncertain=True, note="theo báo cáo nhanh")
    page = look(ministry, PUBLISHED).content.decode()

    assert 'href="https://bao.example.vn/bai-viet" rel="noopener noreferrer">bao.example.vn' in page
    assert "không chắc về thời gian" in page and "theo báo cáo nhanh" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_whatever_the_rows(
    publish, make_project, plan, ministry, client, rows, django_assert_num_queries
):
    plan(make_project("P63-67"))
    for year in range(2021, 2021 + rows):
        publish(year, unit="P63-67", year=year)
        publish(year, region="MTTN", year=year)
    client.force_login(ministry)
    client.get(PUBLISHED)
    with django_assert_num_queries(14):
        client.get(PUBLISHED)

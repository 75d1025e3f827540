"""Figures published elsewhere: loaded once with their sources, shown as they were written, beside the ledgers."""

import pytest

from programs.ledger.reference import change_reference
from programs.models import Indicator, Province, Region
from programs.tests.factories import first_posting
from reports.annexes.country import NO_DENOMINATOR, read_country
from reports.figures.figures import Money, Tally
from reports.models import PublishedFigure, PublishedPeriod
from reports.published.load import load_published, published_rows
from reports.question.asked import ask, period_from
from reports.review import Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(reference):
    load_published()
    return PublishedFigure.objects.all()


def review(year, months=None, from_year=None, **asked):
    period = period_from(year=year, months=months, from_year=from_year)
    return Review(ask(period=period, region="MTTN", **asked))


def test_every_published_row_is_loaded_once(reference):
    first, second = load_published(), load_published()
    assert (first.added, second.added, second.kept, second.edited) == (201, 0, 201, 0)
    assert PublishedFigure.objects.exclude(source="").count() == 201
    assert PublishedFigure.objects.of_country().count() == 6
    assert PublishedFigure.objects.filter(region__code="MTTN").count() == 76


def test_what_a_person_edited_is_left_alone(figures):
    figure = figures.filter(indicator__code="F.11").first()
    figure.note = "Đã đối chiếu với báo cáo giấy"
    figure.save()
    outcome = load_published()
    assert (outcome.added, outcome.updated, outcome.edited) == (0, 0, 1)
    figure.refresh_from_db()
    assert figure.note == "Đã đối chiếu với báo cáo giấy"


def test_money_stands_in_dong_and_the_value_as_published(figures):
    done = figures.get(region__code="MTTN", indicator__code="F.11", year_to=2021, period=PublishedPeriod.YEAR)
    assert (done.value, done.scale, done.amount) == (4879, 2, 48_790_000_000)
    assert done.shown == "48,79 tỷ đồng"
    months = figures.get(region__code="MTTN", indicator__code="F.11", year_to=2016, month_to=6)
    assert months.shown == "hơn 13,4 tỷ đồng"
    assert months.period_title == "6 tháng đầu năm 2016"


def test_money_in_words_and_in_dong_agree(figures):
    units = {"triệu đồng": 1_000_000, "tỷ đồng": 1_000_000_000}
    for figure in figures.filter(unit_of_measure__in=units):
        assert figure.amount == figure.quantity * units[figure.unit_of_measure], figure
    assert not figures.exclude(unit_of_measure__in=units).filter(amount__isnull=False).exists()


def test_keys_without_a_code_have_readable_names(figures):
    assert not figures.filter(name__contains="_").exists()
    row = figures.get(measure="kcdp_ke_hoach:phong_trung_bay")
    assert row.indicator is None
    assert row.name == "Kế hoạch KCĐP: phòng trưng bày sản phẩm"


def test_odd_years_are_marked_as_uncertain(figures):
    odd = figures.filter(uncertain=True, year_to=2014)
    assert odd.count() == 3
    assert all("năm 2014 là suy đoán" in row.note for row in odd)


def test_search_needs_no_accents(figures):
    assert {row.note for row in figures.search("KHÔNG trien khai kcqg")} == {
        "năm 2024 không triển khai KCQG",
        "KCQG không triển khai",
    }


def test_file_names_each_row_once():
    keys = [row["key"] for row in published_rows()]
    assert len(set(keys)) == len(keys) == 201


def test_value_keeps_its_decimals_as_whole_steps():
    row = next(row for row in published_rows() if row["key"] == "MTTN-2013-01")
    assert (row["value"], row["scale"]) == ("23343", "3")


def test_figure_of_region_and_province_at_once_is_refused(figures):
    figure = figures.filter(region__isnull=False).first()
    figure.unit = Province.objects.get(key="P63-67")
    with pytest.raises(Exception, match="của vùng hoặc của tỉnh, không của cả hai"):
        figure.full_clean()


def test_months_must_say_which(figures):
    figure = figures.filter(period=PublishedPeriod.MONTHS).first()
    figure.month_to = None
    with pytest.raises(Exception, match="phải ghi đến hết tháng nào"):
        figure.full_clean()


# --- the region's share of the country -------------------------------------------------------------------------------


def test_share_of_a_whole_year_stands_on_the_published_country_and_says_so(figures):
    country = read_country(review(2019, 9))
    published = figures.of_country().get(indicator__code="F.11", year_to=2018)
    assert country.published == (290_767_230_000, None)
    region = [Tally(kcqg=Money(done=29_076_723_000)), Tally(kcqg=Money(done=1))]
    assert country.shares(region, []) == [pytest.approx(0.1), None]
    note, missing = country.notes
    assert "năm 2018" in note and "290.767,23 triệu đồng" in note and published.source in note
    assert missing == NO_DENOMINATOR


def test_share_as_of_a_posting_stands_on_the_figure_known_then(figures, root):
    first_posting(root)
    row = figures.of_country().get(indicator__code="F.11", year_to=2018)
    corrected = row.replacement()
    corrected.amount, corrected.source = 300_000_000_000, "https://vi-du.vn/"
    change_reference(by=root, added=[corrected], ended=[row])

    told = [read_country(review(2018, posting=number)).published for number in (1, 2)]

    assert told == [(None, 290_767_230_000), (None, 300_000_000_000)]


def test_part_of_a_year_never_stands_on_the_published_whole(figures):
    country = read_country(review(2018, 9))
    assert country.published == (None, None)
    assert country.notes == (NO_DENOMINATOR,)


def test_one_year_never_stands_for_several(figures):
    assert read_country(review(2018, from_year=2018)).published == (None, 290_767_230_000)
    assert read_country(review(2018, from_year=2017)).published == (None, None)


def test_several_years_stand_on_what_was_published_for_just_those(figures):
    figures.of_country().filter(indicator__code="F.11", year_to=2018).update(
        period=PublishedPeriod.YEARS, year_from=2016
    )

    country = read_country(review(2018, from_year=2016))
    assert country.published == (None, 290_767_230_000)
    assert "(2016–2018)" in country.notes[0]
    assert read_country(review(2018)).published == (None, None)


def test_softened_or_uncertain_figures_are_no_denominator(reference):
    for changes in ({"qualifier": "more"}, {"uncertain": True}, {"includes_counterpart": True}):
        PublishedFigure.objects.create(
            indicator=Indicator.objects.get(code="F.11"),
            measure="kinh_phi_tong_thuc_hien",
            name="Tổng kinh phí",
            period=PublishedPeriod.YEAR,
            year_from=2018,
            year_to=2018,
            value=300,
            unit_of_measure="tỷ đồng",
            amount=300_000_000_000,
            source="https://vi-du.vn/",
            **changes,
        )
    assert read_country(review(2018)).published == (None, None)


def test_region_has_no_share_in_its_own_published_figures(figures):
    assert Region.objects.get(code="MTTN").published_figures.filter(indicator__code="F.11").exists()
    assert read_country(review(2021)).published == (None, None)

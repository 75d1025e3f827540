"""Số liệu đã công bố: what others published, with its source, beside the ledgers' figure and never mixed with it."""

from urllib.parse import urlsplit

import django_filters
from django.db.models import Q
from django.utils.html import format_html, format_html_join

from accounts.clock import today
from accounts.text import fold
from printing.numbers import MILLION, NOTHING, format_money
from printing.table import MONEY
from programs.access import Scope
from programs.ledger.asof import state_of
from programs.models import Indicator, Province, Region
from programs.pages.filters import ListFilter, YearFilter, choice_filter, search_filter
from programs.pages.lists import ListColumn, ListPage
from programs.periods import BudgetPeriod
from reports.figures.aggregates import figures_for
from reports.figures.evidence import Figure
from reports.figures.indicators import definition_of
from reports.figures.query import Query
from reports.models import PublishedFigure, PublishedPeriod
from reports.question.asked import DEFAULT_BOUNDARIES
from reports.question.territory import Territory

PLACES = [("country", "Cả nước"), ("region", "Các vùng"), ("unit", "Các tỉnh")]


def regions_named(words: str) -> list[int]:
    return [region.pk for region in Region.objects.all() if fold(words) in fold(region.name)]


class PublishedFilter(ListFilter):
    first = ("q", "place", "year")
    q = search_filter("chỉ tiêu, tỉnh, ghi chú, nguồn")
    place = choice_filter("Phạm vi", PLACES, method="by_place")
    year = YearFilter(label="Năm", method="by_year")
    region = django_filters.ModelChoiceFilter(
        label="Vùng", queryset=Region.objects.all(), empty_label="Mọi vùng"
    )
    indicator = django_filters.ModelChoiceFilter(
        label="Chỉ tiêu", queryset=Indicator.objects.all(), empty_label="Mọi chỉ tiêu"
    )

    class Meta:
        model = PublishedFigure
        fields = ["q", "place", "year", "region", "indicator"]

    def by_words(self, rows, name, value):
        named = rows.filter(Q(unit__in=Province.objects.search(value)) | Q(region__in=regions_named(value)))
        return rows.search(value) | named

    def by_place(self, rows, name, value):
        conditions = {
            "country": Q(region__isnull=True, unit__isnull=True),
            "region": Q(region__isnull=False),
            "unit": Q(unit__isnull=False),
        }
        return rows.filter(conditions[value])

    def by_year(self, rows, name, value):
        return rows.filter(year_from__lte=value, year_to__gte=value)


class ToldNumber(ListColumn):
    """A number told in words, such as «khoảng 300 triệu đồng»: text, set as a number."""

    num = True


def publisher_and_caveats(row: PublishedFigure) -> str:
    """The source as a link that gives nothing away, and below it what to mind."""
    name = urlsplit(row.source).netloc.removeprefix("www.")
    link = (
        format_html('<a href="{}" rel="noopener noreferrer">{}</a>', row.source, name) if name else row.source
    )
    said = format_html_join("", '<span class="of">{}</span>', ((caveat,) for caveat in caveats(row)))
    return format_html("<div>{}{}</div>", link, said)


class PublishedList(ListPage):
    """Every published figure with its source, and beside it what the ledgers say of the same period and place."""

    model = PublishedFigure
    template_name = "reports/published_list.html"
    filterset_class = PublishedFilter
    title = "Số liệu đã công bố"
    count_label = "số liệu"
    crumbs = [("Báo cáo", ""), ("Số liệu đã công bố", "")]
    default_sort = "-year"
    sorts = {"year": ("year_to", "month_to"), "name": ("name",)}
    columns = (
        ListColumn("Số liệu", lambda row: row.name, sort="name", card="title"),
        ListColumn("Nơi", lambda row: row.place, card="fact"),
        ListColumn("Kỳ", lambda row: row.period_title, sort="year", card="fact"),
        ToldNumber("Đã công bố", lambda row: row.shown, card="fact"),
        ToldNumber("Trong sổ của cổng", lambda row: row.ledger or NOTHING, card="fact"),
        ListColumn("Lưu ý", lambda row: "; ".join(caveats(row)), file_only=True),
        ListColumn("Nguồn", lambda row: row.source, card="fact", show=publisher_and_caveats),
    )

    def get_queryset(self):
        return super().get_queryset().standing().select_related("region", "unit", "indicator")

    def prepare(self, rows):
        """The rows with the ledgers' figures beside them: by six queries, whatever the rows."""
        figures = list(rows)
        for row in figures:
            row.ledger = ""
        number = state_of(self.request)["number"]
        if number and figures:
            compare(figures, number, self.scope)
        return figures


def caveats(row: PublishedFigure) -> list[str]:
    said = []
    if row.includes_counterpart:
        said.append("gồm cả vốn đối ứng")
    if row.uncertain:
        said.append("không chắc về thời gian")
    return [*said, row.note] if row.note else said


def compare(rows: list[PublishedFigure], posting: int, scope: Scope) -> None:
    """Say beside each row what the ledgers hold of the same indicator, period and place, where they hold anything."""
    territory = Territory.read(DEFAULT_BOUNDARIES, today(), posting)
    asked: dict[Query, list[PublishedFigure]] = {}
    for row in rows:
        query = query_of(row, territory, posting, scope)
        if query:
            asked.setdefault(query, []).append(row)
    if not asked:
        return
    for query, answer in zip(asked, figures_for(list(asked)), strict=True):
        total = answer.total
        if total.has_entries:
            for row in asked[query]:
                figure = Figure(definition_of(row.indicator), query, None, row.indicator)
                row.ledger = said(figure, figure.read(total), total.illustrative)


def query_of(row: PublishedFigure, territory: Territory, posting: int, scope: Scope) -> Query | None:
    """The same query put to the ledgers; None where the figure has no twin there, or not all of it may be seen."""
    if row.indicator is None or definition_of(row.indicator).read is None or row.year_from != row.year_to:
        return None
    if row.period not in (PublishedPeriod.YEAR, PublishedPeriod.MONTHS):
        return None
    period = BudgetPeriod.of_months(row.year_to, row.month_to)
    if row.unit_id:
        units = territory.lineage[row.unit_id]
    elif row.region_id:
        units = territory.of_region_on(row.region_id, period.end)
    else:
        units = frozenset(territory.provinces)
    if not scope.nationwide and not units <= scope.unit_ids:
        return None
    return territory.limited_to(units).query(period, posting)


def said(figure: Figure, value, illustrative: bool) -> str:
    if value is None:
        return ""
    if figure.definition.kind is MONEY:
        words = f"{format_money(value, MILLION)} {MILLION}"
    else:
        words = f"{figure.shown(value)} {figure.indicator.unit_of_measure}"
    return f"{words} (minh họa)" if illustrative else words

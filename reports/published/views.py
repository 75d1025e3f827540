"""Số liệu đã công bố: what others published, with its source, beside the ledgers' figure and never mixed with it."""

from urllib.parse import urlsplit

import django_filters
from django.db.models import Q

from accounts.clock import today
from accounts.text import fold
from printing.numbers import DONG, MILLION, format_money
from printing.table import TEXT
from programs.access import Scope
from programs.ledger.asof import state_of
from programs.models import Indicator, Province, Region
from programs.pages.filters import ListFilter, YearFilter, choice_filter, search_filter
from programs.pages.lists import ListColumn, ListPage
from programs.periods import BudgetPeriod
from reports.figures.aggregates import Question, figures_for
from reports.figures.sources import Figure, is_readable
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
        ListColumn("Số liệu", lambda row: row.name, sort="name"),
        ListColumn("Nơi", lambda row: row.place),
        ListColumn("Kỳ", lambda row: row.period_title, sort="year"),
        ListColumn("Đã công bố", lambda row: row.shown, TEXT),
        ListColumn("Trong sổ của cổng", lambda row: row.ledger or "–", TEXT),
        ListColumn("Lưu ý", lambda row: "; ".join(row.caveats)),
        ListColumn("Nguồn", lambda row: row.source),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("region", "unit", "indicator")

    def prepare(self, rows):
        """The rows with the ledgers' figures beside them: by six queries, whatever the rows."""
        self.prepared = list(rows)
        for row in self.prepared:
            row.publisher = urlsplit(row.source).netloc.removeprefix("www.")
            row.caveats = caveats(row)
            row.ledger = ""
        number = state_of(self.request)["number"]
        if number and self.prepared:
            compare(self.prepared, number, self.scope)
        return self.prepared

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"figures": self.prepared}


def caveats(row: PublishedFigure) -> list[str]:
    said = []
    if row.includes_counterpart:
        said.append("gồm cả vốn đối ứng")
    if row.uncertain:
        said.append("không chắc về thời gian")
    return [*said, row.note] if row.note else said


def compare(rows: list[PublishedFigure], posting: int, scope: Scope) -> None:
    """Say beside each row what the ledgers hold of the same indicator, period and place, where they hold anything."""
    territory = Territory.read(DEFAULT_BOUNDARIES, today())
    asked: dict[Question, list[PublishedFigure]] = {}
    for row in rows:
        question = question_of(row, territory, posting, scope)
        if question:
            asked.setdefault(question, []).append(row)
    if not asked:
        return
    for question, answer in zip(asked, figures_for(list(asked)), strict=True):
        total = answer.total
        if total.has_entries:
            for row in asked[question]:
                figure = Figure(row.indicator.code, question, None, row.indicator)
                row.ledger = said(figure, figure.read(total), total.illustrative)


def question_of(row: PublishedFigure, territory: Territory, posting: int, scope: Scope) -> Question | None:
    """The same question put to the ledgers; None where the figure has no twin there, or not all of it may be seen."""
    if row.indicator is None or not is_readable(row.indicator) or row.year_from != row.year_to:
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
    return Question(period, units, territory.boundaries, posting)


def said(figure: Figure, value, illustrative: bool) -> str:
    if value is None:
        return ""
    if figure.unit == DONG:
        words = f"{format_money(value, MILLION)} {MILLION}"
    else:
        words = f"{figure.shown(value)} {figure.indicator.unit_of_measure}"
    return f"{words} (minh họa)" if illustrative else words

"""The list of results that belong to no project."""

from django.urls import reverse

from accounts.text import fold
from printing.table import DATE, QUANTITY
from programs.choices import Family, Level, ResultKind
from programs.ledger.lines import LedgerLine
from programs.ledger.tables import standing_of
from programs.models import Indicator, ResultEntry
from programs.pages.filters import ListFilter, YearFilter, choice_filter, search_filter
from programs.pages.lists import ListColumn, ListPage
from programs.units.filters import UnitFilter


class ResultFilter(ListFilter):
    q = search_filter("Tìm chỉ tiêu, văn bản, diễn giải")
    unit = UnitFilter()
    year = YearFilter(label="Năm ngân sách", field_name="budget_year")
    level = choice_filter("Cấp", Level.choices)
    kind = choice_filter("Kế hoạch, thực hiện", ResultKind.choices)

    class Meta:
        model = ResultEntry
        fields = ["q", "unit", "year", "level", "kind"]

    def by_words(self, rows, name, value):
        """Few indicators, so their names are folded here; documents and notes are looked up as they are written."""
        words = fold(value).split()
        named = [row.pk for row in Indicator.objects.all() if all(word in fold(str(row)) for word in words)]
        return (
            rows.filter(indicator__in=named)
            | rows.filter(document__icontains=value)
            | rows.filter(note__icontains=value)
        )


RESULT_LIST_COLUMNS = (
    ListColumn(
        "Chỉ tiêu", lambda r: str(r.indicator), key="indicator", width=50, sort="indicator", card="title"
    ),
    ListColumn("Ngày", lambda r: r.on, DATE, key="on", sort="on", card="fact"),
    ListColumn("Năm ngân sách", lambda r: str(r.budget_year), key="year", sort="year"),
    ListColumn("Tỉnh, thành phố", lambda r: str(r.unit), key="unit", width=24, sort="unit", card="fact"),
    ListColumn(
        "Cấp", lambda r: r.get_level_display(), key="level", width=22, show=lambda r: Family(r.level).label
    ),
    ListColumn("Kế hoạch, thực hiện", lambda r: r.get_kind_display(), key="kind", card="fact"),
    ListColumn(
        "Số lượng, mức",
        lambda r: LedgerLine(r).quantity,
        QUANTITY,
        key="quantity",
        card="fact",
    ),
    ListColumn("Văn bản, tài liệu", lambda r: r.document or None, key="document", width=30),
    ListColumn("Trạng thái", lambda r: standing_of(LedgerLine(r)), key="state", card="fact"),
    ListColumn("Bút toán", lambda r: str(r.posting_id), key="posting"),
)


class ResultList(ListPage):
    """Results that belong to no project: awards, collaborators, meetings …"""

    model = ResultEntry
    template_name = "programs/result_list.html"
    title = "Kết quả chung của tỉnh"
    count_label = "dòng"
    filterset_class = ResultFilter
    columns = RESULT_LIST_COLUMNS
    sorts = {
        "indicator": ("indicator__order", "-on"),
        "on": ("on",),
        "year": ("budget_year", "on"),
        "unit": ("unit__sort_key", "-on"),
    }
    default_sort = "-on"
    crumbs = [("Kết quả chung của tỉnh", "")]

    def get_queryset(self):
        rows = super().get_queryset().off_project()
        return rows.select_related("unit", "indicator", "reversed_by__posting")

    def row_url(self, row):
        return reverse("posting_detail", args=[row.posting_id])

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_add=self.scope.can_edit_any, **kwargs)

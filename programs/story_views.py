"""Pages that read: the story of a project, results without a project, one posting."""

import django_filters
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.text import fold
from printing.table import DATE, QUANTITY
from programs import progress
from programs.access import Scope
from programs.actions import STEPS
from programs.choices import Family, Level, ResultKind
from programs.fields import from_steps
from programs.filters import ListFilter, UnitFilter, choice_filter, search_filter
from programs.models import (
    Beneficiary,
    Closure,
    Indicator,
    MoneyEntry,
    Posting,
    Project,
    ProjectEvent,
    ResultEntry,
)
from programs.pages import DetailPage, ListColumn, ListPage
from programs.story import Line, Story
from programs.tables import TONE_OF_PHASE


class ProjectDetail(DetailPage):
    """The page of a project: where it stands, what happened, its money and results, what is missing."""

    model = Project
    template_name = "programs/project_detail.html"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self):
        return super().get_queryset().select_related("unit", "origin_unit", "activity__group", "implementer")

    def get_crumbs(self):
        return [("Đề án", reverse("project_list")), (self.object.code, "")]

    def get_context_data(self, **kwargs):
        story = Story(self.object, timezone.localdate())
        return super().get_context_data(
            story=story,
            steps=progress.stepper(story),
            next_step=progress.next_step(story),
            warnings=progress.warnings(story),
            money_bars=story.money_bars(),
            may_step=any(self.object.phase in phases for phases, _ in STEPS.values()),
            phase_tone=TONE_OF_PHASE.get(self.object.phase, ""),
            **kwargs,
        )


# ------------------------------------------------------------------------------------ results without a project


class ResultFilter(ListFilter):
    q = search_filter("Tìm chỉ tiêu, văn bản, diễn giải")
    unit = UnitFilter()
    year = django_filters.NumberFilter(label="Năm ngân sách", field_name="budget_year")
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


def state_of(entry) -> str:
    if entry.reverses_id:
        return "Dòng đảo"
    return "Đã được đảo" if getattr(entry, "reversed_by", None) else "Đang tính"


RESULT_COLUMNS = (
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
        "Số lượng",
        lambda r: from_steps(r.quantity, r.indicator.scale),
        QUANTITY,
        key="quantity",
        card="fact",
    ),
    ListColumn("Văn bản, tài liệu", lambda r: r.document or None, key="document", width=30),
    ListColumn("Trạng thái", state_of, key="state", card="fact"),
    ListColumn("Bút toán", lambda r: str(r.posting_id), key="posting"),
)


class ResultList(ListPage):
    """Results that belong to no project: awards, collaborators, meetings …"""

    model = ResultEntry
    template_name = "programs/result_list.html"
    title = "Kết quả chung của tỉnh"
    count_label = "dòng"
    filterset_class = ResultFilter
    columns = RESULT_COLUMNS
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
        return rows.select_related("unit", "indicator", "reversed_by")

    def row_url(self, row):
        return reverse("posting_detail", args=[row.posting_id])

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_add=self.scope.can_edit_any, **kwargs)


# --------------------------------------------------------------------------------------------------- a posting


SHOWN_LINES = 300  # of one ledger: a loaded file may be one posting of thousands


class PostingDetail(TemplateView):
    """One act of writing: who, when, why, and those of its lines that the person may see."""

    template_name = "programs/posting_detail.html"

    def of_scope(self, model, *related, **conditions):
        rows = model.objects.visible_to(self.request.user).filter(**conditions)
        return list(rows.select_related(*related).order_by("pk")[:SHOWN_LINES])

    def lines(self, model, *related) -> list[Line]:
        rows = self.of_scope(model, "unit", "project", "reversed_by__posting", *related, posting=self.posting)
        return [Line(row) for row in rows]

    def get_context_data(self, **kwargs):
        rows = Posting.objects.visible_to(self.request.user).select_related("recorded_by")
        self.posting = get_object_or_404(rows, number=self.kwargs["number"])
        shown = {
            "money": self.lines(MoneyEntry, "beneficiary__business"),
            "results": self.lines(ResultEntry, "indicator"),
            "events": self.lines(ProjectEvent),
            "closures": self.of_scope(Closure, "unit", posting=self.posting),
            "joined": self.of_scope(Beneficiary, "business", "project", added=self.posting),
            "left": self.of_scope(Beneficiary, "business", "project", withdrawn=self.posting),
        }
        scope = Scope.of(self.request.user)
        if not any(shown.values()) and not scope.nationwide:
            raise Http404  # everything in it belongs to others: the reason, too
        return super().get_context_data(
            posting=self.posting,
            edit_ids=scope.edit_ids,
            cut=SHOWN_LINES if any(len(rows) == SHOWN_LINES for rows in shown.values()) else 0,
            crumbs=[(f"Bút toán số {self.posting.number}", "")],
            **shown,
            **kwargs,
        )

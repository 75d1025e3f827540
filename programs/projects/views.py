"""The pages of projects."""

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.clock import today
from printing.numbers import MILLION, format_count, format_money
from programs.choices import ProjectKind
from programs.measures import DISBURSED
from programs.models import MoneyEntry, Project
from programs.pages.history import HistoryPage
from programs.pages.lists import ListPage
from programs.pages.views import CreatePage, DetailPage, EditPage
from programs.projects import progress
from programs.projects.filters import ProjectFilter
from programs.projects.forms import ProjectCreateForm, ProjectEditForm
from programs.projects.page_tables import tables_of
from programs.projects.register import register
from programs.projects.steps import STEPS
from programs.projects.story import ProjectStory
from programs.projects.tables import PROJECT_COLUMNS, TONE_OF_PHASE, project_rows


def money_of_project(rows, year):
    """A subquery: the promotion money of the outer project among these entries; only for ordering by it."""
    rows = rows.of_promotion().filter(project=OuterRef("pk"))
    if year:
        rows = rows.filter(budget_year=year)
    total = rows.order_by().values("project").annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(total), 0)


class ProjectList(ListPage):
    model = Project
    template_name = "programs/project_list.html"
    title = "Đề án khuyến công"
    count_label = "đề án"
    filterset_class = ProjectFilter
    columns = PROJECT_COLUMNS
    sorts = {
        "name": ("sort_key",),
        "code": ("code",),
        "unit": ("unit__sort_key", "-first_year", "code"),
        "level": ("level", "-first_year", "code"),
        "year": ("first_year", "code"),
        "phase": ("phase", "-first_year", "code"),
        "ends": ("ends_on", "code"),
        "planned": ("planned_total", "code"),
        "disbursed": ("disbursed_total", "code"),
    }
    default_sort = "-year"
    crumbs = [("Đề án", "")]

    def get_queryset(self):
        return super().get_queryset().select_related("unit", "activity", "implementer")

    @property
    def year(self) -> int | None:
        """The budget year of the list's money; None: all years."""
        self.filter.form.is_valid()
        year = self.filter.form.cleaned_data.get("year") if self.filter.form.is_bound else None
        return int(year) if year else None

    def entries(self):
        return MoneyEntry.objects.visible_to(self.request.user)

    def ordered(self, rows):
        by = self.sort.removeprefix("-")
        if by == "planned":
            entries = MoneyEntry.objects.planned(self.year)
            rows = rows.annotate(planned_total=money_of_project(entries, self.year))
        elif by == "disbursed":
            entries = MoneyEntry.objects.filter(stage__in=DISBURSED)
            rows = rows.annotate(disbursed_total=money_of_project(entries, self.year))
        return super().ordered(rows)

    def count(self, rows):
        """Money outside any project is listed, but is no project: how much of the list it is, is said."""
        outside = Q(kind=ProjectKind.OFF_PROJECT, counted=False)
        counts = rows.order_by().aggregate(listed=Count("pk"), outside=Count("pk", filter=outside))
        self.outside = counts["outside"]
        return counts["listed"]

    def prepare(self, rows):
        return project_rows(rows, self.entries(), self.year)

    def row_url(self, row):
        return reverse("project_detail", args=[row.project.code])

    def sums(self):
        """Plan and money paid of the whole filtered list, by one query over the ledger."""
        of_list = self.entries().filter(project__in=self.filter.qs.order_by().values("pk"))
        total = of_list.planned_and_disbursed(self.year)
        when = f"năm {self.year}" if self.year else "các năm"
        outside = [("Trong đó khoản ngoài đề án", format_count(self.outside))] if self.outside else []
        return [
            *outside,
            (f"Kế hoạch {when}", f"{format_money(total['planned'] or 0, MILLION)} {MILLION}"),
            (f"Giải ngân {when}", f"{format_money(total['disbursed'] or 0, MILLION)} {MILLION}"),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_add=self.scope.can_edit_any, **kwargs)


class ProjectCreate(CreatePage):
    model = Project
    form_class = ProjectCreateForm
    template_name = "programs/project_form.html"
    success_message = "Đã đăng ký đề án."
    submit_label = "Đăng ký đề án"

    def get_crumbs(self):
        return [("Đề án", reverse("project_list")), ("Đăng ký đề án", "")]

    def get_cancel_url(self):
        return reverse("project_list")

    def write(self, form):
        project = register(project=form.save(commit=False), by=self.request.user)
        return reverse("project_detail", args=[project.code])


class ProjectEdit(EditPage):
    model = Project
    slug_field = slug_url_kwarg = "code"
    form_class = ProjectEditForm
    template_name = "programs/project_form.html"
    success_message = "Đã lưu thông tin đề án."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"has_entries": has_entries(self.object)}

    def get_crumbs(self):
        return [("Đề án", reverse("project_list")), (self.object.code, self.get_cancel_url()), ("Sửa", "")]

    def get_cancel_url(self):
        return reverse("project_detail", args=[self.kwargs["code"]])

    def write(self, form):
        return reverse("project_detail", args=[form.save().code])


def has_entries(project) -> bool:
    """Whether the ledgers or the beneficiaries already carry the project's province, level, kind and content."""
    return any(
        rows.exists()
        for rows in (project.money_entries, project.result_entries, project.events, project.beneficiaries)
    )


class ProjectHistory(HistoryPage):
    model = Project
    slug_field = slug_url_kwarg = "code"

    def get_crumbs(self):
        here = reverse("project_detail", args=[self.object.code])
        return [("Đề án", reverse("project_list")), (self.object.code, here), ("Lịch sử sửa đổi", "")]


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
        story = ProjectStory(self.object, today())
        return super().get_context_data(
            story=story,
            tables=tables_of(story, self.scope.can_edit(self.object.unit_id)),
            steps=progress.stepper(story),
            next_step=progress.next_step(story),
            warnings=progress.warnings(story),
            money_bars=story.money_bars(),
            may_step=any(self.object.phase in phases for phases, _ in STEPS.values()),
            phase_tone=TONE_OF_PHASE.get(self.object.phase, ""),
            **kwargs,
        )

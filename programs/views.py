"""The pages of businesses and projects; the shapes are in programs.pages."""

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from printing.numbers import MILLION, format_count, format_money
from programs.actions import register
from programs.business_forms import BusinessCreateForm, BusinessEditForm
from programs.choices import ProjectKind, Stage
from programs.filters import BusinessFilter, ProjectFilter
from programs.history import changes_of
from programs.models import Beneficiary, Business, MoneyEntry, Project
from programs.pages import CreatePage, DetailPage, EditPage, ListPage
from programs.project_forms import ProjectCreateForm, ProjectEditForm
from programs.tables import (
    BUSINESS_COLUMNS,
    PROJECT_COLUMNS,
    benefits_of,
    business_rows,
    project_rows,
)

# ------------------------------------------------------------------------------------------------- businesses


class BusinessList(ListPage):
    model = Business
    template_name = "programs/business_list.html"
    title = "Cơ sở công nghiệp nông thôn"
    count_label = "cơ sở"
    filterset_class = BusinessFilter
    columns = BUSINESS_COLUMNS
    sorts = {
        "name": ("sort_key",),
        "form": ("legal_form", "sort_key"),
        "unit": ("unit__sort_key", "sort_key"),
        "workers": ("workers", "sort_key"),
    }
    default_sort = "name"
    crumbs = [("Cơ sở CNNT", "")]

    def get_queryset(self):
        return super().get_queryset().select_related("unit")

    def prepare(self, rows):
        return business_rows(rows, Beneficiary.objects.visible_to(self.request.user))

    def row_url(self, row):
        return reverse("business_detail", args=[row.business.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_add=self.scope.can_edit_any, **kwargs)


class BusinessDetail(DetailPage):
    model = Business
    template_name = "programs/business_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("unit")

    def get_crumbs(self):
        return [("Cơ sở CNNT", reverse("business_list")), (self.object.name, "")]

    def get_context_data(self, **kwargs):
        benefits = benefits_of(self.object, self.request.user)
        return super().get_context_data(
            benefits=benefits,
            total_amount=sum(benefit.amount or 0 for benefit in benefits),
            total_disbursed=sum(benefit.disbursed or 0 for benefit in benefits),
            **kwargs,
        )


class BusinessCreate(CreatePage):
    model = Business
    form_class = BusinessCreateForm
    template_name = "programs/business_form.html"
    success_message = "Đã thêm cơ sở."
    submit_label = "Lưu cơ sở"

    def get_crumbs(self):
        return [("Cơ sở CNNT", reverse("business_list")), ("Thêm cơ sở", "")]

    def get_cancel_url(self):
        return reverse("business_list")

    def write(self, form):
        return reverse("business_detail", args=[form.save().pk])


class BusinessEdit(EditPage):
    model = Business
    form_class = BusinessEditForm
    template_name = "programs/business_form.html"
    success_message = "Đã lưu thông tin cơ sở."

    def get_crumbs(self):
        return [
            ("Cơ sở CNNT", reverse("business_list")),
            (self.object.name, self.get_cancel_url()),
            ("Sửa", ""),
        ]

    def get_cancel_url(self):
        return reverse("business_detail", args=[self.object.pk])

    def write(self, form):
        return reverse("business_detail", args=[form.save().pk])


# --------------------------------------------------------------------------------------------------- projects


def money_of_project(stages, year):
    """A subquery: promotion money of the outer project in these stages; only for ordering by it."""
    rows = MoneyEntry.objects.of_promotion().filter(project=OuterRef("pk"), stage__in=stages)
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
            stages = [Stage.ASSIGNED, Stage.CARRIED] if self.year else [Stage.ASSIGNED]
            rows = rows.annotate(planned_total=money_of_project(stages, self.year))
        elif by == "disbursed":
            rows = rows.annotate(disbursed_total=money_of_project([Stage.ADVANCED, Stage.PAID], self.year))
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


# ---------------------------------------------------------------------------------------------------- history


class HistoryPage(DetailPage):
    """What people changed in a row, newest first, fifty changes a page."""

    template_name = "programs/history.html"
    per_page = 50

    def get_context_data(self, **kwargs):
        records = self.object.history.select_related("history_user").order_by("-history_date", "-history_id")
        asked = self.request.GET.get("page", "")
        page = max(int(asked), 1) if asked.isdecimal() and len(asked) < 5 else 1
        start = (page - 1) * self.per_page
        changes = changes_of(records[start : start + self.per_page + 1], self.model)
        return super().get_context_data(
            changes=changes[: self.per_page],
            newer=page - 1 if page > 1 else None,
            older=page + 1 if len(changes) > self.per_page else None,
            **kwargs,
        )


class BusinessHistory(HistoryPage):
    model = Business

    def get_crumbs(self):
        here = reverse("business_detail", args=[self.object.pk])
        return [("Cơ sở CNNT", reverse("business_list")), (self.object.name, here), ("Lịch sử sửa đổi", "")]


class ProjectHistory(HistoryPage):
    model = Project
    slug_field = slug_url_kwarg = "code"

    def get_crumbs(self):
        here = reverse("project_detail", args=[self.object.code])
        return [("Đề án", reverse("project_list")), (self.object.code, here), ("Lịch sử sửa đổi", "")]

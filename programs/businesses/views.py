"""The pages of businesses."""

from django.urls import reverse

from programs.businesses.filters import BusinessFilter
from programs.businesses.forms import BusinessCreateForm, BusinessEditForm
from programs.businesses.register import keep
from programs.businesses.tables import BUSINESS_COLUMNS, business_rows
from programs.models import Beneficiary, Business
from programs.pages.history import HistoryPage
from programs.pages.lists import ListPage
from programs.pages.views import CreatePage, EditPage


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
        business = keep(business=form.save(commit=False), by=self.request.user)
        return reverse("business_detail", args=[business.pk])


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


class BusinessHistory(HistoryPage):
    model = Business

    def get_crumbs(self):
        here = reverse("business_detail", args=[self.object.pk])
        return [("Cơ sở CNNT", reverse("business_list")), (self.object.name, here), ("Lịch sử sửa đổi", "")]

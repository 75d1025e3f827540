"""What the law says, in the admin: documents, activities, indicators, norms, limits and closing dates."""

from django import forms
from django.contrib import admin
from django.db import models

from accounts.admin_mixins import FoldedSearchAdmin
from programs.models import Activity, ClosingDate, Indicator, LegalDocument, SourceLimit, SupportNorm
from programs.pages.admin import FoldedShortListSearch, KeptAdmin, ReferenceAdmin

RULES = {
    "ceiling": "Mức tối đa",
    "budget_share": "Tỷ lệ trên tổng kinh phí",
    "factor": "Hệ số",
    "advance": "Mức tạm ứng",
}
TYPED = "ResultEntry"
FEEDS = {
    TYPED: "Sổ kết quả (người dùng nhập)",
    "MoneyEntry": "Sổ kinh phí",
    "ProjectEvent": "Sổ sự kiện của đề án",
    "Beneficiary": "Sổ đơn vị thụ hưởng",
    "formula": "Công thức",
}


@admin.register(LegalDocument)
class LegalDocumentAdmin(FoldedSearchAdmin, KeptAdmin):
    list_display = ("number", "title", "issued_on", "valid_from", "valid_to", "status")
    list_filter = ("issued_on",)
    autocomplete_fields = ("amends", "replaces")


@admin.register(Activity)
class ActivityAdmin(FoldedShortListSearch, KeptAdmin):
    list_display = ("code", "name", "default_unit", "valid_from", "valid_to")
    search_fields = ("code", "name")
    autocomplete_fields = ("indicators",)


@admin.register(Indicator)
class IndicatorAdmin(FoldedShortListSearch, KeptAdmin):
    """What people add is typed by people; figures that come from a ledger or a formula are known to the reports."""

    list_display = ("code", "name", "unit_of_measure", "kind", "feed_name")
    list_filter = ("kind", "content_group")
    search_fields = ("code", "name")
    fields = (
        "code", "name", "unit_of_measure", "content_group", "kind", "scale", "feed_name", "formula", "basis", "order",
    )  # fmt: skip
    readonly_fields = ("feed_name", "formula")

    @admin.display(description="nguồn số liệu", ordering="feed")
    def feed_name(self, indicator):
        feed = indicator.feed or TYPED
        return FEEDS.get(feed, feed)

    def save_model(self, request, obj, form, change):
        obj.feed = obj.feed or TYPED
        super().save_model(request, obj, form, change)


@admin.register(SupportNorm)
class SupportNormAdmin(FoldedShortListSearch, ReferenceAdmin):
    list_display = (
        "item",
        "norm_set",
        "unit",
        "max_percent",
        "max_amount",
        "valid_from",
        "valid_to",
        "status",
    )
    list_filter = ("norm_set", "level", "content_group")
    list_select_related = ("unit",)
    search_fields = ("item", "item_code", "norm_set", "unit__name")
    autocomplete_fields = ("document", "unit")
    formfield_overrides = {
        **ReferenceAdmin.formfield_overrides,
        models.BigIntegerField: {"localize": True, "widget": admin.widgets.AdminTextInputWidget},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "rule":
            return forms.ChoiceField(label="Loại quy tắc", choices=list(RULES.items()))
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(SourceLimit)
class SourceLimitAdmin(ReferenceAdmin):
    list_display = ("source", "assigned_until", "last_budget_year", "status")


@admin.register(ClosingDate)
class ClosingDateAdmin(ReferenceAdmin):
    list_display = ("level", "day", "month", "valid_from", "valid_to", "status")

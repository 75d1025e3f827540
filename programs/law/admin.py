"""What the law says, in the admin: documents, activities, indicators, limits and closing dates."""

from django.contrib import admin

from accounts.admin_mixins import FoldedSearchAdmin
from programs.models import Activity, ClosingDate, Indicator, LegalDocument, SourceLimit
from programs.pages.admin import FoldedShortListSearch, KeptAdmin, ReferenceAdmin

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


@admin.register(SourceLimit)
class SourceLimitAdmin(ReferenceAdmin):
    list_display = ("source", "assigned_until", "last_budget_year", "status")


@admin.register(ClosingDate)
class ClosingDateAdmin(ReferenceAdmin):
    list_display = ("level", "day", "month", "valid_from", "valid_to", "status")

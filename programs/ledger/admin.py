"""The ledgers in the admin: to be read within one's scope, never written."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from accounts.admin_mixins import FoldedSearchAdmin
from programs.models import (
    BeneficiaryEntry,
    Closure,
    MoneyEntry,
    Posting,
    ProjectEvent,
    ResultEntry,
)
from programs.pages.admin import ReadOnlyAdmin


@admin.register(Posting)
class PostingAdmin(ReadOnlyAdmin):
    list_display = ("number", "recorded_at", "recorded_by", "kind", "reason")
    list_filter = ("kind", "recorded_at")
    list_select_related = ("recorded_by",)


class EntryAdmin(FoldedSearchAdmin, ReadOnlyAdmin):
    list_select_related = ("unit", "project", "posting")
    search_fields = ("project__search_key",)
    ordering = ("-posting_id", "-pk")


@admin.register(MoneyEntry)
class MoneyEntryAdmin(EntryAdmin):
    list_display = ("posting", "unit", "project", "source", "stage", "budget_year", "on", "amount")
    list_filter = ("stage", "source", "level", "illustrative")


@admin.register(ResultEntry)
class ResultEntryAdmin(EntryAdmin):
    list_display = (
        "posting",
        "unit",
        "project",
        "indicator",
        "kind",
        "budget_year",
        "on",
        "quantity",
        "level_stated",
    )
    list_filter = ("kind", "level", "illustrative")
    list_select_related = ("unit", "project", "posting", "indicator")


@admin.register(ProjectEvent)
class ProjectEventAdmin(EntryAdmin):
    list_display = ("posting", "unit", "project", "happening", "outcome", "budget_year", "on", "document")
    list_filter = ("happening", "outcome", "level", "illustrative")
    readonly_fields = ("attachment",)

    def get_fields(self, request, obj=None):
        """The file through the page that asks who may see it and logs who took it."""
        return ["attachment" if name == "file" else name for name in super().get_fields(request, obj)]

    @admin.display(description="tệp đính kèm")
    def attachment(self, event):
        if not event.file:
            return "–"
        return format_html('<a href="{}">Tải tệp</a>', reverse("event_file", args=[event.pk]))


@admin.register(BeneficiaryEntry)
class BeneficiaryEntryAdmin(EntryAdmin):
    list_display = ("posting", "unit", "project", "business", "change", "budget_year", "on", "support")
    list_filter = ("change", "level", "illustrative")
    list_select_related = ("unit", "project", "posting", "business")


@admin.register(Closure)
class ClosureAdmin(FoldedSearchAdmin, ReadOnlyAdmin):
    list_display = ("unit", "budget_year", "cut_off", "state", "posting")
    list_filter = ("state", "budget_year")
    list_select_related = ("unit", "posting")
    search_fields = ("unit__search_key",)
    ordering = ("-posting_id", "-pk")

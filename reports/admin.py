"""Published figures in the admin: found without accents, changed with history."""

from django.contrib import admin
from django.db import models

from accounts.admin_mixins import FoldedSearchAdmin
from programs.ledger.reference_admin import PostedAdmin
from reports.models import PublishedFigure


@admin.register(PublishedFigure)
class PublishedFigureAdmin(FoldedSearchAdmin, PostedAdmin):
    list_display = ("name", "place", "period_title", "shown", "uncertain", "source")
    list_filter = ("year_to", "period", "region", "uncertain", "qualifier")
    list_select_related = ("region", "unit")
    search_fields = ("search_key", "unit__search_key")
    formfield_overrides = {
        **PostedAdmin.formfield_overrides,
        models.URLField: {"assume_scheme": "https"},
    }
    autocomplete_fields = ("unit", "indicator")

    @admin.display(description="nơi")
    def place(self, figure):
        return figure.place

    @admin.display(description="kỳ")
    def period_title(self, figure):
        return figure.period_title

    @admin.display(description="số liệu")
    def shown(self, figure):
        return figure.shown

"""Provinces, regions and drawings of boundaries in the admin."""

from django.contrib import admin

from accounts.admin_mixins import FoldedSearchAdmin
from programs.models import Boundaries, Province, ProvinceName, Region, UnitLine
from programs.pages.admin import KeptAdmin, ReferenceAdmin
from programs.units.lines import complete_lines


@admin.register(Region)
class RegionAdmin(KeptAdmin):
    list_display = ("name", "code", "order")


@admin.register(Province)
class ProvinceAdmin(FoldedSearchAdmin, KeptAdmin):
    """A new province at once gets its line in every drawing of boundaries."""

    list_display = ("name", "key", "gso_code", "kind", "valid_from", "valid_to", "successor")
    list_filter = ("era", "kind")
    list_select_related = ("successor",)
    autocomplete_fields = ("successor",)

    def get_readonly_fields(self, request, obj=None):
        return (*(("key", "era") if obj else ()), *super().get_readonly_fields(request, obj))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        complete_lines()


@admin.register(ProvinceName)
class ProvinceNameAdmin(FoldedSearchAdmin, ReferenceAdmin):
    list_display = ("name", "kind", "province", "valid_from", "valid_to", "legal_basis")
    list_select_related = ("province",)
    search_fields = ("province__search_key",)
    autocomplete_fields = ("province",)


@admin.register(Boundaries)
class BoundariesAdmin(KeptAdmin):
    list_display = ("name", "code", "by_origin", "order")

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        complete_lines()


@admin.register(UnitLine)
class UnitLineAdmin(FoldedSearchAdmin, KeptAdmin):
    """Lines come with provinces and drawings; here only the line of a province is moved."""

    list_display = ("unit", "boundaries", "line")
    list_filter = ("boundaries",)
    list_select_related = ("unit", "boundaries", "line")
    search_fields = ("unit__search_key",)
    readonly_fields = ("boundaries", "unit")
    autocomplete_fields = ("line",)

    def has_add_permission(self, request):
        return False

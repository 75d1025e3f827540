"""Departments in the admin; reports print their names, so that every save is a posting."""

from django.contrib import admin
from django.db import transaction

from accounts.admin_mixins import FoldedSearchAdmin
from programs.choices import PostingKind
from programs.ledger.posting import lock_head, post
from programs.models import Department
from programs.pages.admin import KeptAdmin


@admin.register(Department)
class DepartmentAdmin(FoldedSearchAdmin, KeptAdmin):
    list_display = ("name", "kind", "unit", "region", "valid_from", "valid_to")
    list_filter = ("kind", "region", "valid_to")
    list_select_related = ("unit", "region")
    autocomplete_fields = ("unit", "parent", "predecessor")

    def get_object(self, request, object_id, from_field=None):
        """The head of the ledgers is locked before the row, as everywhere: no two writers wait for each other."""
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            lock_head()
        return super().get_object(request, object_id, from_field)

    def save_model(self, request, obj, form, change):
        """What is no longer current was refused under the lock of the row; see VersionedAdmin."""
        if form.has_changed() or not change:
            post(by=request.user, kind=PostingKind.DEPARTMENT, nouns=[obj])

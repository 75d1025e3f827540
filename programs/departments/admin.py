"""Departments in the admin; reports print their names, so that every save is a posting."""

from django.contrib import admin
from django.db import transaction

from accounts.admin_mixins import FoldedSearchAdmin
from programs.choices import PostingKind
from programs.ledger.posting import lock_head, post
from programs.models import Department
from programs.pages.admin import KeptAdmin

REACH = ("kind", "unit", "region")
DATES = ("valid_from", "valid_to")
STAYS = (
    "Cấp, tỉnh, vùng của đơn vị đã có người được phân công (của đơn vị mình thì cả thời hạn) quyết định phạm vi của họ, "
    "nên chỉ quản trị viên sửa được. Hãy lập đơn vị mới rồi phân công lại, hoặc nhờ quản trị viên."
)


@admin.register(Department)
class DepartmentAdmin(FoldedSearchAdmin, KeptAdmin):
    list_display = ("name", "kind", "unit", "region", "valid_from", "valid_to")
    list_filter = ("kind", "region", "valid_to")
    list_select_related = ("unit", "region")
    autocomplete_fields = ("unit", "parent", "predecessor")

    def fixed_of(self, request, obj):
        """Who works there reaches as far as the body does: moving it would give and take rights, one's own among them."""
        fixed = super().fixed_of(request, obj)
        if obj is not None and not request.user.is_superuser and not set(REACH) <= fixed.keys():
            people = set(obj.memberships.values_list("user", flat=True))
            fixed |= dict.fromkeys(REACH if people else (), STAYS)
            fixed |= dict.fromkeys(DATES if request.user.pk in people else (), STAYS)
        return fixed

    def get_object(self, request, object_id, from_field=None):
        """The head of the ledgers is locked before the row, as everywhere: no two writers wait for each other."""
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            lock_head()
        return super().get_object(request, object_id, from_field)

    def save_model(self, request, obj, form, change):
        """What is no longer current was refused under the lock of the row; see VersionedAdmin."""
        if form.has_changed() or not change:
            post(by=request.user, kind=PostingKind.DEPARTMENT, nouns=[obj])

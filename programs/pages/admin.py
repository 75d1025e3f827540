"""What the admin pages of this app and of the floors above share: scope that fails closed, history, no lost edit."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.formats import localize

from accounts.admin_mixins import VersionedAdmin, VersionedAdminForm
from accounts.text import fold
from programs.access import Scope

HISTORY_LABELS = {"+": "Thêm mới", "~": "Sửa", "-": "Xóa"}


def visible(rows, request):
    """The rows that the signed-in person may see; a table without a scope is an error, not a leak."""
    if not hasattr(rows, "visible_to"):
        raise ImproperlyConfigured(
            f"{rows.model._meta.label} has no scope and cannot be offered in the admin."
        )
    return rows.visible_to(request.user)


class HiddenIsMissing:
    """A row that is out of sight answers like one that is not there: 404, not a message on another page."""

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404(f"{opts.verbose_name} {object_id}")


class ScopedAdmin(HiddenIsMissing, admin.ModelAdmin):
    """Lists, pages, choices and look-ups hold what the person may see; a hidden row answers as a missing one."""

    formfield_overrides = {models.DecimalField: {"localize": True}}
    show_full_result_count = False

    def get_queryset(self, request):
        return visible(super().get_queryset(request), request)

    def get_field_queryset(self, db, db_field, request):
        rows = super().get_field_queryset(db, db_field, request)
        if rows is None:
            rows = db_field.remote_field.model._default_manager.using(db).all()
        return visible(rows, request)


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """A filter that names only rows that the person may see."""

    def field_choices(self, field, request, model_admin):
        rows = visible(field.remote_field.model._default_manager.all(), request)
        return [(row.pk, str(row)) for row in rows]


class ReadOnlyAdmin(ScopedAdmin):
    """To be read: rows that only their own action may write."""

    def get_fields(self, request, obj=None):
        """Named without building a form: nobody chooses here, so no choice has to be offered."""
        return [
            field.name
            for field in self.opts.concrete_fields
            if field.editable and not _is_number_of_row(field)
        ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _is_number_of_row(field):
    return isinstance(field, models.AutoField)


class HistoryForm(VersionedAdminForm):
    """A new row has no history yet."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.version = 0


class HistoryAdmin(VersionedAdmin, ScopedAdmin):
    """A table with history: every save is a page of it, a save of what is no longer current is refused.

    The number of the last page of history serves as the version. It is read after the row was locked.
    """

    form = HistoryForm
    history_per_page = 50

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            found.version = found.history.values_list("history_id", flat=True).first() or 0
        return found

    def save_model(self, request, obj, form, change):
        many = [f.verbose_name for f in self.opts.many_to_many if f.name in form.changed_data]
        if many:  # the history of a row does not hold its lists
            obj._change_reason = f"Sửa danh sách: {', '.join(many)}"[:100]
        admin.ModelAdmin.save_model(self, request, obj, form, change)

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404(f"{self.opts.verbose_name} {object_id}")
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        records = row.history.select_related("history_user")
        page = Paginator(records, self.history_per_page).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Lịch sử: {row}",
            "opts": self.opts,
            "object": row,
            "page": page,
            "entries": [self._entry(record) for record in page],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/programs/history.html", context)

    def _entry(self, record):
        return {
            "at": record.history_date,
            "who": record.history_user or "Hệ thống",
            "what": HISTORY_LABELS[record.history_type],
            "reason": record.history_change_reason or "",
            "changes": self._changes(record) if record.history_type == "~" else [],
        }

    def _changes(self, record):
        """(label, old, new) of each field that a person may edit and that changed in this page of history."""
        before = record.prev_record
        if before is None:
            return []
        names = [f.name for f in record.tracked_fields if f.editable and not f.primary_key]
        delta = record.diff_against(before, foreign_keys_are_objs=True, included_fields=names)
        fields = {field.name: field for field in record.tracked_fields}
        return [
            (
                fields[change.field].verbose_name,
                _shown(fields[change.field], change.old),
                _shown(fields[change.field], change.new),
            )
            for change in delta.changes
        ]


class ReferenceAdmin(HistoryAdmin):
    """Everybody's reference data: changed only with the right to and a reach over the whole country."""

    def _reaches_country(self, request):
        return Scope.of(request.user).nationwide

    def has_add_permission(self, request):
        return super().has_add_permission(request) and self._reaches_country(request)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._reaches_country(request)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._reaches_country(request)


class KeptAdmin(ReferenceAdmin):
    """Reference rows that end by date and are never deleted: reports stand on them."""

    def has_delete_permission(self, request, obj=None):
        return False


class FoldedShortListSearch:
    """Accent-free search of a short table that keeps no search key: the words are looked for in `search_fields`."""

    search_help_text = "Tìm không cần dấu, không phân biệt chữ hoa, chữ thường."

    def get_search_results(self, request, queryset, search_term):
        words = fold(search_term).split()
        if not words:
            return queryset, False
        found = [
            pk
            for pk, *texts in queryset.values_list("pk", *self.search_fields)
            if _holds(words, " ".join(text or "" for text in texts))
        ]
        return queryset.filter(pk__in=found), False


def _holds(words, text):
    folded = fold(text)
    return all(word in folded for word in words)


def _shown(field, value):
    """A stored value as a person would read it."""
    if value is None or value == "":
        return "trống"
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(dict(field.flatchoices).get(value, localize(value)) if field.flatchoices else localize(value))

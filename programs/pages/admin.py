"""What the admin pages of this app and of the floors above share: scope that fails closed, history, no lost edit."""

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.template.response import TemplateResponse

from accounts.admin_mixins import RefusableAdmin, VersionedAdmin, VersionedAdminForm
from accounts.audited import AuditedAdmin, WatchedAdmin
from accounts.fixed import fixed_fields
from accounts.searching import LimitedSearch, problem_of
from accounts.text import fold
from programs.access import Scope, in_sight
from programs.pages.history import history_of
from programs.pages.lookups import LookUp, LookUps


class HiddenIsMissing:
    """A row that is out of sight answers like one that is not there: 404, not a message on another page."""

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404(f"{opts.verbose_name} {object_id}")


class NeverDropped:
    """Django leaves out a filter that has nothing to offer, with what it was asked: the list would show everything."""

    def has_output(self):
        return bool(self.used_parameters) or super().has_output()


class ScopedRelatedFilter(NeverDropped, admin.RelatedFieldListFilter):
    """A filter that names only rows that the person may see."""

    def field_choices(self, field, request, model_admin):
        rows = in_sight(field.remote_field.model._default_manager.all(), request.user)
        return [(row.pk, str(row)) for row in rows]


class ScopedChoices:
    """For pages and inlines: what they offer, by themselves or by a queryset of their own, is in the person's sight."""

    def get_field_queryset(self, db, db_field, request):
        rows = super().get_field_queryset(db, db_field, request)
        if rows is None:
            rows = db_field.remote_field.model._default_manager.using(db).all()
        return in_sight(rows, request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LookUp(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **self._narrowed(kwargs, request))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", LookUps(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **self._narrowed(kwargs, request))

    @staticmethod
    def _narrowed(kwargs, request):
        """Django asks get_field_queryset() only where no queryset is given."""
        given = kwargs.get("queryset")
        return kwargs if given is None else kwargs | {"queryset": in_sight(given, request.user)}


class ScopedAdmin(WatchedAdmin, HiddenIsMissing, ScopedChoices, RefusableAdmin, admin.ModelAdmin):
    """Lists, pages, choices and look-ups hold what the person may see; a hidden row answers as a missing one."""

    formfield_overrides = {models.DecimalField: {"localize": True}}
    show_full_result_count = False

    def get_queryset(self, request):
        return in_sight(super().get_queryset(request), request.user)

    def get_list_filter(self, request):
        """A filter over rows of another table, just named, is one over those in sight."""
        return [
            (name, ScopedRelatedFilter) if isinstance(name, str) and self._leads_to_rows(name) else name
            for name in super().get_list_filter(request)
        ]

    def _leads_to_rows(self, path) -> bool:
        return bool(get_fields_from_path(self.model, path)[-1].is_relation)


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


class HistoryAdmin(VersionedAdmin, ScopedAdmin):
    """A table with history: every save is a page of it, a save of what is no longer current is refused.

    Where the table counts no version itself, the number of the last page of its history is the version.
    """

    @property
    def counts_itself(self) -> bool:
        return any(field.name == "version" for field in self.opts.concrete_fields)

    def with_version(self, rows):
        if self.counts_itself:
            return super().with_version(rows)
        pages = self.model.history.filter(**{self.opts.pk.attname: OuterRef("pk")}).order_by("-history_id")
        return rows.annotate(version=Coalesce(Subquery(pages.values("history_id")[:1]), 0))

    def claim(self, row, seen):
        if self.counts_itself:
            super().claim(row, seen)  # else the save, under the lock, adds the page that counts it up

    def save_model(self, request, obj, form, change):
        many = [f.verbose_name for f in self.opts.many_to_many if f.name in form.changed_data]
        if many:  # the history of a row does not hold its lists
            obj._change_reason = f"Sửa danh sách: {', '.join(many)}"[:100]
        super().save_model(request, obj, form, change)

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404(f"{self.opts.verbose_name} {object_id}")
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Lịch sử: {row}",
            "opts": self.opts,
            "object": row,
            "history": history_of(row, request.GET.get("page", "")),
            "saves": row.history.count(),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/programs/history.html", context)


class MeaningForm(VersionedAdminForm):
    """A column that use has fixed and that is sent all the same is refused with the way out."""

    fixed: dict[str, str] = {}  # field -> why it is not changed any more

    def clean(self):
        cleaned = super().clean()
        for name, why in self.fixed.items():
            if name in self.changed_data:
                self.add_error(name, why)
        return cleaned


class ReferenceAdmin(AuditedAdmin, HistoryAdmin):
    """Everybody's reference data: changed only with the right to and a reach over the whole country.

    What use has fixed (accounts.fixed) is shown, not offered, and the page says why.
    """

    form = MeaningForm

    def fixed_of(self, request, obj) -> dict[str, str]:
        """Asked once a request."""
        if obj is None:
            return {}
        kept = request.__dict__.setdefault("_fixed_fields", {})
        if obj.pk not in kept:
            kept[obj.pk] = fixed_fields(obj)
        return kept[obj.pk]

    def get_readonly_fields(self, request, obj=None):
        shown = [name for name in self.fixed_of(request, obj) if name not in request.POST]
        return (*super().get_readonly_fields(request, obj), *shown)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.fixed = self.fixed_of(request, obj)
        return form

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if whys := dict.fromkeys(self.fixed_of(request, obj).values()):
            title, options = fieldsets[0]
            fieldsets[0] = (title, {**options, "description": " ".join(whys)})
        return fieldsets

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


class FoldedShortListSearch(LimitedSearch):
    """Accent-free search of a short table that keeps no search key: the words are looked for in `search_fields`."""

    search_help_text = "Tìm không cần dấu, không phân biệt chữ hoa, chữ thường."

    def get_search_results(self, request, queryset, search_term):
        words = fold(search_term).split()
        if not words or problem_of(search_term):
            return (queryset.none() if words else queryset), False
        found = [
            pk
            for pk, *texts in queryset.values_list("pk", *self.search_fields)
            if _holds(words, " ".join(text or "" for text in texts))
        ]
        return queryset.filter(pk__in=found), False


def _holds(words, text):
    folded = fold(text)
    return all(word in folded for word in words)

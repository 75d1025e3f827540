"""What the admin pages of conferences share: who may do what, and a name for every control."""

from urllib.parse import parse_qs

from django.contrib import messages
from django.forms.models import BaseInlineFormSet, ModelChoiceField
from django.shortcuts import redirect
from django.urls import reverse

from conferences.models import Conference
from programs.access import Scope, in_sight
from programs.pages.admin import HistoryAdmin, ReferenceAdmin, ScopedChoices


class PlainChoices:
    """Choices without the pencil, plus and cross beside them: each table has a page of its own."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for right in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
            if hasattr(getattr(field, "widget", None), right):
                setattr(field.widget, right, False)
        return field


class MinistryAdmin(PlainChoices, ReferenceAdmin):
    """Everybody with the right may read; only who reaches the whole country may write."""


class NamedFormSet(BaseInlineFormSet):
    """In a table only the column has a heading; each control says for itself what it is and of which row.

    What a select offers is the same in every row and is asked once.
    """

    def add_fields(self, form, index):
        super().add_fields(form, index)
        row = str(form.instance) if form.instance.pk else "dòng mới"
        for name, field in form.fields.items():
            if field.widget.is_hidden:
                continue
            # A choice of rows is wrapped, and the wrapper shares its attributes with that of the other rows.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = f"{field.label}: {row}"
            if isinstance(field, ModelChoiceField):
                field.choices = self._offered(name, field)

    def _offered(self, name, field):
        kept = self.__dict__.setdefault("_choices_of", {})
        if name not in kept:
            kept[name] = list(iter(field.choices))  # a list alone would count them first
        return kept[name]


class PartOfParent(PlainChoices, ScopedChoices):
    """An inline is a part of its page: who may change the page may change it."""

    extra = 0

    def get_queryset(self, request):
        return in_sight(super().get_queryset(request), request.user)

    def _parent(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def has_view_permission(self, request, obj=None):
        return self._parent().has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._parent().has_change_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return self._parent().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._parent().has_change_permission(request, obj)


class OfConferenceAdmin(PlainChoices, HistoryAdmin):
    """Rows of one conference and, within it, of provinces: a person sees and edits those of his own.

    The conference is chosen once, by the address with which the add page is opened; it is never changed.
    """

    fixed_fields = ("conference",)
    path_from_conference = ""

    def may_edit(self, request, obj):
        scope = Scope.of(request.user)
        return scope.nationwide or (obj.scope_unit_id is not None and scope.can_edit(obj.scope_unit_id))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or self.may_edit(request, obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or self.may_edit(request, obj))

    def has_add_permission(self, request):
        scope = Scope.of(request.user)
        return (scope.nationwide or scope.can_edit_any) and super().has_add_permission(request)

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(self.fixed_fields if obj else ()))

    def add_view(self, request, form_url="", extra_context=None):
        if self.conference_of(request) is None:
            self.message_user(
                request, "Hãy mở một hội nghị trong danh sách rồi thêm từ đó.", messages.WARNING
            )
            return redirect(reverse("admin:conferences_conference_changelist"))
        return super().add_view(request, form_url, extra_context)

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        return given | {"conference": self.conference_of(request).pk}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "conference":
            kwargs["queryset"] = Conference.objects.filter(pk=self.conference_of(request).pk)
            kwargs["empty_label"] = None
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def conference_of(self, request):
        """Of the row that is edited, or named by the address, or by the filter of the list one came from."""
        if not hasattr(request, "_conference"):
            request._conference = self._find_conference(request)
        return request._conference

    def _find_conference(self, request):
        rows = Conference.objects.select_related("host")
        edited = request.resolver_match.kwargs.get("object_id", "")
        if edited:
            return rows.filter(**{self.path_from_conference: edited}).first()
        filters = parse_qs(request.GET.get("_changelist_filters", ""))
        named = request.GET.get("conference") or filters.get("conference__id__exact", [""])[0]
        return rows.filter(pk=named).first() if named.isdecimal() else None


def list_link(model_name, words, **filters):
    """Address and words of a filtered list of this app."""
    return reverse(f"admin:conferences_{model_name}_changelist", query=filters), words

"""Filters of the lists of delegates and delegations: they offer what the chosen conference has."""

from django.contrib import admin

from conferences.models import Conference, DelegateGroup, Delegation
from programs.pages.admin import NeverDropped, ScopedRelatedFilter

CENTRE = "centre"


class AskedOnce:
    """Counts beside the choices build every filter anew for each count: what one offers is asked once a request."""

    def field_choices(self, field, request, model_admin):
        offered = super().field_choices
        return _kept(request, field.name, lambda: offered(field, request, model_admin))

    def lookups(self, request, model_admin):
        return _kept(request, self.parameter_name, lambda: self.offered(request, model_admin))


def _kept(request, name, ask):
    kept = request.__dict__.setdefault("_offered_by_filters", {})
    if name not in kept:
        kept[name] = ask()
    return kept[name]


def _chosen(request):
    """The conference that the list is filtered by, if any."""
    chosen = request.GET.get("conference__id__exact", "")
    return chosen if chosen.isdecimal() else None


def asked_row(rows, name, value):
    """The rows of the one asked for; what is no number of a row is nobody's, so that nothing is listed."""
    if not value:
        return rows
    return rows.filter(**{name: value}) if value.isdecimal() else rows.none()


class OpenFilter(AskedOnce, ScopedRelatedFilter):
    """Rows of a catalogue."""


class _WithRows(NeverDropped, admin.RelatedFieldListFilter):
    def field_choices(self, field, request, model_admin):
        with_rows = model_admin.get_queryset(request).order_by().values("conference")
        rows = Conference.objects.filter(pk__in=with_rows).select_related("series", "region").latest_first()
        return [(row.pk, row.short_name) for row in rows]


class ConferenceFilter(AskedOnce, _WithRows):
    """The conferences that have such rows, latest first, by their short names."""

    def has_output(self):
        """Also with one conference: the list then says which one it is."""
        return bool(self.lookup_choices) or super().has_output()


class DelegationFilter(NeverDropped, AskedOnce, admin.SimpleListFilter):
    """Offers nothing until a conference is chosen: names of delegations repeat from edition to edition."""

    title = "đoàn"
    parameter_name = "delegation"

    def offered(self, request, model_admin):
        if not _chosen(request):
            return []
        rows = Delegation.objects.visible_to(request.user).filter(conference=_chosen(request)).in_order()
        named = [(str(row.pk), row.name) for row in rows]
        return [*named, (CENTRE, "Trung ương")] if named else []

    def queryset(self, request, queryset):
        if self.value() == CENTRE:
            return queryset.filter(delegation__isnull=True)
        return asked_row(queryset, "delegation", self.value())


class GroupFilter(NeverDropped, AskedOnce, admin.SimpleListFilter):
    """The groups of those who are on the list."""

    title = "nhóm"
    parameter_name = "group"

    def offered(self, request, model_admin):
        used = model_admin.get_queryset(request)
        if _chosen(request):
            used = used.filter(conference=_chosen(request))
        groups = DelegateGroup.objects.visible_to(request.user)
        return [(str(row.pk), row.name) for row in groups.filter(pk__in=used.order_by().values("group"))]

    def queryset(self, request, queryset):
        return asked_row(queryset, "group", self.value())

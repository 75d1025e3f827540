"""Filters of the lists of delegates and delegations: they offer what the chosen conference has."""

from django.contrib import admin

from conferences.models import Conference, DelegateGroup, Delegation

CENTRE = "centre"


class ConferenceFilter(admin.RelatedFieldListFilter):
    """The conferences that have such rows, latest first, by their short names."""

    def field_choices(self, field, request, model_admin):
        with_rows = model_admin.get_queryset(request).order_by().values("conference")
        rows = Conference.objects.filter(pk__in=with_rows).select_related("series", "region").latest_first()
        return [(row.pk, row.short_name) for row in rows]

    def has_output(self):
        """Also with one conference: the list then says which one it is."""
        return bool(self.lookup_choices)


class OfChosenConference(admin.SimpleListFilter):
    """Offers nothing until a conference is chosen: names of delegations repeat from edition to edition."""

    def lookups(self, request, model_admin):
        chosen = request.GET.get("conference__id__exact", "")
        return self.choices_of(chosen, request) if chosen.isdecimal() else []


class DelegationFilter(OfChosenConference):
    title = "đoàn"
    parameter_name = "delegation"

    def choices_of(self, conference, request):
        rows = Delegation.objects.visible_to(request.user).filter(conference=conference).in_order()
        named = [(str(row.pk), row.name) for row in rows]
        return [*named, (CENTRE, "Trung ương")] if named else []

    def queryset(self, request, queryset):
        if self.value() == CENTRE:
            return queryset.filter(delegation__isnull=True)
        return queryset.filter(delegation=self.value()) if (self.value() or "").isdecimal() else queryset


class GroupFilter(admin.SimpleListFilter):
    title = "nhóm"
    parameter_name = "group"

    def lookups(self, request, model_admin):
        used = model_admin.get_queryset(request)
        chosen = request.GET.get("conference__id__exact", "")
        if chosen.isdecimal():
            used = used.filter(conference=chosen)
        groups = DelegateGroup.objects.visible_to(request.user)
        return [(str(row.pk), row.name) for row in groups.filter(pk__in=used.order_by().values("group"))]

    def queryset(self, request, queryset):
        return queryset.filter(group=self.value()) if (self.value() or "").isdecimal() else queryset

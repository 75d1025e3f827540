"""Conferences, their series and the catalogue of delegate groups. Delegates are never inlines: 180 would not save."""

from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from accounts.admin_mixins import FoldedSearchAdmin
from conferences.actions import draft_delegations
from conferences.admin.filters import OpenFilter
from conferences.admin.mixins import MinistryAdmin, NamedFormSet, PartOfParent, list_link
from conferences.models import (
    Conference,
    ConferenceChair,
    ConferenceSeries,
    ConferenceSource,
    Delegate,
    DelegateGroup,
    Delegation,
    ParticipatingUnit,
)
from conferences.querysets import latest_first
from programs.ledger.reference import begun, change_reference
from programs.ledger.reference_admin import HeadFirst
from programs.models import Province


class ChairInline(PartOfParent, admin.TabularInline):
    model = ConferenceChair
    formset = NamedFormSet
    fields = ["order", "full_name", "position", "side"]


class ParticipantFormSet(NamedFormSet):
    """Each province once: the rule of the table knows only rows that stand already."""

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            unit = form.cleaned_data.get("unit") if hasattr(form, "cleaned_data") else None
            if unit is None or form in self.deleted_forms:
                continue
            if unit.pk in seen:
                form.add_error("unit", f"{unit} có hai dòng trong danh sách này; hãy bỏ một dòng.")
            seen.add(unit.pk)


class ParticipantInline(PartOfParent, admin.TabularInline):
    """Who takes part stands in place of a region's members in reports: rows are added and ended by posting."""

    model = ParticipatingUnit
    formset = ParticipantFormSet
    fields = ["order", "unit", "name"]

    def get_queryset(self, request):
        return super().get_queryset(request).standing()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The provinces of the conference's day; all of them while there is no conference yet."""
        if db_field.name == "unit":
            conference = self._parent().conference_of(request)
            provinces = Province.objects.all()
            kwargs["queryset"] = provinces.in_force(conference.day) if conference else provinces
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SourceInline(PartOfParent, admin.StackedInline):
    model = ConferenceSource
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    classes = ["collapse"]


@admin.register(Conference)
class ConferenceAdmin(HeadFirst, FoldedSearchAdmin, MinistryAdmin):
    """One edition with what belongs to it; delegations and delegates open as lists of their own."""

    list_display = ["full_name", "when_and_where", "delegations", "delegates"]
    list_filter = [("series", OpenFilter), ("region", OpenFilter), "year"]
    show_facets = admin.ShowFacets.ALWAYS
    autocomplete_fields = ["host"]
    inlines = [ChairInline, ParticipantInline, SourceInline]
    actions = ["make_delegations"]
    readonly_fields = ["links"]
    fieldsets = [
        (None, {"fields": ["links", "code", "series", "region", "title", "edition", "edition_basis"]}),
        (
            "Thời gian, địa điểm",
            {
                "fields": [
                    "year",
                    "date_precision",
                    "starts_on",
                    "ends_on",
                    "day_part",
                    "date_estimated",
                    "host",
                    "host_name",
                    "city",
                    "venue",
                ]
            },
        ),
        (
            "Nội dung",
            {
                "fields": [
                    "review_year",
                    "review_months",
                    "topics",
                    "organisers",
                    "delegate_count",
                    "note",
                ]
            },
        ),
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("series", "region")
        return rows.annotate(
            delegations_seen=_count(Delegation.objects.visible_to(request.user)),
            delegates_seen=_count(Delegate.objects.visible_to(request.user)),
        )

    def get_object(self, request, object_id, from_field=None):
        request._conference = super().get_object(request, object_id, from_field)
        return request._conference

    def conference_of(self, request):
        """The conference that is edited; none on the add page."""
        return getattr(request, "_conference", None)

    def get_ordering(self, request):
        return latest_first()

    def get_fieldsets(self, request, obj=None):
        if obj is not None:
            return super().get_fieldsets(request, obj)
        first, *others = super().get_fieldsets(request, obj)
        fields = [name for name in first[1]["fields"] if name != "links"]
        return [(first[0], {"fields": fields}), *others]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["subtitle"] = obj.short_name  # the full name would run under the buttons
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_formset(self, request, form, formset, change):
        if formset.model is not ParticipatingUnit or not begun():
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        edited = [row for row, _ in formset.changed_objects]
        change_reference(
            by=request.user,
            added=[*(row.replacement() for row in edited), *formset.new_objects],
            ended=[*edited, *formset.deleted_objects],
        )

    @admin.display(description="hội nghị", ordering="announced")
    def full_name(self, conference):
        return f"{conference.name} (lần thứ suy ra)" if conference.edition_inferred else conference.name

    @admin.display(description="thời gian, nơi họp", ordering="starts_on")
    def when_and_where(self, conference):
        return f"{conference.when}, {conference.where}" if conference.where else conference.when

    @admin.display(description="đoàn", ordering="delegations_seen")
    def delegations(self, conference):
        return _link(
            *list_link("delegation", conference.delegations_seen, conference__id__exact=conference.pk)
        )

    @admin.display(description="đại biểu", ordering="delegates_seen")
    def delegates(self, conference):
        return _link(*list_link("delegate", conference.delegates_seen, conference__id__exact=conference.pk))

    @admin.display(description="đại biểu, đoàn")
    def links(self, conference):
        of = {"conference__id__exact": conference.pk}
        add = reverse("admin:conferences_delegate_add", query={"conference": conference.pk})
        add_delegation = reverse("admin:conferences_delegation_add", query={"conference": conference.pk})
        delegates, delegations = conference.delegates_seen, conference.delegations_seen
        return format_html_join(
            " · ",
            '<a href="{}">{}</a>',
            [
                list_link("delegate", f"Danh sách đại biểu ({delegates})", **of),
                (add, "Thêm đại biểu"),
                list_link("delegation", f"Danh sách đoàn ({delegations})", **of),
                (add_delegation, "Thêm đoàn"),
            ],
        )

    @admin.action(description="Lập đoàn cho các tỉnh, thành phố tham dự", permissions=["change"])
    def make_delegations(self, request, queryset):
        made = sum(draft_delegations(conference=conference) for conference in queryset)
        self.message_user(
            request,
            f"Đã lập {made} đoàn." if made else "Các tỉnh, thành phố tham dự đều đã có đoàn.",
            messages.SUCCESS if made else messages.INFO,
        )


@admin.register(ConferenceSeries)
class SeriesAdmin(MinistryAdmin):
    list_display = ["name", "title", "regional", "order"]
    fields = ["code", "name", "title", "regional", "order"]


@admin.register(DelegateGroup)
class DelegateGroupAdmin(FoldedSearchAdmin, MinistryAdmin):
    list_display = ["name", "order", "host_only", "valid_from", "valid_to"]
    list_filter = ["host_only"]
    fields = ["code", "name", "order", "host_only", "valid_from", "valid_to"]


def _count(rows):
    """How many of `rows` each conference has, in the same query."""
    counted = rows.filter(conference=OuterRef("pk")).order_by().values("conference").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def _link(address, words):
    return format_html('<a href="{}">{}</a>', address, words)

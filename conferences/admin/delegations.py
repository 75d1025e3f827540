"""Delegations and delegates: filtered lists, forms that offer what fits the conference, one order of protocol."""

from django.contrib import admin, messages
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from accounts.admin_mixins import FoldedSearchAdmin
from accounts.models import AuditEvent, record
from conferences.actions import record_answer
from conferences.admin.filters import ConferenceFilter, DelegationFilter, GroupFilter
from conferences.admin.mixins import NamedFormSet, OfConferenceAdmin, PartOfParent, list_link
from conferences.choices import Answer
from conferences.models import Delegate, DelegateGroup, Delegation, DelegationPlaces
from conferences.querysets import delegation_order, protocol_order
from conferences.tables import delegate_table
from printing.excel import register
from programs.access import Scope
from programs.models import Province
from programs.pages.downloads import attachment


class PlacesInline(PartOfParent, admin.TabularInline):
    """How many people of each group; the groups are those of the conference's day."""

    model = DelegationPlaces
    formset = NamedFormSet
    fields = ["group", "count", "quota"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("delegation__conference", "group")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "group":
            page = self.admin_site.get_model_admin(self.parent_model)
            kwargs["queryset"] = _groups(page.conference_of(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Delegation)
class DelegationAdmin(FoldedSearchAdmin, OfConferenceAdmin):
    """Delegations by province; the people are a list of their own."""

    path_from_conference = "delegations"
    fixed_fields = ("conference", "unit")
    list_display = ["whose", "conference_name", "status", "head", "named", "letter_number"]
    list_filter = [("conference", ConferenceFilter), "status"]
    list_per_page = 100
    show_facets = admin.ShowFacets.ALWAYS
    fields = [
        "links",
        "conference",
        "unit",
        "name",
        "order",
        "status",
        "head",
        "deputy",
        "contact",
        "letter_number",
        "letter_date",
        "note",
    ]
    readonly_fields = ["links"]

    def get_queryset(self, request):
        rows = (
            super().get_queryset(request).select_related("conference__series", "conference__region", "unit")
        )
        return rows.annotate(people=Count("delegates"))

    def get_ordering(self, request):
        return delegation_order()

    def get_inlines(self, request, obj):
        return [PlacesInline] if obj is not None else []

    def get_fields(self, request, obj=None):
        return self.fields if obj is not None else [name for name in self.fields if name != "links"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "unit":
            scope = Scope.of(request.user)
            units = Province.objects.filter(conferences__conference=self.conference_of(request))
            kwargs["queryset"] = units if scope.nationwide else units.filter(pk__in=scope.edit_ids)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="hội nghị", ordering="conference__year")
    def conference_name(self, delegation):
        return delegation.conference.short_name

    @admin.display(description="đại biểu", ordering="people")
    def named(self, delegation):
        return format_html('<a href="{}">{}</a>', *_people_of(delegation, delegation.people))

    @admin.display(description="đoàn", ordering="name")
    def whose(self, delegation):
        return f"{delegation.name} (minh họa)" if delegation.illustrative else delegation.name

    @admin.display(description="đại biểu")
    def links(self, delegation):
        add = reverse(
            "admin:conferences_delegate_add",
            query={"conference": delegation.conference_id, "delegation": delegation.pk},
        )
        return format_html_join(
            " · ",
            '<a href="{}">{}</a>',
            [_people_of(delegation, f"Danh sách đại biểu ({delegation.people})"), (add, "Thêm đại biểu")],
        )


@admin.register(Delegate)
class DelegateAdmin(FoldedSearchAdmin, OfConferenceAdmin):
    """People in the order of protocol."""

    path_from_conference = "delegates"
    list_display = ["full_name", "post", "whose", "group_name", "answer"]
    list_filter = [("conference", ConferenceFilter), DelegationFilter, GroupFilter, "answer"]
    list_select_related = ["conference", "delegation", "group"]
    list_per_page = 100
    show_facets = admin.ShowFacets.ALWAYS
    actions = ["mark_attends", "mark_declines", "mark_no_answer", "export"]
    fieldsets = [
        (None, {"fields": ["conference", "delegation", "group"]}),
        ("Người", {"fields": ["full_name", "position", "workplace", "position_rank"]}),
        ("Phản hồi", {"fields": ["answer", "note"]}),
        ("Thứ tự", {"fields": ["pin", "pin_reason"]}),
    ]

    def get_ordering(self, request):
        return protocol_order()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        conference = self.conference_of(request)
        scope = Scope.of(request.user)
        if db_field.name == "group":
            kwargs["queryset"] = _groups(conference)
        if db_field.name == "delegation":
            rows = Delegation.objects if scope.nationwide else Delegation.objects.editable_by(request.user)
            kwargs["queryset"] = rows.filter(conference=conference).in_order()
            kwargs["empty_label"] = "Trung ương (không thuộc đoàn nào)" if scope.nationwide else None
            kwargs["required"] = not scope.nationwide
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="đoàn", ordering="delegation__order")
    def whose(self, delegate):
        return delegate.delegation.name if delegate.delegation_id else "Trung ương"

    @admin.display(description="chức vụ, đơn vị công tác", ordering="position_rank")
    def post(self, delegate):
        return ", ".join(part for part in (delegate.position, delegate.workplace) if part) or "–"

    @admin.display(description="nhóm", ordering="group__order")
    def group_name(self, delegate):
        return delegate.group.name

    @admin.action(description="Ghi phản hồi: Tham dự", permissions=["change"])
    def mark_attends(self, request, queryset):
        self._record(request, queryset, Answer.ATTENDS)

    @admin.action(description="Ghi phản hồi: Không tham dự", permissions=["change"])
    def mark_declines(self, request, queryset):
        self._record(request, queryset, Answer.DECLINES)

    @admin.action(description="Ghi phản hồi: Chưa phản hồi", permissions=["change"])
    def mark_no_answer(self, request, queryset):
        self._record(request, queryset, Answer.NONE)

    @admin.action(description="Xuất Excel danh sách đã chọn", permissions=["view"])
    def export(self, request, queryset):
        rows = list(queryset.select_related("delegation", "group"))
        record(AuditEvent.Kind.EXPORTED, request, object="Danh sách đại biểu", rows=len(rows))
        return attachment(register(delegate_table(rows)), "danh-sach-dai-bieu.xlsx")

    def _record(self, request, queryset, answer):
        scope = Scope.of(request.user)
        mine = queryset if scope.nationwide else queryset.filter(delegation__unit__in=scope.edit_ids)
        changed = record_answer(delegates=mine, answer=answer)
        self.message_user(
            request,
            f"Đã ghi «{answer.label}» cho {changed} đại biểu.",
            messages.SUCCESS if changed else messages.INFO,
        )


def _groups(conference):
    """The groups of the conference's day; the host's own are refused for others when the row is checked."""
    return DelegateGroup.objects.in_force(conference.day)


def _people_of(delegation, words):
    return list_link(
        "delegate", words, conference__id__exact=delegation.conference_id, delegation=delegation.pk
    )

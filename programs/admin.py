"""The reference data, departments and people's places in the admin."""

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.admin import AuditEventAdmin, UserAdmin
from accounts.admin_mixins import FoldedSearchAdmin
from accounts.models import AuditEvent, User
from programs import admin_ledgers  # noqa: F401 registers its pages
from programs.access import Scope
from programs.admin_mixins import (
    FoldedShortListSearch,
    HiddenIsMissing,
    HistoryAdmin,
    KeptAdmin,
    ReferenceAdmin,
    ScopedRelatedFilter,
)
from programs.models import (
    Activity,
    Boundaries,
    ClosingDate,
    Department,
    Indicator,
    LegalDocument,
    Membership,
    Province,
    ProvinceName,
    Region,
    RegionMembership,
    SourceLimit,
    SupportNorm,
    UnitLine,
)
from programs.reference.lines import complete_lines

RULES = {
    "ceiling": "Mức tối đa",
    "budget_share": "Tỷ lệ trên tổng kinh phí",
    "factor": "Hệ số",
    "advance": "Mức tạm ứng",
}
TYPED = "ResultEntry"
FEEDS = {
    TYPED: "Sổ kết quả (người dùng nhập)",
    "MoneyEntry": "Sổ kinh phí",
    "ProjectEvent": "Sổ sự kiện của đề án",
    "formula": "Công thức",
}


# ------------------------------------------------------------------------------------------ units and boundaries


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
        return ("key", "era") if obj else ()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        complete_lines()


@admin.register(ProvinceName)
class ProvinceNameAdmin(FoldedSearchAdmin, ReferenceAdmin):
    list_display = ("name", "kind", "province", "valid_from", "valid_to", "legal_basis")
    list_select_related = ("province",)
    search_fields = ("province__search_key",)
    autocomplete_fields = ("province",)


@admin.register(RegionMembership)
class RegionMembershipAdmin(FoldedSearchAdmin, KeptAdmin):
    list_display = ("province", "region", "valid_from", "valid_to", "status")
    list_filter = (("region", ScopedRelatedFilter), "valid_from")
    list_select_related = ("province", "region")
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
    list_filter = (("boundaries", ScopedRelatedFilter),)
    list_select_related = ("unit", "boundaries", "line")
    search_fields = ("unit__search_key",)
    readonly_fields = ("boundaries", "unit")
    autocomplete_fields = ("line",)

    def has_add_permission(self, request):
        return False


# ------------------------------------------------------------------------------------------------------- people


@admin.register(Department)
class DepartmentAdmin(FoldedSearchAdmin, KeptAdmin):
    list_display = ("name", "kind", "unit", "region", "valid_from", "valid_to")
    list_filter = ("kind", ("region", ScopedRelatedFilter), "valid_to")
    list_select_related = ("unit", "region")
    autocomplete_fields = ("unit", "parent", "predecessor")


@admin.register(Membership)
class MembershipAdmin(FoldedSearchAdmin, HistoryAdmin):
    """Who works where. A leader may place people in the bodies of his provinces; nobody places himself."""

    list_display = ("user", "department", "role", "position", "valid_from", "valid_to")
    list_filter = ("role", "valid_to")
    list_select_related = ("user", "department")
    search_fields = ("user__search_key", "department__search_key")
    autocomplete_fields = ("user", "department")

    def assignable(self, request):
        """The departments in which this person may place others."""
        scope = Scope.of(request.user)
        if request.user.is_superuser or scope.closes_books:
            return Department.objects.visible_to(request.user)
        return Department.objects.filter(unit__in=scope.lead_ids)

    def get_field_queryset(self, db, db_field, request):
        if db_field.name == "department":
            return self.assignable(request)
        if db_field.name == "user":
            return people_known_to(request.user)
        return super().get_field_queryset(db, db_field, request)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and self.assignable(request).exists()

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        if obj is None or request.user.is_superuser or not allowed:
            return allowed
        own = obj.user_id == request.user.pk
        return not own and self.assignable(request).filter(pk=obj.department_id).exists()

    def has_delete_permission(self, request, obj=None):
        return False  # it ends by date: the log and the ledgers were written under it


def people_known_to(user):
    """The accounts that one may see and place: of his own reach, or not placed anywhere yet; not his own."""
    people = User.objects.all() if user.is_superuser else User.objects.exclude(pk=user.pk)
    return people.filter(_within_reach(user))


def _within_reach(user):
    """No membership at all, or none that reaches beyond what `user` sees."""
    scope = Scope.of(user)
    if scope.nationwide:
        return ~Q(pk__in=[])
    beyond = Membership.objects.filter(user=OuterRef("pk")).exclude(department__unit__in=scope.unit_ids)
    return ~Exists(beyond)


admin.site.unregister(User)


@admin.register(User)
class PortalUserAdmin(HiddenIsMissing, UserAdmin):
    """Accounts, kept within the reach of the person who keeps them."""

    def get_queryset(self, request):
        return super().get_queryset(request).filter(_within_reach(request.user) | Q(pk=request.user.pk))

    def outranks(self, other, actor):
        """Asked for each control of a page: the answer is kept on the actor, who lives as long as the request."""
        reached = vars(actor).setdefault("_reached_accounts", {})
        if other.pk not in reached:
            within = _within_reach(actor) | Q(pk=actor.pk)
            reached[other.pk] = User.objects.filter(within, pk=other.pk).exists()
        return not reached[other.pk] or super().outranks(other, actor)


admin.site.unregister(AuditEvent)


@admin.register(AuditEvent)
class PortalAuditEventAdmin(HiddenIsMissing, AuditEventAdmin):
    """The log names rows of every province: below the ministry one reads what people of one's own bodies did."""

    def get_queryset(self, request):
        events, scope = super().get_queryset(request), Scope.of(request.user)
        if scope.nationwide:
            return events
        placed = Membership.objects.filter(user=OuterRef("pk"), department__unit__in=scope.unit_ids)
        colleagues = User.objects.filter(Exists(placed), _within_reach(request.user))
        return events.filter(user__in=colleagues)


# --------------------------------------------------------------------------------------------- what the law says


@admin.register(LegalDocument)
class LegalDocumentAdmin(FoldedSearchAdmin, KeptAdmin):
    list_display = ("number", "title", "issued_on", "valid_from", "valid_to", "status")
    list_filter = ("issued_on",)
    autocomplete_fields = ("amends", "replaces")


@admin.register(Activity)
class ActivityAdmin(FoldedShortListSearch, KeptAdmin):
    list_display = ("code", "name", "default_unit", "valid_from", "valid_to")
    search_fields = ("code", "name")
    autocomplete_fields = ("indicators",)


@admin.register(Indicator)
class IndicatorAdmin(FoldedShortListSearch, KeptAdmin):
    """What people add is typed by people; figures that come from a ledger or a formula are known to the reports."""

    list_display = ("code", "name", "unit_of_measure", "kind", "feed_name")
    list_filter = ("kind", "content_group")
    search_fields = ("code", "name")
    fields = (
        "code", "name", "unit_of_measure", "content_group", "kind", "scale", "feed_name", "formula", "basis", "order",
    )  # fmt: skip
    readonly_fields = ("feed_name", "formula")

    @admin.display(description="nguồn số liệu", ordering="feed")
    def feed_name(self, indicator):
        feed = indicator.feed or TYPED
        return FEEDS.get(feed, feed)

    def save_model(self, request, obj, form, change):
        obj.feed = obj.feed or TYPED
        super().save_model(request, obj, form, change)


@admin.register(SupportNorm)
class SupportNormAdmin(FoldedShortListSearch, ReferenceAdmin):
    list_display = (
        "item",
        "norm_set",
        "unit",
        "max_percent",
        "max_amount",
        "valid_from",
        "valid_to",
        "status",
    )
    list_filter = ("norm_set", "level", "content_group")
    list_select_related = ("unit",)
    search_fields = ("item", "item_code", "norm_set", "unit__name")
    autocomplete_fields = ("document", "unit")
    formfield_overrides = {
        **ReferenceAdmin.formfield_overrides,
        models.BigIntegerField: {"localize": True, "widget": admin.widgets.AdminTextInputWidget},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "rule":
            return forms.ChoiceField(label="Loại quy tắc", choices=list(RULES.items()))
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(SourceLimit)
class SourceLimitAdmin(ReferenceAdmin):
    list_display = ("source", "assigned_until", "last_budget_year", "status")


@admin.register(ClosingDate)
class ClosingDateAdmin(ReferenceAdmin):
    list_display = ("level", "day", "month", "valid_from", "valid_to", "status")

"""People's places, accounts and the log in the admin, kept within the reach of the person who keeps them."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from accounts import rights
from accounts.admin import AuditEventAdmin, UserAdmin
from accounts.admin_mixins import FoldedSearchAdmin, VersionedAdminForm
from accounts.audited import AuditedAdmin
from accounts.elsewhere import answer_elsewhere
from accounts.models import AuditEvent, User
from accounts.refusals import note
from programs.access import Scope
from programs.choices import PostingKind
from programs.models import Department, Membership, Posting
from programs.pages.admin import HiddenIsMissing, HistoryAdmin
from programs.reach import may_give

TOO_FAR = "Phân công này có phạm vi hoặc vai trò vượt quá của anh/chị. Hãy chọn vai trò thấp hơn hoặc nhờ quản trị viên."


class PlacingForm(VersionedAdminForm):
    """Nobody gives what he does not hold himself, or gives anything to one who reaches further."""

    actor = None

    def clean(self):
        cleaned = super().clean()
        person, body, role = (cleaned.get(name) for name in ("user", "department", "role"))
        if person and rights.outranks(person, self.actor):
            self._refuse("user", rights.OUTRANKED)
        if body and role and not may_give(self.actor, role, body):
            self._refuse("role", TOO_FAR)
        return cleaned

    def _refuse(self, name, words):
        note(self.actor, words)
        self.add_error(name, ValidationError(words, code="scope"))


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin, FoldedSearchAdmin, HistoryAdmin):
    """Who works where. A leader may place people in the bodies of his provinces; nobody places himself."""

    list_display = ("user", "department", "role", "position", "valid_from", "valid_to")
    list_filter = ("role", "valid_to")
    list_select_related = ("user", "department")
    search_fields = ("user__search_key", "department__search_key")
    autocomplete_fields = ("user", "department")
    form = PlacingForm

    def audit_kind(self, form, add):
        return AuditEvent.Kind.MEMBERSHIP_CHANGED

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.actor = request.user
        return form

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
        if obj is None or not allowed:
            return allowed
        own = obj.user_id == request.user.pk
        if own or rights.out_of_reach(request, obj.user):
            return False
        return self.assignable(request).filter(pk=obj.department_id).exists()

    def has_delete_permission(self, request, obj=None):
        return False  # it ends by date: the log and the ledgers were written under it


def people_known_to(user):
    """The accounts that one may see and place: of his own reach, or not placed anywhere yet; not his own."""
    return User.objects.exclude(pk=user.pk).filter(_within_reach(user))


def _within_reach(user):
    """No membership at all, or none that reaches beyond what `user` sees; the portal's own account is the country's."""
    scope = Scope.of(user)
    if scope.nationwide:
        return ~Q(pk__in=[])
    beyond = Membership.objects.filter(user=OuterRef("pk")).exclude(department__unit__in=scope.unit_ids)
    return ~Exists(beyond) & ~Exists(
        Posting.objects.filter(recorded_by=OuterRef("pk"), kind=PostingKind.SYSTEM)
    )


class AccountForm(VersionedAdminForm):
    """A name is unique in the whole portal: whether one out of sight has it is told so many times an hour."""

    request = None
    known = None  # the accounts in sight

    def clean_username(self):
        name = User.normalize_username(self.cleaned_data["username"])
        if "username" in self.changed_data and not self.known.filter(username=name).exists():
            if not Scope.of(self.request.user).nationwide:
                answer_elsewhere(self.request, name, User.objects.filter(username=name).exists())
        return name


admin.site.unregister(User)


@admin.register(User)
class PortalUserAdmin(HiddenIsMissing, UserAdmin):
    """Accounts, kept within the reach of the person who keeps them."""

    form = AccountForm

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.request, form.known = request, self.get_queryset(request)
        return form

    def get_queryset(self, request):
        return super().get_queryset(request).filter(_within_reach(request.user) | Q(pk=request.user.pk))


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

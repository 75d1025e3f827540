"""Accounts, groups of rights and the audit log in the admin. Nobody raises himself or touches one with more rights."""

import hashlib
import json
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from accounts import reset_links, rights
from accounts.admin_doors import DoorActions
from accounts.admin_mixins import FoldedSearchAdmin, VersionedAdmin
from accounts.audited import AuditedAdmin, WatchedAdmin
from accounts.doors import OF_ADMIN, to
from accounts.models import AuditEvent, User
from accounts.refusals import note
from accounts.searching import LimitedSearch
from accounts.sessions import end_sessions

DETAILS = {  # how the log names what it keeps
    "account": "tài khoản số",
    "changes": "thay đổi",
    "by": "người chạy lệnh trên máy chủ",
    "clashes": "số dòng trùng khóa",
    "deleted": "đã xóa",
    "codes": "mã khôi phục mới",
    "event": "bước số",
    "fields": "cột",
    "found": "đã thấy",
    "link": "dấu của liên kết",
    "method": "cách gọi",
    "page": "trang",
    "query": "điều kiện",
    "reasons": "lý do",
    "report": "báo cáo",
    "rights": "quyền",
    "rows": "số dòng",
    "status": "mã trả lời",
    "sessions": "số phiên",
    "second": "giây",
    "tables": "bảng",
    "way": "mã xác thực",
}
ONES_OWN = "Mật khẩu của chính mình đổi ở trang «Đổi mật khẩu», bằng mật khẩu hiện tại; nếu quên, nhờ quản trị viên khác."
RIGHTS = ("is_staff", "is_superuser", "groups")
SEEN_BY_SUPERUSERS = ("is_staff", "is_superuser", "groups", "user_permissions")


@admin.register(User)
class UserAdmin(DoorActions, WatchedAdmin, AuditedAdmin, FoldedSearchAdmin, VersionedAdmin, admin.ModelAdmin):
    """People. Passwords are never typed by another person: an administrator makes a one-time link."""

    fieldsets = [
        (None, {"fields": ["full_name", "username", "email", "is_active", "password_state"]}),
        ("Quyền quản trị", {"fields": [*RIGHTS]}),
        ("Dấu mốc", {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ("password_state", "last_login", "date_joined")
    list_display = ("name", "username", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    ordering = ("sort_key", "username")
    actions = ("make_reset_link", "end_all_sessions", "take_factor_away")

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not rights.out_of_reach(request, obj))

    def has_delete_permission(self, request, obj=None):
        return False  # deactivated, never deleted: the log and the ledgers name them

    def delete_view(self, request, object_id, extra_context=None):
        raise PermissionDenied(
            "Tài khoản không bị xóa, vì nhật ký và sổ giữ tên người đã ghi. Hãy bỏ chọn «Đang hoạt động» ở trang sửa "
            "tài khoản: người ấy không đăng nhập được nữa."
        )

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return [(None, {"fields": ["full_name", "username", "email"]})]
        if request.user.is_superuser:
            return fieldsets
        return [(title, options) for title, options in fieldsets if not set(RIGHTS) & set(options["fields"])]

    def get_readonly_fields(self, request, obj=None):
        """Nobody edits his own rights here, an administrator neither: the command `rights` does.

        Nor the address to which the letter with a new password goes: a desk left open must not be enough.
        """
        own = obj is not None and obj.pk == request.user.pk
        return (*self.readonly_fields, "email", "is_active", *RIGHTS) if own else self.readonly_fields

    def get_list_display(self, request):
        return (*self.list_display, "is_staff") if request.user.is_superuser else self.list_display

    def get_list_filter(self, request):
        return (*self.list_filter, *RIGHTS) if request.user.is_superuser else self.list_filter

    def lookup_allowed(self, lookup, value, request):
        hidden = ("password",) if request.user.is_superuser else ("password", *SEEN_BY_SUPERUSERS)
        return not lookup.startswith(hidden) and super().lookup_allowed(lookup, value, request)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            end_sessions(obj)

    def audit_kind(self, form, add):
        return _kind_of_save(form.instance, form, not add)

    def audit_name(self, row):
        return row

    @admin.display(description="họ và tên", ordering="sort_key")
    def name(self, user):
        return user.full_name or user.username

    @admin.display(description="mật khẩu")
    def password_state(self, user):
        state = "Đã đặt." if user.has_usable_password() else "Chưa đặt."
        return f"{state} Để người dùng tự đặt: chọn tài khoản trong danh sách, việc «Tạo liên kết đặt lại mật khẩu»."

    @admin.action(description="Tạo liên kết đặt lại mật khẩu", permissions=["change"])
    def make_reset_link(self, request, queryset):
        user = queryset.first()
        if queryset.count() != 1:
            return self.message_user(request, "Hãy chọn đúng một tài khoản.", messages.ERROR)
        if user.pk == request.user.pk:
            return self.message_user(request, ONES_OWN, messages.ERROR)
        if not self.has_change_permission(request, user):
            note(request.user, rights.OUTRANKED)
            return self.message_user(request, rights.OUTRANKED, messages.ERROR)
        if not user.is_active:
            return self.message_user(request, "Tài khoản này đang bị khóa.", messages.ERROR)
        return redirect("admin:accounts_user_reset_link", reset_links.make(request, user).pk)

    def get_urls(self):
        page = to(OF_ADMIN, self.admin_site.admin_view(self.reset_link_view))
        return [path("reset-link/<int:number>/", page, name="accounts_user_reset_link"), *super().get_urls()]

    @method_decorator(require_safe)
    def reset_link_view(self, request, number):
        """The link that this person made for another; until it is used or has run out."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        event = get_object_or_404(AuditEvent, pk=number, kind=AuditEvent.Kind.RESET_LINK, user=request.user)
        user = get_object_or_404(self.get_queryset(request), pk=event.detail.get("account"), is_active=True)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Liên kết đặt lại mật khẩu",
            "opts": self.opts,
            "person": user,
            "link": reset_links.found(request, event, user),
            "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
        }
        return TemplateResponse(request, "registration/reset_link.html", context)


def _kind_of_save(user, form, change):
    if not change:
        return AuditEvent.Kind.USER_CREATED
    if "is_active" in form.changed_data:
        return AuditEvent.Kind.USER_REACTIVATED if user.is_active else AuditEvent.Kind.USER_DEACTIVATED
    return AuditEvent.Kind.USER_CHANGED


class RightsField(forms.ModelMultipleChoiceField):
    """Rights by their Vietnamese names."""

    def label_from_instance(self, permission):
        return rights.name_of(permission)


class GroupAdmin(AuditedAdmin, LimitedSearch, VersionedAdmin, admin.ModelAdmin):
    """Groups of rights. Only superusers change them, and not the one they sit in: nobody raises himself.

    The table is Django's and counts no version: what a group holds, as a number, stands in its place.
    """

    search_fields = ("name",)
    fields = ("name", "permissions")

    def _read(self, request, object_id, from_field):
        group = super()._read(request, object_id, from_field)
        if group is not None:
            held = [group.name, *group.permissions.order_by("pk").values_list("pk", flat=True)]
            digest = hashlib.sha256(json.dumps(held).encode()).digest()
            group.version = int.from_bytes(digest[:6])  # 48 bits are enough for one row
        return group

    def claim(self, row, seen):
        """Compared by the form, under the lock of the row."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    has_add_permission = has_module_permission

    def has_change_permission(self, request, obj=None):
        own = obj is not None and obj.user_set.filter(pk=request.user.pk).exists()
        return request.user.is_superuser and not own

    has_delete_permission = has_change_permission

    def audit_kind(self, form, add):
        return AuditEvent.Kind.RIGHTS_CHANGED

    def audit_name(self, row):
        return row

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Only rights that some page of the admin asks for."""
        pages = Q(pk__in=[])
        for model in self.admin_site._registry:
            pages |= Q(
                content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name
            )
        return RightsField(
            queryset=Permission.objects.filter(pages).select_related("content_type"),
            label="Quyền",
            required=False,
            widget=forms.SelectMultiple(attrs={"size": 20}),
            help_text="Giữ phím Ctrl (Mac: Command) để chọn nhiều quyền.",
        )


admin.site.unregister(Group)  # django.contrib.auth's own page names rights in English
admin.site.register(Group, GroupAdmin)


@admin.register(AuditEvent)
class AuditEventAdmin(WatchedAdmin, LimitedSearch, admin.ModelAdmin):
    """The log, to be read."""

    list_display = ("at", "kind", "username", "object", "address")
    list_filter = ("kind", "at")
    list_select_related = ("user",)
    search_fields = ("username", "object")
    show_full_result_count = False
    fields = ("at", "kind", "user", "username", "object", "address", "readable_detail")
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="chi tiết")
    def readable_detail(self, event):
        detail = {DETAILS.get(name, name): value for name, value in event.detail.items()}
        if isinstance(query := detail.get(DETAILS["query"]), dict):
            detail[DETAILS["query"]] = urlencode(query, doseq=True)  # as it stood in the address
        return json.dumps(detail, ensure_ascii=False, indent=1) if detail else "–"

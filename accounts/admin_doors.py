"""What an administrator may do about another person's sign-in: end his sessions, take a lost second factor away."""

from django.contrib import admin, messages

from accounts.factor import remove_factor
from accounts.models import AuditEvent, record
from accounts.sessions import end_sessions


class DoorActions:
    """For the admin of accounts. Asks has_change_permission of each account; nobody does it to himself here.

    One's own second factor is changed with password and code, on the person's own pages.
    """

    def refused(self, request, user) -> str:
        """Why this account is out of reach, in words; empty if it may be acted on."""
        if user.pk == request.user.pk:
            return f"{user}: với tài khoản của chính mình, hãy dùng trang «Bảo mật tài khoản»."
        if not self.has_change_permission(request, user):
            return f"{user}: tài khoản này có nhiều quyền hơn tài khoản của anh/chị."
        return ""

    @admin.action(description="Kết thúc mọi phiên đăng nhập", permissions=["change"])
    def end_all_sessions(self, request, queryset):
        for user in queryset:
            if reason := self.refused(request, user):
                self.message_user(request, reason, messages.ERROR)
                continue
            ended = end_sessions(user)
            record(AuditEvent.Kind.SESSIONS_ENDED, request, object=user, sessions=ended)
            self.message_user(request, f"{user}: đã kết thúc {ended} phiên đăng nhập.", messages.SUCCESS)

    @admin.action(description="Bỏ bước xác thực thứ hai (mất điện thoại)", permissions=["change"])
    def take_factor_away(self, request, queryset):
        user = queryset.first()
        if queryset.count() != 1:
            return self.message_user(request, "Hãy chọn đúng một tài khoản.", messages.ERROR)
        if reason := self.refused(request, user):
            return self.message_user(request, reason, messages.ERROR)
        if not remove_factor(user, request):
            return self.message_user(request, f"{user}: chưa đặt bước xác thực thứ hai.", messages.ERROR)
        self.message_user(
            request,
            f"{user}: đã bỏ bước xác thực thứ hai, các phiên đăng nhập đã kết thúc. Lần đăng nhập sau chỉ cần mật khẩu, "
            "nên hãy chắc rằng chính người ấy đã đề nghị.",
            messages.SUCCESS,
        )

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.templatetags import admin_list
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from accounts.views import LogoutView
from khuyencong.operation import state

YES_NO = {True: ("yes", "có"), False: ("no", "không"), None: ("unknown", "chưa rõ")}


def boolean_icon(value):
    """The stock icon of yes and no; its words, which screen readers say, are English there and cannot be translated."""
    picture, words = YES_NO[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{picture}.svg"), words)


admin_list._boolean_icon = boolean_icon


class PortalAdminSite(AdminSite):
    """The stock admin under the portal's roof: signing in and out and passwords are the portal's own pages."""

    site_title = "Quản trị cổng khuyến công"
    site_header = "Quản trị hệ thống"
    index_title = "Dữ liệu quản trị"
    enable_nav_sidebar = True

    def get_urls(self):
        return [path("system/", self.admin_view(self.system), name="system"), *super().get_urls()]

    @method_decorator(require_safe)
    def system(self, request):
        """Tình trạng hệ thống, for those who keep the whole."""
        if not request.user.is_superuser:
            raise PermissionDenied
        context = {
            **self.each_context(request),
            "title": "Tình trạng hệ thống",
            "now": timezone.now(),
            "facts": state.facts(),
            "errors": state.errors(),
            "slow": state.slow_statements(),
            "threshold": settings.SLOW_QUERY_MS,
        }
        return TemplateResponse(request, "admin/system.html", context)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """One log-in page for the portal and the admin, so that the lock-out guards both."""
        if request.user.is_authenticated:
            raise PermissionDenied  # signed in already, but not one who may come in here
        return redirect_to_login(request.GET.get("next") or "/admin/")

    def logout(self, request, extra_context=None):
        return LogoutView.as_view()(request)

    def password_change(self, request, extra_context=None):
        return redirect("password_change")

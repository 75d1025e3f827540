from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login


class PortalAdminSite(AdminSite):
    site_title = "Quản trị cổng khuyến công"
    site_header = "Quản trị hệ thống"
    index_title = "Dữ liệu quản trị"
    enable_nav_sidebar = True

    def login(self, request, extra_context=None):
        """One log-in page for the portal and the admin, so that the lock-out guards both."""
        return redirect_to_login(request.GET.get("next") or "/admin/")

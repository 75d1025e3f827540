from functools import partial, wraps

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from accounts.doors import ANYBODY, to
from accounts.personal import seen
from accounts.views import LogoutView
from khuyencong.operation import state

YES_NO = {True: ("yes", "có"), False: ("no", "không"), None: ("unknown", "chưa rõ")}
YES_OR_NO = ("True", "False", "1", "0")  # as filters of empty columns write it; Django takes all else for yes


def boolean_icon(value):
    """The stock icon of yes and no; its words, which screen readers say, are English there and cannot be translated."""
    picture, words = YES_NO[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{picture}.svg"), words)


admin_list._boolean_icon = boolean_icon


class WatchedLookUp(AutocompleteJsonView):
    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        model = self.model_admin.model
        seen(request, model, object=f"Chọn {model._meta.verbose_name}", query=self.term)
        return response


class PortalAdminSite(AdminSite):
    """The stock admin under the portal's roof: signing in and out and passwords are the portal's own pages."""

    site_title = "Quản trị cổng khuyến công"
    site_header = "Quản trị hệ thống"
    index_title = "Dữ liệu quản trị"
    enable_nav_sidebar = True

    def admin_view(self, view, cacheable=False):
        """As Django's; but a list that does not understand its filters is a 400, not the list without them."""

        @wraps(view)
        def understood(request, *args, **kwargs):
            asked = request.GET
            neither = any(asked[name] not in YES_OR_NO for name in asked if name.endswith("__isnull"))
            answer = None if ERROR_FLAG in asked or neither else view(request, *args, **kwargs)
            if answer is None or getattr(answer, "url", "") == f"{request.path}?{ERROR_FLAG}=1":
                raise BadRequest("Danh sách không hiểu điều kiện lọc trong địa chỉ.")
            return answer

        return super().admin_view(understood, cacheable)

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

    @partial(to, ANYBODY)
    def login(self, request, extra_context=None):
        """One log-in page for the portal and the admin, so that the lock-out guards both."""
        if request.user.is_authenticated:
            raise PermissionDenied  # signed in already, but not one who may come in here
        return redirect_to_login(request.GET.get("next") or "/admin/")

    def logout(self, request, extra_context=None):
        return LogoutView.as_view()(request)

    def autocomplete_view(self, request):
        """What a look-up offers is read as any page is: the names of people too."""
        return WatchedLookUp.as_view(admin_site=self)(request)

    def password_change(self, request, extra_context=None):
        return redirect("password_change")

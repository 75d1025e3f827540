from functools import partial, update_wrapper, wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from accounts.doors import ANYBODY, OF_ADMIN, to
from accounts.personal import seen
from accounts.views import LogoutView
from khuyencong.operation import state
from programs.pages.once import answered_once, shown_key

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
        """As Django's; but whatever is sent to a page, one that a later table brings too, is done once, and a list that
        does not understand its filters is a 400, not the list without them.
        """

        @wraps(view)
        def understood(request, *args, **kwargs):
            asked = request.GET
            neither = any(asked[name] not in YES_OR_NO for name in asked if name.endswith("__isnull"))
            answer = None if ERROR_FLAG in asked or neither else view(request, *args, **kwargs)
            if answer is None or getattr(answer, "url", "") == f"{request.path}?{ERROR_FLAG}=1":
                raise BadRequest("Danh sách không hiểu điều kiện lọc trong địa chỉ.")
            return answer

        return super().admin_view(_once(understood, view), cacheable)

    def each_context(self, request):
        return super().each_context(request) | {"submission_key": shown_key(request)}

    def get_urls(self):
        page = to(OF_ADMIN, self.admin_view(self.system))
        return [path("system/", page, name="system"), *super().get_urls()]

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


def _once(view, page):
    """`view` as it wraps a page of a table; those of the site itself (the log-out, the front page) write no row."""
    model = getattr(getattr(page, "__self__", None), "model", None)
    if model is None:
        return view
    has_form = page.__name__ in ("add_view", "change_view")

    def respond(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        refuse = None if has_form else partial(_refused, request)
        return answered_once(request, partial(view, request, *args, **kwargs), model=model, refuse=refuse)

    return update_wrapper(respond, view)


def _refused(request, refusal):
    """A list, or a question whether to delete: nothing was typed, so the page is opened anew and says why."""
    messages.error(request, refusal.messages[0])
    return HttpResponseRedirect(request.get_full_path())

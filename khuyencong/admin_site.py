from functools import partial, update_wrapper

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.templatetags import admin_list
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from accounts.views import LogoutView
from programs.pages.once import answered_once, shown_key

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

    def admin_view(self, view, cacheable=False):
        """Whatever is sent to a page of the admin, one that a later table brings too, is done once."""
        return super().admin_view(_once(view), cacheable)

    def each_context(self, request):
        return super().each_context(request) | {"submission_key": shown_key(request)}

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


def _once(view):
    """The pages of a table; those of the site itself (the log-out, the front page) write no row."""
    model = getattr(getattr(view, "__self__", None), "model", None)
    if model is None:
        return view
    has_form = view.__name__ in ("add_view", "change_view")

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

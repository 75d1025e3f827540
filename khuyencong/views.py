"""The home page, and the page of a fault."""

from django.http import HttpResponseServerError
from django.template.loader import render_to_string
from django.views.generic import TemplateView

from accounts import clock
from khuyencong.operation import trace
from khuyencong.tasks import TASK_LISTS, next_due
from programs.access import Scope


class Home(TemplateView):
    """Việc cần xử lý: what waits, whose it is, by when, and one button."""

    template_name = "khuyencong/home.html"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, clock.today()
        lists = [function(user, today) for function in TASK_LISTS]
        waiting = [tasks for tasks in lists if tasks.rows]
        return super().get_context_data(
            lists=waiting,
            next_due=None if waiting else next_due(user, today),
            today=today,
            may_add=Scope.of(user).can_edit_any,
            **kwargs,
        )


def server_error(request, *args):
    """The page of a fault of ours; its code is the request id, by which the log is searched. Asks no database."""
    page = render_to_string("500.html", {"error_code": trace.request_id()})
    return HttpResponseServerError(page)

"""The home page."""

from django.views.generic import TemplateView

from accounts import clock
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

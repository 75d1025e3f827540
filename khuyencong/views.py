"""The home page and the sign of life."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from accounts import clock, triggers
from khuyencong import trial
from khuyencong.guarded import WAY_OUT
from khuyencong.tasks import TASK_LISTS, next_due
from programs.access import Scope

logger = logging.getLogger(__name__)


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


@require_safe
@never_cache
@login_not_required
def healthz(request):
    """Alive, the database answers, its triggers are whole and its data are no trial's.

    What is not goes to the server's log, not to a stranger.
    """
    if found := triggers.problems(connection):
        logger.error("Trigger khóa sổ không còn nguyên vẹn: %s. %s", "; ".join(found), WAY_OUT)
        return JsonResponse({"status": "unguarded"}, status=503)
    if found := trial.remains():
        logger.error("%s: %s", trial.HEADLINE, "; ".join(found))
        return JsonResponse({"status": "trial"}, status=503)
    return JsonResponse({"status": "ok"})

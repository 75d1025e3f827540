"""The home page, the sign of life, and the page for what went wrong outside of a view."""

import logging
import sys

from django.db import connection
from django.http import JsonResponse
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from accounts import clock, triggers
from khuyencong import trial
from khuyencong.guarded import WAY_OUT
from khuyencong.middleware import answer_of_the_database
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


def server_error(request):
    """Also asked for what fails outside of a view, such as storing the session at the end of a request."""
    return answer_of_the_database(request, sys.exception()) or defaults.server_error(request)

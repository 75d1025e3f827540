"""What machines ask: alive, ready, the figures of monitoring. A stranger learns nothing but yes or no."""

import logging
import os
from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from khuyencong.operation import ready

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request):
    """The process answers. Asks nothing of the database: one that is away is no reason to start the process again."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request):
    """The process can serve; what is wrong goes to the server's log, not to a stranger."""
    if found := ready.problems():
        logger.error("Chưa sẵn sàng: %s", "; ".join(found))
        return JsonResponse({"status": "unready"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def metrics(request):
    """For Prometheus, with METRICS_TOKEN as its bearer token; for everybody else there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        raise Http404
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry():
    """Of all worker processes where they share a folder, else of this one."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry

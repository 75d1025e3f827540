"""Outermost of all: every request has an id, is timed and counted, and its slow statements are told."""

from time import perf_counter

from django.conf import settings

from accounts import meters
from khuyencong.operation import slow, trace

ROUTE = "khuyencong.route"  # in the environ: what the access log of the web server calls the address


class TraceMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = perf_counter()
        current = trace.begin(request, behind_proxy=settings.BEHIND_PROXY)
        with slow.watched(settings.SLOW_QUERY_MS):
            response = self.get_response(request)
        response.headers[trace.HEADER] = current.id
        route, method = trace.route_of(request), trace.method_of(request)
        request.META[ROUTE] = route
        meters.REQUESTS.labels(route, method, response.status_code).inc()
        meters.REQUEST_SECONDS.labels(route, method).observe(perf_counter() - started)
        return response

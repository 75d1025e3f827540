"""The access log of gunicorn: request id, method, route, status, milliseconds. No address, no path, no query string."""

from gunicorn.glogging import Logger

from khuyencong.operation import trace
from khuyencong.operation.middleware import ROUTE

QUIET = {"healthz", "readyz", "metrics"}  # asked every few seconds


class AccessLog(Logger):
    def access(self, resp, req, environ, request_time):
        route = environ.get(ROUTE, trace.NONE)
        status = int(str(resp.status).split()[0])  # of what gunicorn refuses itself there is no status_code
        if route in QUIET and status < 400:
            return
        method = req.method if req.method in trace.METHODS else "OTHER"
        given = {name.lower(): value for name, value in resp.headers}
        milliseconds = round(request_time.total_seconds() * 1000)
        self.access_log.info(
            "%s %s",
            method,
            route,
            extra={
                "request_id": given.get(trace.HEADER.lower(), trace.NONE),
                "route": route,
                "method": method,
                "status": status,
                "ms": milliseconds,
            },
        )

"""Where a request comes from. One answer for the log and for the lock-out."""

from ipaddress import ip_address

from django.conf import settings


def link_to(request, path: str) -> str:
    """A link that leaves the portal: to the portal's own host, whatever host the request names."""
    return f"{request.scheme}://{settings.PORTAL_HOST or request.get_host()}{path}"


def client_address(request) -> str | None:
    """The caller's address; behind our own proxy (BEHIND_PROXY) the one that it saw, which it adds last."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        return str(ip_address(address))
    except ValueError:
        return None

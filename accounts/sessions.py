"""Sessions: their clock, whose they are, and how they end.

The store of Django's sessions (SESSION_ENGINE), whose rows also say whose a session is and where it began, so that
people see their own and end them. A session in use whose row was deleted is not written again.
"""

from datetime import datetime
from time import time

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.addresses import client_address
from accounts.browsers import in_words
from accounts.reach import reaches_far

STARTED = "signed_in_at"
RENEWED = "renewed_at"
ADDRESS = "signed_in_from"
BROWSER = "signed_in_with"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        return apps.get_model("accounts", "Session")

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.began, row.used = _moment(data.get(STARTED)), _moment(data.get(RENEWED))
        row.address, row.browser = data.get(ADDRESS), data.get(BROWSER, "")
        return row


def start_clock(sender, request, user, **kwargs):
    """Receives Django's user_logged_in, so that the clock runs whichever way the session began."""
    request.session[STARTED] = int(time())
    request.session[ADDRESS] = client_address(request)
    request.session[BROWSER] = in_words(request.META.get("HTTP_USER_AGENT", ""))
    renew(request.session, user)


def renew(session, user):
    """From here on the idle time runs anew: the short one, unless it is known that the person does not reach far."""
    session[RENEWED] = int(time())
    session.set_expiry(None if reaches_far(user) else settings.SESSION_NEAR_AGE)


def live_sessions(user):
    """The person's sessions that have not run out, the last used first."""
    return user.sessions.filter(expire_date__gt=timezone.now()).order_by("-used", "session_key")


def end_sessions(user, but=None) -> int:
    """Ends all of a person's sessions at once, except the one with the key `but`; how many were alive."""
    others = user.sessions.exclude(session_key=but)
    alive = others.filter(expire_date__gt=timezone.now()).count()
    others.delete()
    return alive


def handle_of(session_key: str) -> str:
    """What a page calls a session by; whoever reads the page does not hold its key."""
    return salted_hmac("accounts.sessions.handle", session_key).hexdigest()[:20]


def _moment(seconds):
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=timezone.get_default_timezone())

"""The clock of a session: when it began and when it was last used."""

from time import time

STARTED = "signed_in_at"
RENEWED = "renewed_at"


def start_clock(sender, request, **kwargs):
    """Receives Django's user_logged_in, so that the clock runs whichever way the session began."""
    request.session[STARTED] = request.session[RENEWED] = int(time())

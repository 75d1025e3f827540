"""One-time links by which a person sets a password of his own; made by an administrator, each an event of the log.

The log keeps no link, only its digest: the page of the event works the link out again for whoever made it.
"""

import hashlib
import time
from datetime import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator
from django.http import Http404
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.addresses import link_to
from accounts.models import AuditEvent, record


class _AsOf(PasswordResetTokenGenerator):
    """Makes the token that the stock generator made in that second (Unix), if the account is as it was then."""

    def __init__(self, second):
        super().__init__()
        self.second = second

    def _now(self):
        return datetime.fromtimestamp(self.second)


def make(request, user) -> AuditEvent:
    second = int(time.time())
    link = {"account": user.pk, "second": second, "link": _digest(_AsOf(second).make_token(user))}
    return record(AuditEvent.Kind.RESET_LINK, request, object=user, **link)


def found(request, event, user) -> str:
    """The whole address; of one that was used, or has run out, no page."""
    token = _AsOf(event.detail.get("second", 0)).make_token(user)
    if _digest(token) != event.detail.get("link") or not default_token_generator.check_token(user, token):
        raise Http404("Liên kết này đã dùng hoặc đã hết hạn. Hãy tạo liên kết mới ở danh sách tài khoản.")
    place = {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": token}
    return link_to(request, reverse("password_reset_confirm", kwargs=place))


def _digest(token) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

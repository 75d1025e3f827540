"""Between the password and the session: who has given the right password and still owes a code.

Kept in a session of its own, made for this and signed in to nothing.
"""

from time import time

from django.contrib.auth import get_user_model, login
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from accounts.factor import PROVEN
from accounts.models import AuditEvent, record

WAITING = "waits_for_code"
PATIENCE = 10 * 60  # seconds


def ask_code(request, user, target):
    """The password was right: on to the page that asks for the code, in a session that nobody planted."""
    request.session.flush()
    request.session[WAITING] = {
        "user": user.pk,
        "backend": user.backend,
        "password": user.get_session_auth_hash(),  # a password changed meanwhile ends the waiting
        "until": int(time()) + PATIENCE,
        "target": target,
    }
    return redirect("factor_ask")


def whose_turn(request):
    """The person who owes a code in this session; nobody, if the time ran out or the account is not what it was."""
    kept = request.session.get(WAITING)
    if not kept or time() >= kept["until"]:
        return None
    user = get_user_model().objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["password"], user.get_session_auth_hash()):
        return None
    return user


def let_in(request, user, way) -> str:
    """The code was right: the session begins, under a new key. Where the person was bound."""
    kept = request.session.pop(WAITING)
    login(request, user, backend=kept["backend"])
    request.session[PROVEN] = True
    record(AuditEvent.Kind.LOGIN, request, way=way)
    return kept["target"]

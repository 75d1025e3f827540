"""The page of a person in the admin, and what its form would send."""

from django.core import mail
from django.urls import reverse

from accounts.forms import LETTERS


def change_url(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def values(user, **changes):
    user.refresh_from_db()
    kept = {"full_name": user.full_name, "username": user.username, "email": user.email, "is_active": "on"}
    return kept | {"seen_version": user.version} | changes


def letters():
    """The letters that were asked for so far, when all are sent."""
    LETTERS.submit(int).result()
    return mail.outbox

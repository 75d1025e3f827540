"""What is asked before a password is compared."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied

from accounts.passwords import is_published


class NoPublishedPasswords:
    """Opens no account; where trial data have no place (TRIAL_DATA) it lets no published password in.

    It takes the time of a wrong password and answers as one.
    """

    def authenticate(self, request, username=None, password=None, **credentials):
        if not settings.TRIAL_DATA and is_published(password):
            make_password(password)
            raise PermissionDenied

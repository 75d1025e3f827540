"""Who reaches so far that a password alone is not enough, and an unattended desk is soon locked.

An app that knows of such a reach says so in its AppConfig's method `reaches_far(user)`.
"""

from django.apps import apps


def reaches_far(user) -> bool:
    """Administrators, and whoever any app says reaches far; asked anew each time, so a change counts at once."""
    if user.is_staff or user.is_superuser:
        return True
    return any(
        config.reaches_far(user) for config in apps.get_app_configs() if hasattr(config, "reaches_far")
    )

"""Who reaches further than whom, and what a right is called.

Accounts know the rights that Django keeps. An app that gives reach in another way says so in its AppConfig:
`reaches_further(other, actor)`. The rule here asks them all.
"""

from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q

ACTIONS = {"add": "thêm", "change": "sửa", "delete": "xóa", "view": "xem"}
OUTRANKED = "Tài khoản này có nhiều quyền hơn tài khoản của anh/chị."


def rights_of(user) -> set[int]:
    """The rights given to an account, asleep or not: a deactivated administrator is no easy prey."""
    given = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return set(given.values_list("pk", flat=True))


def outranks(other, actor) -> bool:
    """Whether `other` may, might or might again do anything that `actor` may not do today."""
    if actor.is_superuser:
        return False
    if other.is_superuser or not rights_of(other) <= rights_of(actor):
        return True
    return any(config.reaches_further(other, actor) for config in _givers_of_reach())


def _givers_of_reach():
    """The apps that give reach; a portal in which none does is put together wrongly, and nobody gets past it."""
    found = [config for config in apps.get_app_configs() if hasattr(config, "reaches_further")]
    if not found:
        raise ImproperlyConfigured("Chưa ứng dụng nào khai báo phạm vi của tài khoản (reaches_further).")
    return found


def out_of_reach(request, other) -> bool:
    """`outranks` for the person of a request; asked for each control of a page, worked out once."""
    kept = request.__dict__.setdefault("_out_of_reach", {})
    if other.pk not in kept:
        kept[other.pk] = other.pk != request.user.pk and outranks(other, request.user)
    return kept[other.pk]


def name_of(permission) -> str:
    """Django stores "Can add …" in English; rights that the portal adds have Vietnamese names."""
    content = permission.content_type
    action, _, model = permission.codename.partition("_")
    if action in ACTIONS and model == content.model:
        return f"{content.name}: {ACTIONS[action]}"
    return f"{content.name}: {permission.name}"

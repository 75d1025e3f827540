"""Who has more rights than whom, and what a right is called."""

from django.contrib.auth.models import Permission
from django.db.models import Q

ACTIONS = {"add": "thêm", "change": "sửa", "delete": "xóa", "view": "xem"}


def rights_of(user) -> set[int]:
    """The rights given to an account, asleep or not: a deactivated administrator is no easy prey."""
    given = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return set(given.values_list("pk", flat=True))


def outranks(other, actor) -> bool:
    """Whether `other` may do anything that `actor` may not."""
    if actor.is_superuser:
        return False
    return other.is_superuser or not rights_of(other) <= rights_of(actor)


def name_of(permission) -> str:
    """Django stores "Can add …" in English; rights that the portal adds have Vietnamese names."""
    content = permission.content_type
    action, _, model = permission.codename.partition("_")
    if action in ACTIONS and model == content.model:
        return f"{content.name}: {ACTIONS[action]}"
    return f"{content.name}: {permission.name}"

"""Doors: every address says beside its view who may pass, and an address that says nothing is shut to everybody.

`path("projects/", to(SIGNED_IN, ProjectList))`. The pages of the admin say it themselves: each of them asks its
ModelAdmin's has_*_permission(), or the site's has_permission().
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

UNDECLARED = (
    "Địa chỉ này chưa khai báo ai được vào, nên không ai vào được. Hãy báo quản trị viên kèm địa chỉ trang."
)


@dataclass(frozen=True)
class Right:
    """Who may pass a door. `allows` is asked before the view, for every method; about rows the view asks as well."""

    name: str
    allows: Callable[[Any], bool] = lambda user: True
    words: str = ""  # what whoever may not is told
    needs_login: bool = True


ANYBODY = Right("anybody", needs_login=False)
SIGNED_IN = Right("signed in")  # everybody; rows, where there are any, are those in sight
OF_ADMIN = Right("admin")  # asked by the admin itself


def to(right: Right, view):
    """The view behind a door: a class of views or a function, which carries its right from here on.

    A function stands behind one door: with another right it would stand open by the wider of the two.
    """
    behind = view.as_view() if hasattr(view, "as_view") else view
    if getattr(behind, "right", right) is not right:
        raise ImproperlyConfigured(f"{behind.__qualname__} đã khai báo quyền «{behind.right.name}».")
    behind.right = right
    behind.login_required = right.needs_login
    return behind


def right_of(view) -> Right | None:
    """What a view of the URLconf declares; None: nothing."""
    declared = getattr(view, "right", None)
    if declared is None and (hasattr(view, "model_admin") or hasattr(view, "admin_site")):
        return OF_ADMIN  # Django's marks on the pages that ask it
    return declared

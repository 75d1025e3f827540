"""Which columns hold data about people, and the line that says who looked at them.

A model says which in its class, `personal = ("full_name", …)`: the one place, for the blanking of histories
(accounts.histories), for the inventory and for this log.
"""

from django.apps import apps
from django.db import models

from accounts.models import AuditEvent, record


def personal_of(model: type[models.Model]) -> tuple[str, ...]:
    return getattr(model, "personal", ())


def inventory() -> dict[type[models.Model], tuple[str, ...]]:
    """Every table that holds data about people: model -> names of fields. Histories hold those of their rows."""
    return {model: personal_of(model) for model in apps.get_models() if personal_of(model)}


def names_of(*shown: type[models.Model]) -> list[str]:
    return [
        f"{model._meta.verbose_name}: {model._meta.get_field(name).verbose_name}"
        for model in shown
        for name in personal_of(model)
    ]


def seen(request, *shown: type[models.Model], object, **detail) -> None:
    """One line for one page, however many rows it shows; nothing where the tables shown hold nothing personal."""
    if fields := names_of(*shown):
        record(AuditEvent.Kind.PERSONAL_SEEN, request, object=object, fields=fields, **detail)

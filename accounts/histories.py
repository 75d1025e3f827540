"""History tables and the audit log are only ever added to; personal columns that their model lists may be blanked.

A model says which: `personal = ("phone",)` in its class. Blanking sets such a column, or a key computed from one, to
nothing; it is the one change that triggers let through.
"""

from collections.abc import Iterable

from django.db import models

from accounts.fields import KeyField
from accounts.triggers import Trigger, append_only

HISTORY_MESSAGE = "Lịch sử chỉ được ghi thêm: không sửa, không xóa; chỉ được làm trống cột thông tin cá nhân."


def is_history(model: type[models.Model]) -> bool:
    """A table of earlier states, kept by simple-history, of a model or of its many-to-many relation."""
    return hasattr(model, "instance_type")


def histories(config) -> list[Trigger]:
    """The triggers of every history table of an app."""
    return [
        trigger
        for model in config.get_models()
        if is_history(model)
        for trigger in only_blanked(model, getattr(model.instance_type, "personal", ()), HISTORY_MESSAGE)
    ]


def blanks(model: type[models.Model], personal: Iterable[str]) -> dict[str, object]:
    """Column -> what it holds once blanked: of these personal columns of a table, and of keys computed from them."""
    fields = [
        field for field in model._meta.concrete_fields if field.name in personal or _key_of(field, personal)
    ]
    return {field.name: _blank_of(field) for field in fields}


def not_blank(model: type[models.Model], personal: Iterable[str]) -> models.Q:
    """Rows of which something is left to blank."""
    left = models.Q(pk__in=())
    for name, blank in blanks(model, personal).items():
        left |= models.Q(**{f"{name}__isnull": False}) if blank is None else ~models.Q(**{name: blank})
    return left


def only_blanked(model: type[models.Model], personal: tuple[str, ...], message: str) -> tuple[Trigger, ...]:
    """Triggers that let nothing through but the blanking of these fields."""
    if not personal:
        return append_only(model._meta.db_table, message)
    columns = model._meta.concrete_fields
    blankable = {field for field in columns if field.name in personal or _key_of(field, personal)}
    changed = {field: f'NEW."{field.column}" IS DISTINCT FROM OLD."{field.column}"' for field in columns}
    blanks_something = " OR ".join(changed[field] for field in columns if field in blankable)
    wrong = [
        f"{change} AND {_not_blank(field)}" if field in blankable else change
        for field, change in changed.items()
    ]
    return append_only(model._meta.db_table, message, " OR ".join([*wrong, f"NOT ({blanks_something})"]))


def _key_of(field: models.Field, personal: Iterable[str]) -> bool:
    return isinstance(field, KeyField) and bool({*field.of} & {*personal})


def _blank_of(field: models.Field):
    if isinstance(field, models.CharField | models.TextField):
        return ""
    return {} if isinstance(field, models.JSONField) else None


def _not_blank(field: models.Field) -> str:
    if isinstance(field, models.CharField | models.TextField):
        return f"COALESCE(NEW.\"{field.column}\", '') <> ''"
    if isinstance(field, models.JSONField):
        return f"CAST(NEW.\"{field.column}\" AS text) <> '{{}}'"
    return f'NEW."{field.column}" IS NOT NULL'

"""History tables and the audit log are only ever added to; personal columns that their model lists may be blanked.

A model says which: `personal = ("phone",)` in its class. Blanking sets such a column, or a key computed from one, to
nothing; it is the one change that triggers let through.
"""

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


def _key_of(field: models.Field, personal: tuple[str, ...]) -> bool:
    return isinstance(field, KeyField) and bool({*field.of} & {*personal})


def _not_blank(field: models.Field) -> str:
    if isinstance(field, models.CharField | models.TextField):
        return f"COALESCE(NEW.\"{field.column}\", '') <> ''"
    return f'NEW."{field.column}" IS NOT NULL'

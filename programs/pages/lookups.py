"""Look-ups of the admin (select2), which take whatever the address or the form names for a key of a row."""

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError


class _OnlyKeys:
    """What no row can have as its key is not asked of the database, which would not take it."""

    def optgroups(self, name, value, attr=None):
        key = self.field.target_field if self.field.many_to_one else self.field.remote_field.model._meta.pk
        return super().optgroups(name, [one for one in value if _is_value_of(key, one)], attr)


def _is_value_of(field, typed) -> bool:
    try:
        field.clean(typed, None)
    except ValidationError:
        return False
    return True


class LookUp(_OnlyKeys, AutocompleteSelect):
    """One row."""


class LookUps(_OnlyKeys, AutocompleteSelectMultiple):
    """Several rows."""

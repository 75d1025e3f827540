"""Model fields for text: normalised on every path, with keys that keep themselves up to date."""

from django import forms
from django.db import models

from accounts import text

KEYS = {
    "fold": text.fold,
    "identity": text.identity,
    "sort_key": text.sort_key,
    "name_sort_key": text.name_sort_key,
}


class TextLineFormField(forms.CharField):
    """Composes what was typed before its length is measured: decomposed Vietnamese counts nearly double."""

    def to_python(self, value):
        return text.nfc(super().to_python(value) or "") or self.empty_value


class TextBlockFormField(forms.CharField):
    """As TextLineFormField, for text of several lines."""

    widget = forms.Textarea

    def to_python(self, value):
        return text.nfc_block(super().to_python(value) or "") or self.empty_value


class _Normalised:
    """Normalises in forms, full_clean, save, bulk_create, update and in what is looked up."""

    def to_python(self, value):
        return self._normalise(super().to_python(value))

    def get_prep_value(self, value):
        return self._normalise(super().get_prep_value(value))

    def pre_save(self, instance, add):
        value = self._normalise(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value

    def _normalise(self, value):
        return type(self).normalise(value) if isinstance(value, str) else value


class TextLine(_Normalised, models.CharField):
    """One line of text: NFC, trimmed, single spaces."""

    normalise = staticmethod(text.nfc)

    def formfield(self, **kwargs):
        defaults = {} if self.choices is not None else {"form_class": TextLineFormField}
        return super().formfield(**defaults | kwargs)


class TextBlock(_Normalised, models.TextField):
    """Text of several lines: NFC, plain line ends."""

    normalise = staticmethod(text.nfc_block)

    def formfield(self, **kwargs):
        defaults = {} if self.choices is not None else {"form_class": TextBlockFormField}
        return super().formfield(**defaults | kwargs)


class KeyField(models.CharField):
    """A key computed from other fields of the row whenever it is written by save() or bulk_create().

    `update()` and `save(update_fields=…)` compute it only when the key is among what they write.
    PostgreSQL compares it by code points, whatever the database's locale: sort keys depend on it.
    """

    def __init__(self, *args, of=(), key="fold", **kwargs):
        self.of = tuple(of)
        self.key = key
        kwargs.setdefault("max_length", 500)
        kwargs.update(editable=False, blank=True, default="")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for given in ("editable", "blank", "default"):
            kwargs.pop(given, None)
        return name, path, args, kwargs | {"of": self.of, "key": self.key}

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def computed(self, instance) -> str:
        joined = " ".join(str(getattr(instance, name) or "") for name in self.of)
        return KEYS[self.key](joined)[: self.max_length]

    def is_stale(self, instance) -> bool:
        """The row stores a key that an older function computed, or that its texts have left behind."""
        return getattr(instance, self.attname) != self.computed(instance)

    def pre_save(self, instance, add):
        value = self.computed(instance)
        setattr(instance, self.attname, value)
        return value

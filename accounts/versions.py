"""Two people, one row: a form carries the version that its page showed, and one conditional UPDATE decides who was first.

The later of the two is shown both values of each field; nothing that was typed is lost, nothing stored is overwritten
unseen.
"""

from typing import NamedTuple

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F

from accounts.wording import labels_of, shown

SEEN_VERSION = "seen_version"


class Stale(Exception):
    """Somebody else saved the row after this form was opened."""


class Difference(NamedTuple):
    """A field that two people filled differently, in words."""

    label: str
    theirs: str  # what is stored
    mine: str  # what was typed


def claim(row, seen):
    """Count the version of the stored row up from `seen`; Stale, and nothing written, if it has moved on."""
    rows = type(row)._base_manager.filter(pk=row.pk, version=seen)
    if not rows.update(version=F("version") + 1):
        raise Stale
    row.version = seen + 1


class VersionedForm(forms.ModelForm):
    """A form over a row with a `version`. What it opened with is `initial`."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False, label="Phiên bản đã xem")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial[SEEN_VERSION] = getattr(self.instance, "version", 0)  # 0: not yet stored

    def differences(self, stored=None):
        """Each field that was typed otherwise than it is `stored`: see differences() of this module."""
        return [difference for _, difference in differences(self, stored)]

    def accept(self, version):
        """What is stored has now been seen: pressing Save again is a decision, not an accident."""
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN_VERSION)] = str(version)


def differences(form, stored=None):
    """(field, Difference) of each field of a model form that was typed otherwise than it is `stored`.

    `stored`: name -> value; as it was when the form was made, if not given.
    """
    stored = form.initial if stored is None else stored
    for name, field in form.fields.items():
        if field.widget.is_hidden or field.disabled or name not in form.cleaned_data:
            continue
        mine, theirs = form.cleaned_data[name], _as_cleaned(field, stored.get(name, field.initial))
        if mine != theirs:
            lender = field if labels_of(field) else _column(form._meta.model, name) or field
            told = Difference(str(field.label), _told(theirs, field, lender), _told(mine, field, lender))
            if told.theirs != told.mine:
                yield name, told


def _told(value, field, lender):
    """Rows as their own field names them."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return shown([field.label_from_instance(row) for row in value or ()])
    return shown(value, lender)


def _column(model, name):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _as_cleaned(field, stored):
    try:
        return field.to_python(field.prepare_value(stored))
    except ValidationError:  # no longer among the choices
        return stored

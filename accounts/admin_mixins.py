"""What every admin page of the portal needs: nobody's edit is lost, and search knows no accents."""

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.formats import localize

from accounts import text

SEEN_VERSION = "seen_version"
STALE = (
    "Trong lúc anh/chị sửa, người khác đã lưu một bản mới. Chưa có gì được ghi đè. Hãy xem các khác biệt dưới đây, "
    "sửa lại nếu cần rồi bấm Lưu lần nữa để lưu nội dung của anh/chị."
)


class VersionedAdminForm(forms.ModelForm):
    """Carries the version that its page showed. On a conflict it keeps what was typed and shows both values."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False, label="Phiên bản đã xem")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if SEEN_VERSION in self.fields:
            self.initial[SEEN_VERSION] = self.instance.version

    def clean(self):
        cleaned = super().clean()
        stored = self.instance.version
        if self.instance.pk and SEEN_VERSION in self.fields and self.cleaned_data.get(SEEN_VERSION) != stored:
            # What is stored has now been seen: pressing Save again is a decision, not an accident.
            self.data = self.data.copy()
            self.data[self.add_prefix(SEEN_VERSION)] = stored
            both = [
                f"{label}: đang lưu «{old}», anh/chị nhập «{new}»." for label, old, new in self.differences()
            ]
            raise ValidationError([STALE, *both], code="stale")
        return cleaned

    def differences(self):
        """(label, stored, typed) of each field that differs from what is stored, as a person would read them."""
        for name in self.changed_data:
            if name != SEEN_VERSION and name in self.cleaned_data:
                field = self.fields[name]
                yield (
                    str(field.label),
                    shown(field, self._stored(name)),
                    shown(field, self.cleaned_data[name]),
                )

    def _stored(self, name):
        field = self.fields[name]
        stored = self.get_initial_for_field(field, name)
        try:
            return field.to_python(field.prepare_value(stored))
        except ValidationError:  # no longer among the choices
            return stored


def shown(field, value):
    """A form field's value as a person would read it."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if value is None or value == "" or value == []:
        return "trống"
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return ", ".join(str(item) for item in value) or "trống"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(_flat(field.choices)).get(value, value))
    return str(localize(value))


def _flat(choices):
    for value, label in choices:
        yield from label if isinstance(label, list | tuple) else [(value, label)]


class VersionedAdmin:
    """For a ModelAdmin whose model has a `version`: a save of what is no longer current is refused.

    A form of its own must be a VersionedAdminForm.
    """

    form = VersionedAdminForm

    def get_object(self, request, object_id, from_field=None):
        """In a POST the row is read under lock, so that what the form compares with is what it will replace."""
        found = super().get_object(request, object_id, from_field)
        connection = transaction.get_connection()
        if found is not None and request.method == "POST" and connection.in_atomic_block:
            found.refresh_from_db(from_queryset=self.model._base_manager.select_for_update())
        return found

    def get_fieldsets(self, request, obj=None):
        """The hidden version belongs to a page that can be saved, and to no other."""
        fieldsets = [
            (title, {**options, "fields": _without(options["fields"], SEEN_VERSION)})
            for title, options in super().get_fieldsets(request, obj)
        ]
        if obj is not None and self.has_change_permission(request, obj) and fieldsets:
            title, options = fieldsets[0]
            fieldsets[0] = (title, {**options, "fields": [*options["fields"], SEEN_VERSION]})
        return fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if kwargs.get("fields") is None and "fields" in kwargs:
            return form  # asked only for the names of the fields
        if SEEN_VERSION not in flatten_fieldsets(self.get_fieldsets(request, obj)):
            form.base_fields.pop(SEEN_VERSION, None)
        return form

    def save_model(self, request, obj, form, change):
        if change:
            seen = form.cleaned_data[SEEN_VERSION]
            claimed = self.model._base_manager.filter(pk=obj.pk, version=seen).update(
                version=F("version") + 1
            )
            if not claimed:
                raise RuntimeError(f"{obj!r} changed under lock")
            obj.version = seen + 1
        super().save_model(request, obj, form, change)


def _without(fields, name):
    kept = []
    for field in fields:
        if isinstance(field, list | tuple):
            kept.append(_without(field, name))
        elif field != name:
            kept.append(field)
    return kept


class FoldedSearchAdmin:
    """Searches folded keys with the folded term: "nguyen ba ut", "Nguyễn Bá Út" and its NFD twin find the same."""

    search_fields = ("search_key",)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, text.fold(search_term))

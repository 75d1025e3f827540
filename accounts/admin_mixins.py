"""What every admin page of the portal needs: nobody's edit is lost, and search knows no accents."""

from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import text
from accounts.searching import LimitedSearch
from accounts.versions import SEEN_VERSION, VersionedForm, claim

STALE = (
    "Trong lúc anh/chị sửa, người khác đã lưu một bản mới. Chưa có gì được ghi đè. Hãy xem các khác biệt dưới đây, "
    "sửa lại nếu cần rồi bấm Lưu lần nữa để lưu nội dung của anh/chị."
)


class _Refused:
    """A form that was refused before it was looked at: what it finds itself is told first, at the fields."""

    refusal: ValidationError

    def _post_clean(self):
        super()._post_clean()
        if not self.errors or self.refusal.code == "used":
            self.add_error(self._place(), self.refusal)

    def _place(self):
        """The field that a constraint of the database is about; None for the form as a whole."""
        for constraint in self._meta.model._meta.constraints:
            if constraint.name == self.refusal.code:
                names = getattr(constraint, "fields", ())
                columns = [self._meta.model._meta.get_field(name) for name in names]
                typed = [name for column in columns for name in (*getattr(column, "of", ()), column.name)]
                return next((name for name in reversed(typed) if name in self.fields), None)
        return None


class RefusableAdmin:
    """For every ModelAdmin of the portal: `request.refusal` is told in the form, which then saves nothing."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return form if refusal is None else type(form)(form.__name__, (_Refused, form), {"refusal": refusal})


class VersionedAdminForm(VersionedForm):
    """In the admin the row is locked before the form reads it: what is no longer current is refused here already."""

    def clean(self):
        cleaned = super().clean()
        stored = self.instance.version if self.instance.pk else None
        if stored is not None and SEEN_VERSION in self.fields and cleaned.get(SEEN_VERSION) != stored:
            both = [
                f"{label}: đang lưu «{theirs}», anh/chị nhập «{mine}»."
                for label, theirs, mine in self.differences()
            ]
            self.accept(stored)
            raise ValidationError([STALE, *both], code="stale")
        return cleaned

    def _post_clean(self):
        """A row that is refused stays as it is stored: the page names it, and what was typed may have no name."""
        stored = dict(vars(self.instance))
        super()._post_clean()
        if self.errors:
            for field in self.instance._meta.concrete_fields:
                if field.attname in stored:
                    setattr(self.instance, field.attname, stored[field.attname])


class VersionedAdmin(RefusableAdmin):
    """For a ModelAdmin whose rows have a `version`: a save of what is no longer current is refused.

    A form of its own must be a VersionedAdminForm.
    """

    form = VersionedAdminForm

    def with_version(self, rows):
        """`rows` so that each has its version; a table without such a column says here how it is worked out."""
        return rows

    def claim(self, row, seen):
        """Count the version up, or Stale."""
        claim(row, seen)

    def get_object(self, request, object_id, from_field=None):
        """Content and version by one query. In a POST the row is locked first: what is compared will be replaced."""
        found = self._read(request, object_id, from_field)
        if found is not None and request.method == "POST" and transaction.get_connection().in_atomic_block:
            rows = self.model._base_manager.order_by()  # an order by another table would lock its rows too
            list(rows.select_for_update().filter(pk=found.pk).values_list("pk"))
            found = self._read(request, object_id, from_field)
        return found

    def _read(self, request, object_id, from_field):
        rows = self.with_version(self.get_queryset(request))
        field = self.model._meta.pk if from_field is None else self.model._meta.get_field(from_field)
        try:
            return rows.get(**{field.name: field.to_python(object_id)})
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

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
            self.claim(obj, form.cleaned_data[SEEN_VERSION])
        super().save_model(request, obj, form, change)


def _without(fields, name):
    kept = []
    for field in fields:
        if isinstance(field, list | tuple):
            kept.append(_without(field, name))
        elif field != name:
            kept.append(field)
    return kept


class FoldedSearchAdmin(LimitedSearch):
    """Searches folded keys with the folded term: "nguyen ba ut", "Nguyễn Bá Út" and its NFD twin find the same."""

    search_fields = ("search_key",)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, text.fold(search_term))

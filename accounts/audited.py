"""Pages of the admin that leave lines in the log: what was changed, old and new, and who looked at people's data."""

from django.contrib.admin.utils import unquote

from accounts.models import AuditEvent, User, record
from accounts.personal import personal_of, seen
from accounts.refusals import note_foreign_choices
from accounts.versions import differences
from accounts.wording import NOTHING, shown

MASKED = "(dữ liệu cá nhân, xem lịch sử của dòng)"


class AuditedAdmin:
    """Every save and every deletion is one line with old and new values, the rows of its inlines among them.

    Personal columns of other tables than the accounts are named, not copied: histories hold them and can blank them.
    """

    def audit_kind(self, form, add):
        return AuditEvent.Kind.REFERENCE_CHANGED

    def construct_change_message(self, request, form, formsets, add=False):
        changes = _changes(form, add)
        for formset in formsets or ():
            for part in formset.forms:
                changes |= _changes_of_part(part, part in formset.deleted_forms)
        if add or changes:
            kind = self.audit_kind(form, add)
            record(kind, request, object=self.audit_name(form.instance), changes=changes)
        return super().construct_change_message(request, form, formsets, add)

    def audit_name(self, row):
        return f"{row._meta.verbose_name}: {row}"

    def log_deletions(self, request, queryset):
        rows = list(queryset)
        deleted = {f"{row} (số {row.pk})": [_row_in_words(row), NOTHING] for row in rows}
        if rows:
            name = (
                self.audit_name(rows[0]) if len(rows) == 1 else f"{self.opts.verbose_name}: {len(rows)} dòng"
            )
            record(self.audit_kind(None, False), request, object=name, deleted=deleted)
        return super().log_deletions(request, rows)


def _changes(form, add) -> dict[str, list[str]]:
    stored = dict.fromkeys(form.fields) if add else None
    return {
        label: [MASKED, MASKED] if name in _masked(form._meta.model) else [old, new]
        for name, (label, old, new) in differences(form, stored)
    }


def _changes_of_part(form, deleted) -> dict[str, list[str]]:
    named = f"{form._meta.model._meta.verbose_name} «{form.instance}»"
    if _masked(form._meta.model):
        named = f"{form._meta.model._meta.verbose_name} số {form.instance.pk or form.initial.get('id', '')}"
    if deleted:
        return {named: [_row_in_words(form.instance), NOTHING]} if form.initial else {}
    changes = _changes(form, add=not form.initial) if form.has_changed() else {}
    return {f"{named}, {label}": values for label, values in changes.items()}


def _row_in_words(row) -> str:
    told = [
        f"{field.verbose_name}: {MASKED if field.name in _masked(type(row)) else shown(getattr(row, field.name), field)}"
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key
    ]
    return "; ".join(told)


def _masked(model) -> tuple[str, ...]:
    return () if model is User else personal_of(model)


class WatchedAdmin:
    """Whoever opens a page of a table that holds data about people is in the log: one line a page."""

    def tables_shown(self):
        return [self.model, *(inline.model for inline in self.inlines)]

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        page = (getattr(response, "context_data", None) or {}).get("cl")
        if request.method == "GET" and page is not None:
            asked = {name: request.GET.getlist(name) for name in request.GET}
            rows = len(page.result_list)
            seen(request, self.model, object=self.opts.verbose_name_plural, rows=rows, query=asked)
        return response

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        response = super().changeform_view(request, object_id, form_url, extra_context)
        page = (getattr(response, "context_data", None) or {}).get("adminform")
        if page is not None and page.form.is_bound:
            note_foreign_choices(request.user, page.form)
        if object_id is not None and response.status_code == 200:
            self._seen_row(request, object_id)
        return response

    def history_view(self, request, object_id, extra_context=None):
        response = super().history_view(request, object_id, extra_context)
        if response.status_code == 200:
            self._seen_row(request, object_id, page="lịch sử")
        return response

    def delete_view(self, request, object_id, extra_context=None):
        response = super().delete_view(request, object_id, extra_context)
        if response.status_code == 200:
            self._seen_row(request, object_id, page="xóa")
        return response

    def _seen_row(self, request, object_id, **detail):
        name = f"{self.opts.verbose_name} số {unquote(object_id)}"
        seen(request, *self.tables_shown(), object=name, **detail)

"""What people changed in a row, told in words: for the pages of the portal and of the admin alike."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import models
from django.db.models import prefetch_related_objects
from simple_history.models import DeletedObject

from accounts.fields import KeyField
from accounts.personal import seen
from accounts.wording import NOTHING, shown
from programs.pages.views import DetailPage

WORDS_OF_TYPE = {"+": "Tạo mới", "~": "Sửa", "-": "Xóa"}
PER_PAGE = 50


@dataclass
class Change:
    """One saving of the row; `fields` are (label, before, after)."""

    record: Any
    title: str
    by: str
    fields: list[tuple[str, str, str]]

    @property
    def reason(self) -> str:
        return self.record.history_change_reason or ""


@dataclass
class HistoryOfRow:
    """Fifty changes of a row, newest first; `newer` and `older` are the numbers of the pages beside them."""

    changes: list[Change]
    newer: int | None
    older: int | None


def history_of(row, asked: str = "") -> HistoryOfRow:
    """The page asked for, the first one where that is no number; by one query a table, however many changes."""
    page = max(int(asked), 1) if asked.isdecimal() and len(asked) < 5 else 1
    start = (page - 1) * PER_PAGE
    records = row.history.select_related("history_user").order_by("-history_date", "-history_id")
    changes = changes_of(records[start : start + PER_PAGE + 1])
    return HistoryOfRow(
        changes[:PER_PAGE], page - 1 if page > 1 else None, page + 1 if len(changes) > PER_PAGE else None
    )


def changes_of(records) -> list[Change]:
    """`records` newest first, one more than is to be told: the last one is only compared with."""
    records = list(records)
    read_rows_pointed_to(records)
    return [
        Change(
            record,
            WORDS_OF_TYPE[record.history_type],
            _name(record.history_user),
            list(differences(record, older)) if older is not None and record.history_type == "~" else [],
        )
        for record, older in pairwise([*records, None])
    ]


def changes_by(records) -> list[Change]:
    """What one posting made of rows of one table, each beside its state before; `records` carry its number, `before`."""
    records = list(records)
    older = type(records[0]).objects.in_bulk({record.before for record in records}) if records else {}
    read_rows_pointed_to([*records, *older.values()])
    return [
        Change(
            record,
            WORDS_OF_TYPE[record.history_type],
            _name(record.history_user),
            list(differences(record, older[record.before])) if record.before in older else [],
        )
        for record in records
    ]


def _name(user) -> str:
    return (user.full_name or user.username) if user else "Hệ thống"


def read_rows_pointed_to(records):
    """The rows that the records point to, where they point to different ones: one query a table."""
    keys = [field for field in records[0].tracked_fields if field.is_relation] if records else []
    names = [key.name for key in keys if len({getattr(record, key.attname) for record in records}) > 1]
    prefetch_related_objects(records, *names)


def differences(newer, older):
    """(label, before, after) of each field that changed, in the order of the model."""
    delta = newer.diff_against(older, foreign_keys_are_objs=True)
    changed = {change.field: (change.old, change.new) for change in delta.changes}
    for field in newer.tracked_fields:
        if set_by_an_act(field):
            changed[field.name] = (getattr(older, field.name), getattr(newer, field.name))
        before, after = changed.get(field.name, (None, None))
        if before != after:
            yield field.verbose_name, _told(before, field), _told(after, field)


def set_by_an_act(field) -> bool:
    """The phase, the code, the mark: nobody types them in a form, so that the library leaves them out."""
    worked_out = isinstance(field, KeyField | models.PositiveIntegerField)
    return (
        not field.editable and not worked_out and bool(field.choices or field.unique or field.has_default())
    )


def _told(value, field) -> str:
    if isinstance(value, DeletedObject):
        return NOTHING if value.pk is None else f"{field.verbose_name} đã xóa"
    return shown(value, field)


class HistoryPage(DetailPage):
    """What people changed in a row, newest first, fifty changes a page."""

    template_name = "programs/history.html"

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        seen(request, self.model, object=self.object, page="lịch sử")
        return response

    def get_context_data(self, **kwargs):
        told = history_of(self.object, self.request.GET.get("page", ""))
        return super().get_context_data(history=told, **kwargs)

"""What people changed in a row, told in words, and the page of it."""

from dataclasses import dataclass

from accounts.fields import KeyField
from programs.pages.views import DetailPage
from programs.pages.wording import shown_value

WORDS_OF_TYPE = {"+": "Tạo mới", "~": "Sửa", "-": "Xóa"}
NOT_TOLD = {"id", "version", "created_at", "serial"}


@dataclass
class Change:
    """One saving of the row; `fields` are (label, before, after)."""

    record: object
    title: str
    by: str
    fields: list[tuple[str, str, str]]


def told_fields(model):
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in NOT_TOLD and not isinstance(field, KeyField)
    ]


def changes_of(records, model) -> list[Change]:
    """`records` newest first, one more than is to be told: the last one is only compared with."""
    records = list(records)
    names = names_of_rows(records, model)
    answer = []
    for position, record in enumerate(records):
        older = records[position + 1] if position + 1 < len(records) else None
        fields = []
        if older is not None and record.history_type == "~":
            fields = [row for field in told_fields(model) if (row := difference(field, older, record, names))]
        user = record.history_user
        answer.append(
            Change(record, WORDS_OF_TYPE[record.history_type], user.full_name if user else "Hệ thống", fields)
        )
    return answer


def names_of_rows(records, model) -> dict:
    """(field, id) -> name for every row that the records point to: one query a table, however many records."""
    names = {}
    for field in told_fields(model):
        if field.is_relation:
            ids = {getattr(record, field.attname) for record in records} - {None}
            if len(ids) > 1 or any(getattr(record, field.attname) is None for record in records):
                for pk, row in field.related_model._default_manager.in_bulk(ids).items():
                    names[field.name, pk] = str(row)
    return names


def difference(field, older, newer, names):
    before, after = getattr(older, field.attname), getattr(newer, field.attname)
    if before == after:
        return None
    if field.is_relation:
        return field.verbose_name, names.get((field.name, before), "–"), names.get((field.name, after), "–")
    return field.verbose_name, shown_value(older, field.name), shown_value(newer, field.name)


class HistoryPage(DetailPage):
    """What people changed in a row, newest first, fifty changes a page."""

    template_name = "programs/history.html"
    per_page = 50

    def get_context_data(self, **kwargs):
        records = self.object.history.select_related("history_user").order_by("-history_date", "-history_id")
        asked = self.request.GET.get("page", "")
        page = max(int(asked), 1) if asked.isdecimal() and len(asked) < 5 else 1
        start = (page - 1) * self.per_page
        changes = changes_of(records[start : start + self.per_page + 1], self.model)
        return super().get_context_data(
            changes=changes[: self.per_page],
            newer=page - 1 if page > 1 else None,
            older=page + 1 if len(changes) > self.per_page else None,
            **kwargs,
        )

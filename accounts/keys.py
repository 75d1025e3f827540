"""Stored keys of search and order are made anew when the functions that compute them change.

A KeyField follows its row; a changed `fold` or `sort_key` leaves rows that nobody saves with keys of the old one.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import IntegrityError, connections, models, router, transaction
from django.db.models import UniqueConstraint

from accounts.fields import KeyField
from accounts.histories import is_history
from accounts.lifting import lifted
from accounts.models import AuditEvent, record

BATCH = 1000
LIFT_REASON = "Tạo lại khóa tìm kiếm, sắp xếp trong lịch sử"


@dataclass
class Remade:
    """How many rows of which table got new keys, and in words those that could not: two rows would become one."""

    rows: Counter = field(default_factory=Counter)
    clashes: list[str] = field(default_factory=list)


def keyed() -> Iterator[tuple[type[models.Model], list[KeyField]]]:
    """Every table that stores keys, histories among them."""
    for model in apps.get_models():
        if fields := [column for column in model._meta.concrete_fields if isinstance(column, KeyField)]:
            yield model, fields


def stale() -> Counter:
    """«app.Model.key» -> how many rows store another key than would be computed today; empty if none does."""
    found = Counter()
    for model, fields in keyed():
        for row in model._base_manager.order_by("pk").iterator(BATCH):
            found.update(f"{model._meta.label}.{key.name}" for key in fields if key.is_stale(row))
    return found


def remake(batch: int = BATCH) -> Remade:
    """Writes every stale key anew, a batch a transaction; what was done is in the audit log.

    Neither versions nor histories of rows change: a key says nothing of its own. A row whose new key another row has
    keeps the old one and is told of.
    """
    outcome = Remade()
    for model, fields in keyed():
        if is_history(model):
            written, clashes = _remake_history(model, fields, batch)
        else:
            written, clashes = _remake(model, fields, batch)
        if written:
            outcome.rows[model._meta.label] = written
        outcome.clashes += clashes
    if outcome.rows:
        record(AuditEvent.Kind.KEYS_REMADE, rows=dict(outcome.rows), clashes=len(outcome.clashes))
    return outcome


def _remake_history(model, fields, batch) -> tuple[int, list[str]]:
    """Only where there is something to do: a history is closed, and each lift is in the log."""
    if not any(key.is_stale(row) for row in model._base_manager.iterator(batch) for key in fields):
        return 0, []
    with lifted(connections[_database(model)], LIFT_REASON, tables=[model._meta.db_table]):
        return _remake(model, fields, batch)


def _remake(model, fields, batch) -> tuple[int, list[str]]:
    """Again while it helps: a key may still be taken by a row whose own turn comes later."""
    total = 0
    while True:
        written, clashes = _pass(model, fields, batch)
        total += written
        if not clashes or not written:
            return total, clashes


def _pass(model, fields, batch) -> tuple[int, list[str]]:
    """One walk through a table: how many rows were written, and in words those that clash."""
    written, clashes = 0, []
    rest = model._base_manager.order_by("pk").select_for_update()
    while True:
        with transaction.atomic(using=_database(model)):
            rows = list(rest[:batch])
            changed = [row for row in rows if any(key.is_stale(row) for key in fields)]
            refused = _write(model, fields, changed)
        written += len(changed) - len(refused)
        clashes += refused
        if len(rows) < batch:
            return written, clashes
        rest = rest.filter(pk__gt=rows[-1].pk)


def _write(model, fields, rows) -> list[str]:
    """All rows at once or, where two would become one, each on its own; the words of those refused."""
    for row in rows:
        for key in fields:
            setattr(row, key.attname, key.computed(row))
    if not rows or _taken(model, fields, rows):
        return []
    return [_in_words(model, row) for row in rows if not _taken(model, fields, [row])]


def _taken(model, fields, rows) -> bool:
    try:
        with transaction.atomic(using=_database(model)):
            model._base_manager.bulk_update(rows, [key.name for key in fields])
    except IntegrityError:
        return False
    return True


def _in_words(model, row) -> str:
    named = f"{model._meta.verbose_name} số {row.pk} «{row}»"
    for rule in model._meta.constraints:
        if isinstance(rule, UniqueConstraint) and rule.fields and (rival := _rival(model, row, rule)):
            return (
                f"{named} trùng khóa với số {rival.pk} «{rival}»: hãy gộp hai dòng hoặc sửa tên một dòng cho khác, "
                "rồi chạy lại."
            )
    return f"{named} trùng khóa với một dòng khác."


def _rival(model, row, rule: UniqueConstraint):
    same = {name: getattr(row, model._meta.get_field(name).attname) for name in rule.fields}
    others = model._base_manager.filter(**same).exclude(pk=row.pk)
    return (others.filter(rule.condition) if rule.condition else others).first()


def _database(model) -> str:
    return router.db_for_write(model)

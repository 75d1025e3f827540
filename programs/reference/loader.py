"""Loads the reference data, again and again: what nobody touched is updated, what a person edited is left alone.

Every row is compared with the value that this loader wrote last (LoadedRow). A row that differs from it was edited by
a person: it is reported, never overwritten. A row that a person deleted is not brought back. Columns that are fixed by
use (accounts.fixed) stay as they are, which is reported, too.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models, transaction
from simple_history.utils import bulk_create_with_history

from accounts.fixed import fixed_fields
from programs.ledger.opening import ship
from programs.ledger.posting import lock_head
from programs.ledger.reference import bring_in
from programs.models import LoadedRow, PostedRow
from programs.models.nouns import Noun
from programs.reference.tables import TABLES, Row, Table

REASON = "Nạp dữ liệu tham chiếu"
Keys = dict[type[models.Model], dict[str, int | None]]


@dataclass
class Loaded:
    """What happened to one table."""

    title: str
    added: int = 0
    updated: int = 0
    kept: int = 0
    edited: int = 0
    notes: list[str] = field(default_factory=list)


@transaction.atomic
def load(tables: tuple[Table, ...] = TABLES) -> list[Loaded]:
    """All tables or none."""
    begun = lock_head().number > 0
    keys: Keys = {}
    return [_TableLoad(table, keys, begun).run() for table in tables]


class _TableLoad:
    """One table on its way in."""

    def __init__(self, table: Table, keys: Keys, begun: bool):
        self.table = table
        self.model = table.model
        self.by_posting = begun and issubclass(self.model, PostedRow)  # rows are added and ended
        self.keys = keys
        self.own_keys = keys.setdefault(self.model, {})
        self.outcome = Loaded(str(self.model._meta.verbose_name_plural))
        self.last = {loaded.key: loaded.values for loaded in LoadedRow.objects.filter(table=table.label)}
        many = [relation.name for relation in self.model._meta.many_to_many]
        self.stored = {row.pk: row for row in self.model._base_manager.prefetch_related(*many)}
        self.fresh = not self.stored
        self.remembered: dict[str, dict] = {}

    def run(self) -> Loaded:
        waiting = {self.table.key_of(row): row for row in self.table.rows()}
        absent = self.last.keys() - waiting.keys()
        while waiting:
            wave = {key: row for key, row in waiting.items() if self._is_ready(row)}
            if not wave:
                raise LookupError(
                    f"{self.table.label}: không tìm thấy dòng được nhắc đến trong {sorted(waiting)}"
                )
            self._load_wave(wave)
            for key in wave:
                del waiting[key]
        for key in sorted(absent):
            self.outcome.notes.append(f"{key}: không còn trong dữ liệu kèm theo, được giữ lại")
        self._remember()
        return self.outcome

    def _is_ready(self, row: Row) -> bool:
        """Whether the rows of the same table that this one names are there already."""
        return all(
            name in self.own_keys
            for column in self.table.fields(row)
            if column.is_relation and column.related_model is self.model
            for name in _names(column, row[column.name])
        )

    def _load_wave(self, wave: dict[str, Row]) -> None:
        natural = {
            self._natural(row): row for row in self.stored.values() if not getattr(row, "ended_id", None)
        }
        new = {}
        for key, row in wave.items():
            wanted = {column: self._parse(column, row[column.name]) for column in self.table.fields(row)}
            last = self.last.get(key)
            if last:
                stored = self._standing(self.stored.get(last["id"]))
            else:
                stored = natural.get(self._natural(self._build(wanted)))
            if stored is not None:
                self.own_keys[key] = stored.pk
                self._compare(key, stored, wanted, last)
            elif last:
                self.own_keys[key] = None
                self.outcome.edited += 1
                self.outcome.notes.append(f"{key}: người dùng đã xóa, không nạp lại")
            else:
                new[key] = wanted
        self._add(new)

    def _compare(self, key, stored, wanted, last) -> None:
        now, then = _plain_row(stored, wanted), _plain(wanted)
        if now == then:
            self.outcome.kept += 1
            self._keep_in_mind(key, stored.pk, wanted, last)
        elif last is None or any(now[name] != value for name, value in last["fields"].items() if name in now):
            self.outcome.edited += 1
            changes = "; ".join(
                f"{column.verbose_name}: hiện có «{now[column.name]}», dữ liệu kèm theo «{then[column.name]}»"
                for column in wanted
                if now[column.name] != then[column.name]
            )
            self.outcome.notes.append(f"{key}: người dùng đã sửa, không ghi đè ({changes})")
        else:
            self._update(key, stored, self._without_fixed(key, stored, wanted), last)

    def _update(self, key, stored, wanted, last) -> None:
        if _plain_row(stored, wanted) == _plain(wanted):
            self.outcome.kept += 1
        elif row := self._save(key, self._build(wanted, stored), wanted):
            self.outcome.updated += 1
            self.own_keys[key] = row.pk
            self._keep_in_mind(key, row.pk, wanted, last)

    def _without_fixed(self, key, stored, wanted) -> dict:
        """What is wanted, but for columns that use has fixed: those stay as stored, and the way out is told."""
        fixed, kept, whys = fixed_fields(stored), {}, {}
        for column, value in wanted.items():
            if column.name in fixed and _plain_row(stored, [column]) != _plain({column: value}):
                kept[column] = getattr(stored, column.attname)
                whys.setdefault(fixed[column.name], []).append(str(column.verbose_name))
        for why, names in whys.items():
            self.outcome.notes.append(f"{key}: giữ nguyên {', '.join(names)}. {why}")
        return wanted | kept

    def _standing(self, row):
        """The row, or what people put in its place by an edit; None where they ended it for good."""
        while row is not None and getattr(row, "ended_id", None):
            after = [other for other in self.stored.values() if other.added_id == row.ended_id]
            row = after[0] if len(after) == 1 else None
        return row

    def _add(self, new: dict) -> None:
        built = {key: self._build(wanted) for key, wanted in new.items()}
        if self.fresh and built and not self.by_posting:
            saved = dict(zip(built, self._create_all(list(built.values()), new.values()), strict=True))
        else:
            tried = {key: self._save(key, row, new[key]) for key, row in built.items()}
            saved = {key: row for key, row in tried.items() if row is not None}
        for key, row in saved.items():
            self.outcome.added += 1
            self.own_keys[key] = row.pk
            self._keep_in_mind(key, row.pk, new[key], None)

    def _create_all(self, rows, wanted):
        """The first load of a table: at once, with its first page of history."""
        if issubclass(self.model, Noun):
            ship(nouns=rows, reason=REASON)
            return rows
        created = bulk_create_with_history(rows, self.model, default_change_reason=REASON)
        for row, values in zip(created, wanted, strict=True):
            _set_many(row, values)
        return created

    def _save(self, key, row, wanted):
        """One row among rows of people: by the same rules as a form's, so that nothing overlaps. None if it may not be.

        The row that stands afterwards is another one where postings add and end them.
        """
        try:
            row.full_clean()
        except ValidationError as problem:
            self.outcome.notes.append(f"{key}: không nạp được. {' '.join(problem.messages)}")
            self.own_keys[key] = row.pk
            return None
        if issubclass(self.model, Noun):
            ship(nouns=[row], reason=REASON)
            return row
        row._change_reason = REASON
        if self.by_posting:
            row, ended = (row.replacement(), [row]) if row.pk else (row, [])
            bring_in([row], ended)
        else:
            row.save()
        _set_many(row, wanted)
        return row

    def _build(self, wanted, row=None):
        row = row or self.model()
        for column, value in wanted.items():
            if not column.many_to_many:
                setattr(row, column.attname, value)
        return row

    def _natural(self, row):
        return tuple(getattr(row, self.model._meta.get_field(name).attname) for name in self.table.natural)

    def _parse(self, column, text):
        if not column.is_relation:
            return column.to_python(text) if text or not column.null else None
        known = self.keys[column.related_model]
        found = [known[name] for name in _names(column, text)]
        if column.many_to_many:
            return sorted(pk for pk in found if pk is not None)
        return found[0] if found else None

    def _keep_in_mind(self, key, pk, wanted, last) -> None:
        values = {"id": pk, "fields": _plain(wanted)}
        if values != last:
            self.remembered[key] = values

    def _remember(self) -> None:
        LoadedRow.objects.bulk_create(
            [
                LoadedRow(table=self.table.label, key=key, values=values)
                for key, values in self.remembered.items()
            ],
            update_conflicts=True,
            unique_fields=["table", "key"],
            update_fields=["values"],
        )


def _names(column, text: str) -> list[str]:
    """The keys that a cell names: one for a reference, any number parted by semicolons for several."""
    names = text.split(";") if column.many_to_many else [text]
    return [name.strip() for name in names if name.strip()]


def _set_many(row, wanted) -> None:
    for column, value in wanted.items():
        if column.many_to_many:
            getattr(row, column.name).set(value)


def _plain(wanted) -> dict:
    return {column.name: _plain_value(column, value) for column, value in wanted.items()}


def _plain_row(row, columns) -> dict:
    return {
        column.name: sorted(other.pk for other in getattr(row, column.name).all())
        if column.many_to_many
        else _plain_value(column, getattr(row, column.attname))
        for column in columns
    }


def _plain_value(column, value):
    """A value as JSON keeps it."""
    if isinstance(value, Decimal):
        return f"{value:.{column.decimal_places}f}"
    return value if value is None or isinstance(value, bool | int | str | list) else value.isoformat()

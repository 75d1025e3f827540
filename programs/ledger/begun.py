"""Which projects of provinces that ended had begun before: they alone go on, what begins later is the successor's."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from django.db.models import Q, Value

from programs.ledger.acts import Entry
from programs.models import BeneficiaryEntry, MoneyEntry, ProjectEvent, ResultEntry
from programs.units.life import Units

LEDGERS = (MoneyEntry, ProjectEvent, ResultEntry, BeneficiaryEntry)
Beginning = tuple[int, bool]  # a project, and whether a line of money began it


class Begun:
    """What began the projects that `entries` go on with; asked only if one of these lines comes after the end."""

    def __init__(self, entries: Sequence[Entry], units: Units):
        self.entries, self.units = entries, units

    def why_not(self, entry: Entry) -> str:
        """A first line of money opens a project's budget; any line begins the project. "" where nothing objects."""
        if not entry.project_id or not self.units.is_over(entry.unit_id, entry.on, entry.budget_year):
            return ""
        if isinstance(entry, MoneyEntry):
            budgeted = (entry.project_id, True) in self.beginnings
            return "" if budgeted else self.units.why_not_begun(entry.unit_id, "dòng kinh phí nào")
        if any((entry.project_id, money) in self.beginnings for money in (True, False)):
            return ""
        return self.units.why_not_begun(entry.unit_id, "kinh phí, bước, kết quả nào")

    @cached_property
    def beginnings(self) -> frozenset[Beginning]:
        """Stored and standing, or written by the same act. One query."""
        return frozenset((*self._written(), *self._stored()))

    def _written(self) -> Iterator[Beginning]:
        for entry in self.entries:
            judged = isinstance(entry.on, date) and isinstance(entry.budget_year, int)
            if entry.project_id and judged and not entry.reverses_id:
                if not self.units.is_over(entry.unit_id, entry.on, entry.budget_year):
                    yield entry.project_id, isinstance(entry, MoneyEntry)

    def _stored(self) -> Iterator[Beginning]:
        ended = {
            entry.project_id: entry.unit_id
            for entry in self.entries
            if entry.project_id and self.units.by_id[entry.unit_id].valid_to
        }
        in_life = Q()
        for unit in set(ended.values()):
            last = self.units.by_id[unit].valid_to
            in_life |= Q(unit=unit, on__lte=last, budget_year__lte=last.year)
        standing = [
            model.objects.filter(in_life, project__in=ended, reverses=None, reversed_by=None)
            .exclude(
                pk__in={entry.reverses_id for entry in self.entries if isinstance(entry, model)} - {None}
            )
            .order_by()
            .values_list("project_id", Value(model is MoneyEntry))
            for model in LEDGERS
        ]
        for project, money in standing[0].union(*standing[1:]):
            yield project, bool(money)

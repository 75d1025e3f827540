"""Which projects of provinces that ended had begun before: they alone go on, what begins later is the successor's."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet, Value

from programs.ledger.acts import LEDGERS, Entry
from programs.models import MoneyEntry
from programs.units.life import Units

BEGINS = (
    "Dòng này bắt đầu đề án khi tỉnh cũ còn tồn tại; trong sổ còn dòng ghi sau đó. "
    "Hãy điều chỉnh các dòng sau trước, hoặc ghi dòng đúng trong cùng lần điều chỉnh."
)
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

    def why_not_taken_back(self, entry: Entry) -> str:
        """The last line that began a project is not taken back while later ones stand on it."""
        if not entry.project_id or self.units.is_over(entry.unit_id, entry.on, entry.budget_year):
            return ""
        last = self.units.by_id[entry.unit_id].valid_to
        if last is None:
            return ""
        left = {money for project, money in self.beginnings if project == entry.project_id}
        lost = [MoneyEntry] if left == {False} else [] if left else LEDGERS
        after = Q(on__gt=last) | Q(budget_year__gt=last.year)
        rows = (self._standing(ledger).filter(after, project=entry.project_id) for ledger in lost)
        return BEGINS if any(standing.exists() for standing in rows) else ""

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
            self._standing(ledger)
            .filter(in_life, project__in=ended)
            .values_list("project_id", Value(ledger is MoneyEntry))
            for ledger in LEDGERS
        ]
        for project, money in standing[0].union(*standing[1:]):
            yield project, bool(money)

    def _standing(self, ledger) -> QuerySet:
        """What stands of a ledger once the entries are written."""
        taken_back = {entry.reverses_id for entry in self.entries if isinstance(entry, ledger)} - {None}
        return ledger.objects.standing().exclude(pk__in=taken_back).order_by()

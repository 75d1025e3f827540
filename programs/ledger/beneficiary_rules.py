"""What may be said of beneficiaries: who joins, who leaves, whom a line of money or results may name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from programs.choices import LEAVING, BeneficiaryChange
from programs.ledger.acts import Act
from programs.ledger.refusal import Objection
from programs.ledger.values import Values
from programs.models import Beneficiary, BeneficiaryEntry, MoneyEntry
from programs.units.life import Units

LEFT = "Đơn vị thụ hưởng này đã được rút khỏi đề án."
TWICE = "Cơ sở này đã là đơn vị thụ hưởng của đề án."


@dataclass
class BeneficiaryRules:
    """Those that lines name, and those that stand in projects that others join: as they are stored, and as they become
    while the lines are judged one after the other."""

    units: Units
    rows: dict[int, Beneficiary]
    values: Values = field(default_factory=Values)

    @classmethod
    def for_entries(cls, entries: Iterable, units: Units) -> "BeneficiaryRules":
        """At most one query."""
        entries = list(entries)
        lines = [entry for entry in entries if isinstance(entry, BeneficiaryEntry)]
        named = {pk for entry in entries if (pk := getattr(entry, "beneficiary_id", None))}
        joined = {line.project_id for line in lines if line.step and line.step > 0}
        if not (named or joined):
            return cls(units, {})
        rows = Beneficiary.objects.named_or_standing(named, joined)
        if any(line.step and line.step < 0 for line in lines):
            rows = rows.with_balance_and_beginning()
        return cls(units, {row.pk: row for row in rows})

    def __post_init__(self):
        standing = [row for row in self.rows.values() if row.withdrawn_id is None]
        self.standing = {(row.project_id, row.business_id) for row in standing}
        self.stand = {row.pk for row in standing}
        self.left: set[tuple[int, int]] = set()  # whom the lines judged so far take out

    def against_named(self, entry) -> Iterator[Objection]:
        """Whom a line of money or results is for."""
        named = None if isinstance(entry, BeneficiaryEntry) else getattr(entry, "beneficiary_id", None)
        if named is None:
            return
        row = self.rows.get(named)
        if row is None or row.project_id != entry.project_id:
            yield "beneficiary", "Đơn vị thụ hưởng này không thuộc đề án.", "beneficiary"
        elif named not in self.stand:
            yield "beneficiary", LEFT, "beneficiary"

    def against_line(self, line: BeneficiaryEntry, act: Act) -> Iterator[Objection]:
        if line.beneficiary_id is None and line.change != BeneficiaryChange.JOINED:
            yield "beneficiary", "Hãy thêm đơn vị thụ hưởng vào đề án trước.", "beneficiary"
        elif line.step > 0:
            yield from self._against_joining(line)
        elif line.beneficiary_id not in self.stand:
            yield "", LEFT, "withdrawn"
        elif line.step < 0:
            yield from self._against_leaving(line, act)

    def _against_joining(self, line: BeneficiaryEntry) -> Iterator[Objection]:
        """Also one that returns because the line by which it left is taken back."""
        if line.beneficiary_id is None:
            for name, error in self.values.errors(line.beneficiary):
                yield name, error.messages[0], error.code or "invalid"
        if not line.reverses_id and not self._in_reach(line):
            yield "business", "Cơ sở này không thuộc phạm vi tỉnh của đề án.", "scope"
        if (line.project_id, line.business_id) in self.standing:
            yield "business", TWICE, "beneficiary_once_a_project"
        if line.beneficiary_id is None and (line.project_id, line.business_id) in self.left:
            yield (
                "business",
                "Cơ sở này được rút trong cùng lần ghi; hãy thêm lại bằng lần ghi sau.",
                "same_act",
            )
        self.standing.add((line.project_id, line.business_id))
        self.stand.add(line.beneficiary_id)

    @staticmethod
    def _names(entry, row: Beneficiary) -> bool:
        """Whether a line of money is in the name of a beneficiary."""
        return isinstance(entry, MoneyEntry) and entry.beneficiary_id == row.pk

    def _in_reach(self, line: BeneficiaryEntry) -> bool:
        return self.units.family(line.business.unit_id) == self.units.family(line.unit_id)

    def _against_leaving(self, line: BeneficiaryEntry, act: Act) -> Iterator[Objection]:
        row = self.rows[line.beneficiary_id]
        stays = any(  # its first line is put right
            isinstance(other, BeneficiaryEntry)
            and other.change == BeneficiaryChange.JOINED
            and other.beneficiary_id == row.pk
            and not other.reverses_id
            for other in act.entries
        )
        written = sum(getattr(other, "amount", 0) for other in act.entries if self._names(other, row))
        if (row.balance or 0) + written and not stays:
            yield "", "Đơn vị này còn kinh phí trong sổ; hãy điều chỉnh kinh phí trước.", "money"
        if line.change in LEAVING:
            if line.on < row.began_on:
                words = (
                    f"Đơn vị này được thêm từ ngày {row.began_on:%d/%m/%Y}; ngày rút không ở trước ngày đó."
                )
                yield "on", words, "order"
            if line.budget_year < row.began_year:
                words = (
                    f"Đơn vị này được thêm từ năm ngân sách {row.began_year}; năm rút không ở trước năm đó."
                )
                yield "budget_year", words, "order"
        self.standing.discard((line.project_id, line.business_id))
        self.left.add((line.project_id, line.business_id))
        self.stand.discard(line.beneficiary_id)

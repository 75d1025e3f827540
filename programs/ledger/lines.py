"""One ledger entry as a line of a statement."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from programs.choices import IndicatorKind
from programs.models import BeneficiaryEntry, MoneyEntry, ProjectEvent, ResultEntry
from programs.readings import from_steps


@dataclass
class LedgerLine:
    """One ledger entry as a line of a statement: whether it stands, and why it was taken back."""

    entry: MoneyEntry | ResultEntry | ProjectEvent | BeneficiaryEntry
    running: int = 0  # money: the total of its source and stage up to this line
    other: str = ""  # the business whose place this one took, or that took its place
    may_correct: bool = False  # whether the person who looks may put it right

    @property
    def posting(self):
        return self.entry.posting

    @property
    def is_mirror(self) -> bool:
        """This line takes another back."""
        return self.entry.reverses_id is not None

    @cached_property
    def taken_back_by(self):
        """The posting that took this line back; None while it stands."""
        mirror = getattr(self.entry, "reversed_by", None)
        return mirror.posting if mirror else None

    @property
    def is_change(self) -> bool:
        """A line of the time when levels were stored as changes, that states none: no figure reads it."""
        entry = self.entry
        of_stock = isinstance(entry, ResultEntry) and entry.indicator.kind == IndicatorKind.STOCK
        return of_stock and entry.level_stated is None and not self.is_mirror

    @property
    def stands(self) -> bool:
        return not self.is_mirror and self.taken_back_by is None and not self.is_change

    @property
    def offers_correction(self) -> bool:
        return self.may_correct and self.stands

    @property
    def quantity(self) -> Decimal | None:
        """As it was typed, of a stock the level; None of a line that takes a level back."""
        entry = self.entry
        if entry.level_stated is None and self.is_mirror and entry.indicator.kind == IndicatorKind.STOCK:
            return None
        steps = entry.quantity if entry.level_stated is None else entry.level_stated
        return from_steps(steps, entry.indicator.scale)

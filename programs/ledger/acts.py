"""One act of writing before it has a number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from programs.models import Beneficiary, Closure, MoneyEntry, PostedRow, ProjectEvent, ResultEntry

Entry = MoneyEntry | ResultEntry | ProjectEvent


@dataclass
class Act:
    """What is written by one posting: its kind, the reason, and rows that are not yet saved."""

    kind: str
    entries: Sequence[Entry] = ()
    reason: str = ""
    closures: Sequence[Closure] = ()
    joined: Sequence[Beneficiary] = field(default_factory=list)  # businesses that join a project
    left: Sequence[Beneficiary] = field(default_factory=list)  # saved ones, withdrawn by this posting
    reference_added: Sequence[PostedRow] = ()  # judged when they are written: each meets those before it
    reference_ended: Sequence[PostedRow] = ()  # saved ones

    @property
    def rows(self) -> Iterator:
        """Every row in the order in which a refusal counts them."""
        yield from self.entries
        yield from self.joined
        yield from self.left
        yield from self.closures

    @property
    def reference(self) -> Sequence[PostedRow]:
        return [*self.reference_ended, *self.reference_added]

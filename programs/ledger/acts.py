"""One act of writing before it has a number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from programs.choices import PostingKind
from programs.models import (
    BeneficiaryEntry,
    Business,
    Closure,
    Department,
    MoneyEntry,
    PostedRow,
    Project,
    ProjectEvent,
    ResultEntry,
    SameBusiness,
)

LEDGERS = (
    MoneyEntry,
    ResultEntry,
    ProjectEvent,
    BeneficiaryEntry,
)  # the four, in the order in which they are written
Entry = MoneyEntry | ResultEntry | ProjectEvent | BeneficiaryEntry
Noun = Project | Business | Department
NOUN_OF_KIND = {
    PostingKind.PROJECT: Project,
    PostingKind.BUSINESS: Business,
    PostingKind.DEPARTMENT: Department,
}


@dataclass
class Act:
    """What is written by one posting: its kind, the reason, and rows that are not yet saved."""

    kind: str
    entries: Sequence[Entry] = ()
    reason: str = ""
    closures: Sequence[Closure] = ()
    same: Sequence[SameBusiness] = field(default_factory=list)  # businesses that are one and the same
    apart: Sequence[SameBusiness] = field(default_factory=list)  # saved ones, undone by this posting
    reference_added: Sequence[PostedRow] = ()  # judged when they are written: each meets those before it
    reference_ended: Sequence[PostedRow] = ()  # saved ones
    nouns: Sequence[Noun] = ()  # new or changed, saved by this posting with what they now say

    @property
    def rows(self) -> Iterator:
        """Every row in the order in which a refusal counts them."""
        yield from self.entries
        yield from self.same
        yield from self.apart
        yield from self.closures

    @property
    def reference(self) -> Sequence[PostedRow]:
        return [*self.reference_ended, *self.reference_added]

"""One act of writing before it has a number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from programs.choices import PostingKind
from programs.models import (
    Beneficiary,
    Business,
    Closure,
    Department,
    MoneyEntry,
    Project,
    ProjectEvent,
    ResultEntry,
)

Entry = MoneyEntry | ResultEntry | ProjectEvent
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
    joined: Sequence[Beneficiary] = field(default_factory=list)  # businesses that join a project
    left: Sequence[Beneficiary] = field(default_factory=list)  # saved ones, withdrawn by this posting
    nouns: Sequence[Noun] = ()  # new or changed, saved by this posting with what they now say

    @property
    def rows(self) -> Iterator:
        """Every row in the order in which a refusal counts them."""
        yield from self.entries
        yield from self.joined
        yield from self.left
        yield from self.closures

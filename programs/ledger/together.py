"""What the acts of one batch say against each other, before any of them is stored."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from programs.ledger.acts import Act
from programs.ledger.refusal import Objection


@dataclass
class Together:
    """What the acts judged so far take back, and which businesses they say to be one with another."""

    taken_back: set[tuple[type, int]] = field(default_factory=set)
    counted_as: set[int] = field(default_factory=set)  # businesses that count as another
    counted_for: set[int] = field(default_factory=set)  # those that others count as

    def against(self, act: Act) -> Iterator[Objection]:
        """A line is taken back once, a business counts as one other that stands for itself."""
        for entry in act.entries:
            if entry.reverses_id and (mirrored := (type(entry), entry.reverses_id)) in self.taken_back:
                yield "", "Một dòng chỉ được đảo một lần.", "reversed"
            elif entry.reverses_id:
                self.taken_back.add(mirrored)
        for row in act.same:
            if row.business_id in self.counted_as | self.counted_for or row.same_as_id in self.counted_as:
                yield "", "Một cơ sở chỉ được tính là một cơ sở khác, không nối tiếp nhau.", "chain"
            self.counted_as.add(row.business_id)
            self.counted_for.add(row.same_as_id)

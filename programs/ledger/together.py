"""What the acts of one batch say against each other and against what was taken back before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from programs.ledger.acts import Act
from programs.ledger.refusal import Objection

ALREADY = "Dòng này đã được điều chỉnh trước đó."  # a mirror has none of its own, either


@dataclass
class Together:
    """What is taken back already, by the acts judged so far too; which businesses these say to be one with another."""

    gone: frozenset[tuple[type, int]] = frozenset()  # stored mirrors, and what a stored mirror took back
    taken_back: set[tuple[type, int]] = field(default_factory=set)
    counted_as: set[int] = field(default_factory=set)  # businesses that count as another
    counted_for: set[int] = field(default_factory=set)  # those that others count as

    @classmethod
    def for_acts(cls, acts: Sequence[Act]) -> "Together":
        """One query for each ledger of which lines are taken back."""
        asked = defaultdict(set)
        for entry in (entry for act in acts for entry in act.entries if entry.reverses_id):
            asked[type(entry)].add(entry.reverses_id)
        gone = frozenset(
            (ledger, pk)
            for ledger, pks in asked.items()
            for pk in pks - {*ledger.objects.standing().filter(pk__in=pks).values_list("pk", flat=True)}
        )
        return cls(gone)

    def against(self, act: Act) -> Iterator[Objection]:
        """A line is taken back once, a period closed once, a business counts as one other that stands for itself."""
        for entry in act.entries:
            if entry.reverses_id:
                mirrored = type(entry), entry.reverses_id
                if mirrored in self.gone:
                    yield "", ALREADY, "reversed"
                elif mirrored in self.taken_back:
                    yield "", "Một dòng chỉ được đảo một lần.", "reversed"
                self.taken_back.add(mirrored)
        closed = [(row.unit_id, row.budget_year, row.cut_off) for row in act.closures]
        if len(closed) > len(set(closed)):
            yield "", "Một kỳ của một tỉnh chỉ nêu một lần trong một lần ghi.", "twice"
        for row in act.same:
            if row.business_id in self.counted_as | self.counted_for or row.same_as_id in self.counted_as:
                yield "", "Một cơ sở chỉ được tính là một cơ sở khác, không nối tiếp nhau.", "chain"
            self.counted_as.add(row.business_id)
            self.counted_for.add(row.same_as_id)

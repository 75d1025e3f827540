"""What a conference's page tells of its delegations.

How many come is public; who they are is not: names are only those that the reader may see.
"""

from collections import defaultdict
from dataclasses import dataclass, field, fields

from django.db.models import Count

from conferences.choices import Answer
from conferences.models import Conference, Delegate, DelegateGroup, Delegation, DelegationPlaces
from conferences.roman import roman
from programs.access import Scope

CENTRE = "Trung ương"


@dataclass(frozen=True)
class GroupLine:
    """One group of one delegation: how many are sent (None: not known), how many have a name, who they are."""

    name: str
    numeral: str
    count: int | None
    named: int
    people: tuple[Delegate, ...] = ()

    @property
    def unnamed(self) -> int | None:
        return None if self.count is None else max(0, self.count - self.named)


@dataclass(frozen=True)
class DelegationLine:
    """One delegation, or the centre's side, as the page shows it."""

    name: str
    delegation: Delegation | None
    open: bool  # whether the reader may see its people
    groups: tuple[GroupLine, ...] = ()
    answers: dict[str, int] = field(default_factory=dict)
    illustrative: bool = False

    @property
    def is_host(self) -> bool:
        return self.delegation is not None and self.delegation.is_host

    @property
    def named(self) -> int:
        return sum(group.named for group in self.groups)

    @property
    def attending(self) -> int:
        return self.answers.get(Answer.ATTENDS, 0)

    @property
    def places(self) -> int | None:
        """How many people the delegation sends; None while a group's number, or every one, is not known."""
        counts = [group.count for group in self.groups]
        return None if not counts or None in counts else sum(counts)

    @property
    def percent(self) -> int | None:
        """Whole percent of the places that have a name: 100 only when nobody is missing."""
        return min(100, self.named * 100 // self.places) if self.places else None


@dataclass(frozen=True)
class Summary:
    """All delegations of a conference: the centre, the host, then the provinces."""

    lines: tuple[DelegationLine, ...]

    @property
    def delegations(self) -> int:
        return sum(line.delegation is not None for line in self.lines)

    @property
    def named(self) -> int:
        return sum(line.named for line in self.lines)

    @property
    def attending(self) -> int:
        return sum(line.attending for line in self.lines)

    @property
    def illustrative(self) -> bool:
        return any(line.illustrative for line in self.lines)


@dataclass(frozen=True, order=True)
class _Group:
    """A delegate group as it is ordered and printed."""

    order: int
    pk: int
    name: str

    @classmethod
    def of(cls, group: DelegateGroup) -> "_Group":
        return cls(group.order, group.pk, group.name)


def summarise(conference: Conference, user) -> Summary:
    """Four queries, however many delegations and people there are."""
    scope = Scope.of(user)
    places = defaultdict(dict)
    for row in DelegationPlaces.objects.filter(delegation__conference=conference).select_related("group"):
        places[row.delegation_id][_Group.of(row.group)] = row
    people = defaultdict(list)
    seen = Delegate.objects.visible_to(user).filter(conference=conference)
    for person in seen.in_protocol_order():
        people[person.delegation_id, person.group_id].append(person)
    tallies = _tallies(conference)
    rows = Delegation.objects.filter(conference=conference).select_related("conference").in_order()
    owners = ([None] if None in tallies else []) + list(rows)
    lines = []
    for owner in owners:
        key = owner.pk if owner else None
        tally = tallies.get(key, {})
        lines.append(
            DelegationLine(
                name=owner.name if owner else CENTRE,
                delegation=owner,
                open=scope.nationwide if owner is None else scope.sees(owner.unit_id),
                groups=_group_lines(key, places[key], tally, people),
                answers=_added(tally, 1),
                illustrative=_is_illustrative(owner, places[key], tally),
            )
        )
    return Summary(tuple(lines))


def _tallies(conference) -> dict:
    """Delegation id (None: the centre) -> (group, answer, illustrative) -> how many. Numbers alone, so unscoped."""
    rows = Delegate.objects.filter(conference=conference).order_by()
    group = [f"group__{field.name}" for field in fields(_Group)]
    counted = rows.values_list("delegation_id", "answer", "illustrative", *group).annotate(n=Count("pk"))
    tallies = defaultdict(dict)
    for delegation, answer, illustrative, *group, number in counted:
        tallies[delegation][_Group(*group), answer, illustrative] = number
    return dict(tallies)


def _added(tally, part) -> dict:
    """The tally added up by one part of its key: 0 the group, 1 the answer."""
    added = defaultdict(int)
    for key, number in tally.items():
        added[key[part]] += number
    return dict(added)


def _group_lines(key, places, tally, people) -> tuple[GroupLine, ...]:
    """In the catalogue's order. A group without a line of its own sends those who are named, and no more."""
    named = _added(tally, 0)
    return tuple(
        GroupLine(
            name=group.name,
            numeral=roman(number),
            count=places[group].count if group in places else named[group],
            named=named.get(group, 0),
            people=tuple(people[key, group.pk]),
        )
        for number, group in enumerate(sorted(places.keys() | named.keys()), start=1)
    )


def _is_illustrative(delegation, places, tally) -> bool:
    invented = delegation is not None and delegation.illustrative
    return invented or any(key[2] for key in tally) or any(row.illustrative for row in places.values())

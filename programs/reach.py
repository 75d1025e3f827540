"""How far a membership reaches, so that two accounts can be compared. Imports no model and fails closed.

A grant is a role at a place: at a province, at a region (whose centre only reads), or at the country. A role holds
the lesser ones. To write for a province is a grant that the country's own roles do not hold.
"""

from accounts import clock
from programs.access import memberships_of
from programs.choices import PostingKind, Role

COUNTRY = ("country", None)
LEVELS = (Role.VIEWER, Role.OFFICER, Role.LEADER)
Grant = tuple[str, tuple[str, int | None]]


def grants(role, department) -> frozenset[Grant]:
    """What a role in a body gives; a centre also reads the provinces that its region has today."""
    levels = LEVELS[: LEVELS.index(role) + 1]
    units = {("unit", unit) for unit in department.reach(clock.today())}
    if department.is_ministry:
        return frozenset((level, COUNTRY) for level in levels)
    if not department.may_edit:
        own = {(level, ("region", department.region_id)) for level in levels}
        return frozenset(own | {(Role.VIEWER, unit) for unit in units})
    return frozenset((level, unit) for level in levels for unit in units)


def held_by(actor) -> frozenset[Grant]:
    """What an acting person holds: by the memberships in force today and no other."""
    return frozenset().union(*(grants(row.role, row.department) for row in memberships_of(actor)))


def reach_of(other) -> frozenset[Grant]:
    """What an account has, will have or had: an ended membership may be prolonged. What the portal itself wrote with
    is the country's."""
    rows = other.memberships.select_related("department__unit", "department__region")
    held = frozenset().union(*(grants(row.role, row.department) for row in rows))
    if other.postings.filter(kind=PostingKind.SYSTEM).exists():
        held |= {(level, COUNTRY) for level in LEVELS}
    return held


def covers(held: frozenset[Grant], wanted: frozenset[Grant]) -> bool:
    return all(grant in held or (_only_reads(grant) and (grant[0], COUNTRY) in held) for grant in wanted)


def _only_reads(grant: Grant) -> bool:
    level, (kind, _) = grant
    return level == Role.VIEWER or kind == "region"


def reaches_further(other, actor) -> bool:
    return not covers(held_by(actor), reach_of(other))


def may_give(actor, role, department) -> bool:
    """Nobody gives what he does not hold; an administrator holds everything."""
    return actor.is_superuser or covers(held_by(actor), grants(role, department))

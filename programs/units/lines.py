"""On which line of a drawing of boundaries a province is shown: one rule for the loader and the admin."""

from programs.models import Boundaries, Province, UnitLine


def line_of(code: str, key: str, units: dict[str, tuple[int, str]]) -> str:
    """The province of the drawing's era that `key` became; itself where there is none ("then" has no era).

    `units` gives each key its era and its successor's key.
    """
    following = key
    while following:
        era, successor = units[following]
        if str(era) == code:
            return following
        following = successor
    return key


def complete_lines() -> int:
    """Gives every province its line in every drawing where it has none, so that no row drops out of a view."""
    units = {
        key: (era, successor or "")
        for key, era, successor in Province.objects.values_list("key", "era", "successor__key")
    }
    provinces = {province.key: province for province in Province.objects.all()}
    drawn = set(UnitLine.objects.values_list("boundaries_id", "unit_id"))
    added = 0
    for boundaries in Boundaries.objects.all():
        for key, province in provinces.items():
            if (boundaries.pk, province.pk) not in drawn:
                line = provinces[line_of(boundaries.code, key, units)]
                UnitLine.objects.create(boundaries=boundaries, unit=province, line=line)
                added += 1
    return added

"""On which line of a drawing of boundaries a province is shown: one rule for the loader and the admin."""

from programs.models import Boundaries, Province, UnitLine


def line_of(code: str, key: str, units: dict[str, tuple[int, str]]) -> str:
    """The province on whose line `key` is shown in the drawing `code`.

    It is the one of the drawing's era that `key` became; else ("then" has no era, a newer province is none of it) the
    one that `key` has been since its land last changed. The first of them, not the last: a line once given stays.
    `units` gives each key its era and its successor's key.
    """
    following = key
    while following:
        era, successor = units[following]
        if str(era) == code:
            return following
        following = successor
    return _on_the_same_land(code, key, units)


def _on_the_same_land(code: str, key: str, units: dict[str, tuple[int, str]]) -> str:
    """The earliest province with the land of `key`, no earlier than the drawing's era: each the only one it came from."""
    while str(units[key][0]) != code:
        merged = [before for before, (_, successor) in units.items() if successor == key]
        if len(merged) != 1:
            break
        [key] = merged
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

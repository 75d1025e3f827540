"""Names of the house that are data, as somebody who guesses a password would try them."""

from collections.abc import Iterator

from programs.models import Department, Province, ProvinceName, Region


def names() -> Iterator[str]:
    """Provinces of today and before, their names in between, regions and departments."""
    for name, full_name, aliases in Province.objects.values_list("name", "full_name", "aliases"):
        yield from (name, full_name, *aliases.split(";"))
    for name, short_name in Department.objects.values_list("name", "short_name"):
        yield from (name, short_name)
    for model in (ProvinceName, Region):
        yield from model.objects.values_list("name", flat=True)

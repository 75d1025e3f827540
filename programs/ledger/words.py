"""What projects, businesses and departments said at a posting: live rows at the head, their states before it."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from programs.ledger.asof import head
from programs.models.nouns import Noun

Found = TypeVar("Found")
AT_ONCE = 1000  # numbers of rows named in one query


def at_posting(posting: int, live: Callable[[], Found], then: Callable[[], Found]) -> Found:
    """What `live` reads if the posting is the last one before the reading and after it, else what `then` reads."""
    if posting == head():
        found = live()
        if posting == head():
            return found
    return then()


def states_at(model: type[Noun], posting: int, ids) -> QuerySet:
    """The state at a posting of each of these rows (numbers, or a queryset of them); by the index of states."""
    known = model.history.model.objects.filter(posting__lte=posting)
    later = Q(posting__gt=OuterRef("posting")) | Q(
        posting=OuterRef("posting"), history_id__gt=OuterRef("history_id")
    )
    return known.filter(~Exists(known.filter(later, id=OuterRef("id"))), id__in=ids).order_by()


def rows_at(model: type[Noun], posting: int, ids, *names: str) -> dict[int, Noun]:
    """These rows as they were at a posting, by number; with the named columns alone, if any is named. One query."""
    columns = [
        field.attname
        for field in model._meta.concrete_fields
        if not names or field.primary_key or field.name in names
    ]
    states = states_at(model, posting, ids).values_list(*columns)
    return {row.pk: row for row in (model.from_db(None, columns, values) for values in states)}


def few_rows_at(model: type[Noun], posting: int, ids: Iterable[int], *names: str) -> dict[int, Noun]:
    """As rows_at, of any number of rows that are named one by one: a query a thousand."""
    found = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        found |= rows_at(model, posting, wanted[start : start + AT_ONCE], *names)
    return found


def word_at(model: type[Noun], posting: int, key: str, name: str) -> Subquery:
    """A column of the row to which `key` leads, as it was at a posting."""
    states = model.history.model.objects.filter(id=OuterRef(key), posting__lte=posting)
    return Subquery(states.order_by("-posting_id", "-history_id").values(name)[:1])


def reworded_since(model: type[Noun], posting: int, key: str = "pk") -> Exists:
    """Whether the row to which `key` leads has been saved since: where not, the live row says what it said then."""
    return Exists(model.history.model.objects.filter(id=OuterRef(key), posting__gt=posting))

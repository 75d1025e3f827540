"""How a posting saves nouns: the row, and the state from which reports as of this posting read its words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Model, OuterRef, QuerySet, Subquery

from programs.models import Department, Posting
from programs.models.nouns import Noun
from programs.querysets import state_within

KEEPING_DEPARTMENTS = "programs.change_department"
MOST_OF_A_REASON = 100  # characters that a state keeps; the posting has it whole


def save_nouns(nouns: Sequence[Noun], posting: Posting, batch_size=None) -> None:
    """New rows at once, changed ones each by itself. A changed row's state comes first: a trigger asks for it."""
    new, changed = defaultdict(list), defaultdict(list)
    for row in nouns:
        (new if row._state.adding else changed)[type(row)].append(row)
    for model, rows in changed.items():
        record_states(model, rows, posting, update=True, batch_size=batch_size)
        for row in rows:
            Model.save(row, force_update=True)
    for model, rows in new.items():
        QuerySet.bulk_create(model.objects.all(), rows, batch_size)
        record_states(model, rows, posting, update=False, batch_size=batch_size)


def record_states(
    model: type[Noun], rows: Sequence[Noun], posting: Posting, *, update: bool, batch_size=None
):
    model.history.bulk_history_create(
        rows,
        batch_size=batch_size,
        update=update,
        default_user=posting.recorded_by,
        default_change_reason=posting.reason[:MOST_OF_A_REASON],
        default_date=posting.recorded_at,
        custom_historical_attrs={"posting": posting},
    )


def states_of(posting: Posting, model: type[Noun], scope) -> QuerySet:
    """What a posting made of the nouns of a table that a scope reads; `before`: the number of the state before each."""
    states = model.history.model.objects
    earlier = states.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    rows = (
        states.filter(state_within(scope), posting=posting)
        .select_related("history_user")
        .order_by("history_id")
    )
    return rows.annotate(before=Subquery(earlier.values("history_id")[:1]))


def places_of(nouns: Iterable[Noun]) -> set[int | str | None]:
    """Where the nouns are, and where the stored ones were: what moves is taken from a province and given to another.

    Departments are everybody's reference data: the right to their table stands in place of a province.
    """
    places, stored = set(), defaultdict(list)
    for row in nouns:
        if isinstance(row, Department):
            places.add(KEEPING_DEPARTMENTS)
            continue
        places.add(row.unit_id)
        if not row._state.adding:
            stored[type(row)].append(row.pk)
    for model, pks in stored.items():
        places.update(model.objects.filter(pk__in=pks).values_list("unit", flat=True))
    return places

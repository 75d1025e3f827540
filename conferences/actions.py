"""Writes that touch several rows: whole or not at all, each leaving history."""

from django.db import transaction

from conferences.models import Delegation


@transaction.atomic
def draft_delegations(*, conference) -> int:
    """A drafted delegation for each participating province that has none yet. Returns how many are new."""
    there = set(conference.delegations.values_list("unit_id", flat=True))
    missing = [row for row in conference.participants.standing() if row.unit_id not in there]
    for row in missing:
        Delegation.objects.create(conference=conference, unit_id=row.unit_id, name=row.name, order=row.order)
    return len(missing)


@transaction.atomic
def record_answer(*, delegates, answer) -> int:
    """The same answer for several delegates; who has it already is left alone. Returns how many changed."""
    changed = 0
    for delegate in delegates.order_by("pk").select_for_update(of=("self",)):
        if delegate.answer != answer:
            delegate.answer = answer
            delegate.version += 1
            delegate.save()
            changed += 1
    return changed

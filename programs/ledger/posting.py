"""The one way into the ledgers.

post() validates first, then locks the head, checks the closures, takes the next number, and inserts. Numbers are
gapless and in the order of commits, so "as of posting n" is exactly what anybody saw when n was the last posting.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from programs.ledger.closed import refuse_closed
from programs.ledger.installation import settle_database_kind
from programs.ledger.rules import EntryRules
from programs.models import Closure, LedgerHead, MoneyEntry, Posting, ProjectEvent, ResultEntry

ENTRY_MODELS = (MoneyEntry, ResultEntry, ProjectEvent)
MICROSECOND = timedelta(microseconds=1)


@dataclass
class Act:
    """One act of writing before it has a number: what kind, why, and its unsaved entries."""

    kind: str
    entries: Sequence = ()
    reason: str = ""
    closures: Sequence = field(default_factory=list)


def post(
    *, by, kind, entries: Iterable = (), reason="", closures: Iterable = (), illustrative=False
) -> Posting:
    """Write one posting with its entries, or nothing. Raises ValidationError with a message per entry."""
    return post_all(
        by=by, acts=[Act(kind, list(entries), reason, list(closures))], illustrative=illustrative
    )[0]


def post_all(*, by, acts: Sequence[Act], illustrative=False, batch_size=None) -> list[Posting]:
    """Several acts in one transaction, one posting each, in the order given."""
    entries = [entry for act in acts for entry in act.entries]
    for entry in entries:
        take_dimensions(entry)
        entry.illustrative = illustrative
    rules = EntryRules.for_entries(entries)
    if (
        not illustrative
    ):  # the generator's rows are right by construction and bound by the database's own rules
        for act in acts:
            rules.check(act, by)
    with transaction.atomic():
        settle_database_kind(illustrative)
        head = lock_head()
        refuse_closed(acts)
        postings = number_acts(acts, head, by, illustrative)
        Posting.objects.bulk_create(postings, batch_size)
        for model in ENTRY_MODELS:
            model.objects.bulk_create([e for e in entries if isinstance(e, model)], batch_size)
        Closure.objects.bulk_create([closure for act in acts for closure in act.closures], batch_size)
        head.save(update_fields=["number", "recorded_at"])
    return postings


def lock_head() -> LedgerHead:
    """Writers take turns from here to the end of their transaction. Taken before any other row is locked."""
    return LedgerHead.objects.select_for_update().get_or_create(pk=1)[0]


def number_acts(acts, head, by, illustrative):
    """Give each act the next number and a moment later than the last; tie its rows to it."""
    postings = []
    moment = timezone.now()
    for act in acts:
        head.number += 1
        head.recorded_at = max(moment, head.recorded_at + MICROSECOND) if head.recorded_at else moment
        posting = Posting(
            number=head.number,
            recorded_at=head.recorded_at,
            recorded_by=by,
            kind=act.kind,
            reason=act.reason,
            illustrative=illustrative,
        )
        for row in (*act.entries, *act.closures):
            row.posting = posting
        postings.append(posting)
    return postings


def take_dimensions(entry):
    """Copy the project's dimensions into the entry: figures never join the project."""
    project = entry.project if entry.project_id else None
    if project:
        entry.unit_id = project.unit_id
        entry.origin_id = project.origin_id_or_unit
        if entry.reverses_id:
            return
        entry.level = project.level
        if isinstance(entry, MoneyEntry):
            entry.off_project = project.off_project
            entry.main_activity_id = project.activity_id
            entry.activity_id = entry.activity_id or project.activity_id
        elif isinstance(entry, ProjectEvent):
            entry.off_project = project.off_project
        else:
            entry.activity_id = entry.activity_id or project.activity_id
    elif not entry.origin_id:
        entry.origin_id = entry.unit_id


def reversal_of(entry):
    """An unsaved entry that takes `entry` back: the exact negative, the same dimensions and date."""
    mirror = type(entry)()
    for column in entry._meta.concrete_fields:
        if column.name not in ("id", "posting", "reverses", "illustrative", "file"):
            setattr(mirror, column.attname, getattr(entry, column.attname))
    mirror.reverses = entry
    if isinstance(entry, MoneyEntry):
        mirror.amount = -entry.amount
    elif isinstance(entry, ResultEntry):
        mirror.quantity = -entry.quantity
    return mirror

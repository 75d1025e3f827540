"""The one way into the ledgers, into the beneficiaries of projects, and into the words of the nouns.

post() locks the head, asks whether the person may, judges the rows by every rule, takes the next number, and inserts.
Numbers are gapless and in the order of commits, so "as of posting n" is exactly what anybody saw when n was the last
posting; and what was judged (closures, the dimensions of projects) cannot change before it is written.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from programs.access import CommandWriter, refuse_unless_may
from programs.installation import settle_database_kind
from programs.ledger.acts import Act
from programs.ledger.dimensions import take_dimensions
from programs.ledger.nouns import places_of, save_nouns
from programs.ledger.rules import EntryRules
from programs.models import Beneficiary, Closure, LedgerHead, MoneyEntry, Posting, ProjectEvent, ResultEntry

ENTRY_MODELS = (MoneyEntry, ResultEntry, ProjectEvent)
MICROSECOND = timedelta(microseconds=1)


def post(
    *,
    by,
    kind,
    entries: Iterable = (),
    reason="",
    closures: Iterable = (),
    joined: Iterable = (),
    left: Iterable = (),
    nouns: Iterable = (),
    illustrative=False,
) -> Posting:
    """Write one posting with its rows, or nothing.

    Raises ValidationError: of a person who may not, or a Refusal that names every row at fault and why.
    """
    act = Act(kind, list(entries), reason, list(closures), list(joined), list(left), list(nouns))
    return post_all(by=by, acts=[act], illustrative=illustrative)[0]


@transaction.atomic
def post_all(*, by, acts: Sequence[Act], illustrative=False, batch_size=None) -> list[Posting]:
    """Several acts in one transaction, one posting each, in the order given. `illustrative` marks, nothing else.

    `by` is a person, or the CommandWriter of a command.
    """
    entries = [entry for act in acts for entry in act.entries]
    joined = [row for act in acts for row in act.joined]
    closures = [row for act in acts for row in act.closures]
    head = lock_head()
    settle_database_kind(by, illustrative=illustrative)
    take_dimensions([*entries, *joined])
    ask(by, acts)
    EntryRules.for_acts(acts).judge(acts)
    for entry in entries:
        entry.illustrative = illustrative
    postings = number_acts(acts, head, by, illustrative)
    Posting.objects.bulk_create(postings, batch_size)
    for act, posting in zip(acts, postings, strict=True):
        save_nouns(act.nouns, posting, batch_size)
    for model in ENTRY_MODELS:
        model.objects.bulk_create([e for e in entries if isinstance(e, model)], batch_size)
    Closure.objects.bulk_create(closures, batch_size)
    Beneficiary.objects.bulk_create(joined, batch_size)
    for act, posting in zip(acts, postings, strict=True):
        withdraw(act.left, posting)
    head.save(update_fields=["number", "recorded_at"])
    return postings


def lock_head() -> LedgerHead:
    return LedgerHead.lock()


def ask(by, acts: Sequence[Act]) -> None:
    """Whether `by` may do every act, in every province that it touches; asked once for rows that are alike."""
    asked = {(act.kind, row.unit_id, getattr(row, "happening", None)) for act in acts for row in act.rows}
    asked |= {(act.kind, unit_id, None) for act in acts for unit_id in places_of(act.nouns)}
    for kind, unit_id, step in sorted(asked, key=str):
        refuse_unless_may(by, kind, unit_id, step)


def number_acts(acts, head, by, illustrative) -> list[Posting]:
    """Give each act the next number and a moment later than the last; tie its rows to it."""
    account = by.account if isinstance(by, CommandWriter) else by
    postings = []
    moment = timezone.now()
    for act in acts:
        head.number += 1
        head.recorded_at = max(moment, head.recorded_at + MICROSECOND) if head.recorded_at else moment
        posting = Posting(
            number=head.number,
            recorded_at=head.recorded_at,
            recorded_by=account,
            kind=act.kind,
            reason=act.reason,
            illustrative=illustrative,
        )
        for row in (*act.entries, *act.closures):
            row.posting = posting
        for row in act.joined:
            row.added = posting
        postings.append(posting)
    return postings


def withdraw(rows: Sequence[Beneficiary], posting: Posting) -> None:
    """Once: of two who withdraw the same row the second is refused."""
    if not rows:
        return
    standing = Beneficiary.objects.standing().filter(
        pk__in=[row.pk for row in rows], unit__in={row.unit_id for row in rows}
    )
    if standing.update(withdrawn=posting) != len(rows):
        raise ValidationError("Đơn vị thụ hưởng này đã được rút.", code="withdrawn")

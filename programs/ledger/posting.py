"""The one way into the ledgers, into what is kept of them, into reference data and the words of the nouns.

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
from programs.choices import BeneficiaryChange, PostingKind
from programs.installation import settle_database_kind
from programs.ledger.acts import LEDGERS, Act
from programs.ledger.dimensions import take_dimensions
from programs.ledger.nouns import places_of, save_nouns
from programs.ledger.posted import write_reference
from programs.ledger.rules import EntryRules
from programs.models import (
    Beneficiary,
    BeneficiaryEntry,
    Closure,
    LedgerHead,
    Posting,
    SameBusiness,
)

MICROSECOND = timedelta(microseconds=1)


def post(
    *,
    by,
    kind,
    entries: Iterable = (),
    reason="",
    closures: Iterable = (),
    same: Iterable = (),
    apart: Iterable = (),
    reference_added: Iterable = (),
    reference_ended: Iterable = (),
    nouns: Iterable = (),
    illustrative=False,
) -> Posting:
    """Write one posting with its rows, or nothing.

    Raises ValidationError: of a person who may not, or a Refusal that names every row at fault and why.
    """
    act = Act(
        kind,
        list(entries),
        reason,
        list(closures),
        list(same),
        list(apart),
        list(reference_added),
        list(reference_ended),
        list(nouns),
    )
    return post_all(by=by, acts=[act], illustrative=illustrative)[0]


@transaction.atomic
def post_all(*, by, acts: Sequence[Act], illustrative=False, batch_size=None) -> list[Posting]:
    """Several acts in one transaction, one posting each, in the order given. `illustrative` marks, nothing else.

    `by` is a person, or the CommandWriter of a command.
    """
    entries = [entry for act in acts for entry in act.entries]
    head = lock_head()
    if {act.kind for act in acts} != {PostingKind.REFERENCE}:  # those make neither a demo nor a real one
        settle_database_kind(by, illustrative=illustrative)
    projects = take_dimensions(entries)
    ask(by, acts)
    EntryRules.for_acts(acts, projects).judge(acts)
    for entry in entries:
        entry.illustrative = illustrative
    postings = number_acts(acts, head, by, illustrative)
    Posting.objects.bulk_create(postings, batch_size)
    for act, posting in zip(acts, postings, strict=True):
        save_nouns(act.nouns, posting, batch_size)
    lines = [entry for entry in entries if isinstance(entry, BeneficiaryEntry)]
    later = open_beneficiaries(lines, batch_size)
    for model in LEDGERS:
        model.objects.bulk_create([e for e in entries if isinstance(e, model)], batch_size)
    Closure.objects.bulk_create([row for act in acts for row in act.closures], batch_size)
    SameBusiness.objects.bulk_create([row for act in acts for row in act.same], batch_size)
    for act, posting in zip(acts, postings, strict=True):
        set_apart(act.apart, posting)
        write_reference(act.reference_ended, act.reference_added, posting)
    head.save(update_fields=["number", "recorded_at"])
    tell_beneficiaries(later, head.number)
    return postings


def lock_head() -> LedgerHead:
    return LedgerHead.lock()


def ask(by, acts: Sequence[Act]) -> None:
    """Whether `by` may do every act, in every province and table that it touches; asked once for rows that are alike."""
    asked = {
        (act.kind, unit_id, getattr(row, "happening", None))
        for act in acts
        for row in act.rows
        for unit_id in (row.unit_ids if isinstance(row, SameBusiness) else (row.unit_id,))
    }
    asked |= {(act.kind, row.right(), None) for act in acts for row in act.reference}
    asked |= {(act.kind, place, None) for act in acts for place in places_of(act.nouns)}
    for kind, place, step in sorted(asked, key=str):
        refuse_unless_may(by, kind, place, step)


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
        for row in (*act.entries, *act.closures, *act.same):
            row.posting = posting
        postings.append(posting)
    return postings


# ------------------------------------------------------------------------------------------------- beneficiaries


def open_beneficiaries(lines: Sequence[BeneficiaryEntry], batch_size=None) -> list[BeneficiaryEntry]:
    """Those that are new get their row before the line that begins it. Returns the lines that come later."""
    new = [line for line in lines if line.beneficiary.pk is None and line.change == BeneficiaryChange.JOINED]
    for line in new:
        line.beneficiary.added = line.posting
    Beneficiary.objects.bulk_create([line.beneficiary for line in new], batch_size)
    for line in new:
        line.beneficiary = line.beneficiary  # it was saved: takes its id
    begun = {id(line) for line in new}
    return [line for line in lines if id(line) not in begun]


def tell_beneficiaries(lines: Sequence[BeneficiaryEntry], number: int) -> None:
    """Brings the rows of those that lines changed to what the ledger says at posting `number`. Two queries, or none."""
    changed = {line.beneficiary_id: line.beneficiary for line in lines}
    if not changed:
        return
    rows = list(Beneficiary.objects.filter(pk__in=changed).told_at(number))
    for row in rows:
        row.withdrawn_id = None if row.stood > 0 else row.left_by
        row.amount, row.accepted_on = row.promised, row.accepted
        given = changed[row.pk]
        given.withdrawn_id, given.amount, given.accepted_on = row.withdrawn_id, row.amount, row.accepted_on
    Beneficiary.objects.bulk_update(rows, ["withdrawn", "amount", "accepted_on"])


def set_apart(rows: Sequence[SameBusiness], posting: Posting) -> None:
    """Once: of two who undo the same row the second is refused."""
    together = SameBusiness.objects.filter(pk__in=[row.pk for row in rows], undone_posting__isnull=True)
    if rows and together.update(undone_posting=posting) != len(rows):
        raise ValidationError("Hai cơ sở này đã được tách lại.", code="undone")

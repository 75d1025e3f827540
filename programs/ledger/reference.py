"""Changes of reference data that figures are worked out with: an edit ends the row and adds another, in one posting.

So an as-of answer reads what stood at its posting. Until the first posting rows are simply saved: nothing stands on
them yet.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction

from programs.access import CommandWriter
from programs.choices import PostingKind
from programs.ledger.asof import head
from programs.ledger.opening import system_account
from programs.ledger.posting import lock_head, post
from programs.models import PostedRow, Posting


@transaction.atomic
def change_reference(
    *, by, added: Sequence[PostedRow] = (), ended: Sequence[PostedRow] = (), reason=""
) -> Posting | None:
    """Add rows and end others. None, and rows saved and deleted, before the first posting.

    Raises ValidationError: of one who may not, or a Refusal that names every row at fault.
    """
    if not (added or ended):
        return None
    if lock_head().number:
        reason = reason or words_of(added, [_stored(row) for row in ended])
        return post(
            by=by,
            kind=PostingKind.REFERENCE,
            reason=reason,
            reference_added=added,
            reference_ended=ended,
        )
    for row in ended:
        _stored(row).delete()
    for row in added:
        row.save()
    return None


def begun() -> bool:
    """Whether the ledgers have a posting: from then on reference rows are changed by posting alone."""
    return head() > 0


def bring_in(added: Sequence[PostedRow], ended: Sequence[PostedRow] = ()) -> Posting | None:
    """As change_reference, by the load of what ships with the portal."""
    return change_reference(by=reference_loader(), added=added, ended=ended)


def reference_loader() -> CommandWriter:
    """Who brings in the reference data that ship with the portal: an account with which nobody signs in."""
    return CommandWriter(system_account(), frozenset({PostingKind.REFERENCE}), in_demo_alone=False)


def _stored(row: PostedRow) -> PostedRow:
    """As it stands, whatever was typed over the one at hand."""
    return type(row)._base_manager.get(pk=row.pk)


def words_of(added: Iterable[PostedRow], ended: Iterable[PostedRow]) -> str:
    """What a posting did, for those who come upon its number: «thành viên của vùng: bỏ X; thêm Y»."""
    told: dict[str, list[str]] = {}
    for verb, rows in (("bỏ", ended), ("thêm", added)):
        for row in rows:
            told.setdefault(str(row._meta.verbose_name), []).append(f"{verb} «{row}»")
    return "; ".join(f"{table}: {', '.join(rows)}" for table, rows in told.items())

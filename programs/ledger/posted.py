"""Reference rows as a posting writes them: each ended once, each added by the rules of its form."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from programs.ledger.refusal import Fault, Refusal
from programs.models import PostedRow, Posting

GIVEN_BY_THE_POSTING = frozenset({"added", "ended"})


def write_reference(ended: Sequence[PostedRow], added: Sequence[PostedRow], posting: Posting) -> None:
    """End some rows and add others, each judged by what stands when its turn comes. Raises Refusal."""
    faults = []
    for place, row in enumerate(ended, start=1):
        if not _end(row, posting):
            words = "Dòng này đã được người khác sửa hoặc bỏ; hãy mở lại danh sách."
            faults.append(Fault(place, "", words, "ended"))
    for place, row in enumerate(added, start=len(ended) + 1):
        row.added, row.ended = posting, None
        found = list(_objections(row, place))
        faults += found
        if not found:
            row.save()
    if faults:
        raise Refusal(faults, len(added))


def _end(row: PostedRow, posting: Posting) -> bool:
    """Whether the row still stood. The stored row is ended, whatever was typed over the one at hand."""
    stored = type(row)._base_manager.filter(pk=row.pk, ended__isnull=True).first()
    if stored is None:
        return False
    stored.ended = posting
    stored.save(update_fields=["ended"])
    return True


def _objections(row: PostedRow, place: int) -> Iterator[Fault]:
    try:
        row.full_clean(exclude=GIVEN_BY_THE_POSTING)
    except ValidationError as problem:
        for name, errors in problem.error_dict.items():
            field = "" if name == NON_FIELD_ERRORS else name
            yield from (Fault(place, field, error.messages[0], error.code or "invalid") for error in errors)

"""As of which posting: the head of the ledgers, and the reading of a number, a day or a moment."""

from datetime import UTC, date, datetime, time

from django.db.models import Subquery
from django.utils import timezone

from programs.models import Installation, LedgerHead, Posting


def head() -> int:
    """The number of the last posting; 0 before the first. Read it once a request and pass it on."""
    return LedgerHead.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def state_of(request, meant: dict | None = None) -> dict:
    """The last posting (number, at) and the kind of database; read once a request, so that all of a page agrees.

    With `meant`, conditions on postings, also the last posting that they reach: number and moment, (0, None) for none.
    """
    kept = getattr(request, "_ledger_state", None)
    if kept is None:
        kept = request._ledger_state = _state(meant)
    return kept


def _state(meant: dict | None) -> dict:
    kind = Installation.objects.filter(pk=1).values("kind")[:1]
    reached = Posting.objects.acts().filter(**meant).order_by("-number") if meant else Posting.objects.none()
    row = (
        LedgerHead.objects.filter(pk=1)
        .annotate(
            database_kind=Subquery(kind),
            reached=Subquery(reached.values("number")[:1]),
            reached_at=Subquery(reached.values("recorded_at")[:1]),
        )
        .first()
    )
    if row is None:
        first = Installation.objects.filter(pk=1).first()
        nothing = (0, None) if meant else None
        return {"number": 0, "at": None, "kind": first.kind if first else "", "meant": nothing}
    return {
        "number": row.number,
        "at": row.recorded_at,
        "kind": row.database_kind,
        "meant": (row.reached or 0, row.reached_at) if meant else None,
    }


def number_at(moment: datetime | date) -> int:
    """The last posting recorded by a moment; a bare date means its end in Vietnam."""
    if not isinstance(moment, datetime):
        moment = timezone.make_aware(datetime.combine(moment, time.max))
    elif timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    last = (
        Posting.objects.filter(recorded_at__lte=moment.astimezone(UTC))
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return last or 0


def parse_as_of(text: str | None) -> int:
    """A posting number, an ISO day or an ISO moment -> a posting number; empty means now. ValueError if it is none."""
    if not text:
        return head()
    text = str(text).strip()
    if text.isdecimal():
        return min(int(text), head())
    try:
        return number_at((date if len(text) == 10 else datetime).fromisoformat(text))
    except OverflowError as error:  # a moment at the very edge of the calendar
        raise ValueError(text) from error

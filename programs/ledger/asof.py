"""As of which posting: the head of the ledgers, and the reading of a number, a day or a moment."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Subquery
from django.utils import timezone

from programs.models import Installation, LedgerHead, Posting
from programs.readings import read_day

LAST_NUMBER = 2**63 - 1  # that a database can compare with


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
        "kind": row.database_kind or "",
        "meant": (row.reached or 0, row.reached_at) if meant else None,
    }


def meant_by(text: str) -> dict[str, Any] | None:
    """Which postings an as-of reaches, as a condition on Posting; None where the text is no as-of.

    A number of posting; a day (26/10/2023, 2023-10-26), which means its end in Vietnam; an ISO moment, of Vietnam where
    it names no zone.
    """
    text = text.strip()
    if text.isdecimal():
        return {"number__lte": min(int(text), LAST_NUMBER)}
    try:
        return {"recorded_at__lte": _moment(text).astimezone(UTC)}
    except (ValueError, OverflowError, ValidationError):
        return None


def _moment(text: str) -> datetime:
    if "T" in text or ":" in text:
        moment = datetime.fromisoformat(text)
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    day = date.fromisoformat(text) if text[:4].isdecimal() else read_day(text)
    return timezone.make_aware(datetime.combine(day, time.max))


def parse_as_of(text: str | None) -> int:
    """What an as-of reaches, as a posting number; empty means now. ValueError if it is none."""
    if not text or not text.strip():
        return head()
    meant = meant_by(text)
    if meant is None:
        raise ValueError(text)
    last = Posting.objects.filter(**meant).order_by("-number").values_list("number", flat=True).first()
    return last or 0

"""The one way into the ledgers.

post() validates first, then locks the head, checks the closures, takes the next number, and inserts. Numbers are
gapless and in the order of commits, so "as of posting n" is exactly what anybody saw when n was the last posting.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone

from programs.checks import EntryRules
from programs.choices import ClosureState, DatabaseKind, PostingKind
from programs.models import (
    Closure,
    Installation,
    LedgerHead,
    MoneyEntry,
    Posting,
    ProjectEvent,
    ResultEntry,
)

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


def effective_closures(unit_ids) -> dict[tuple[int, int], date]:
    """(unit, budget year) -> the latest day that is closed now."""
    closed: dict[tuple[int, int, date], str] = {}
    for row in Closure.objects.filter(unit_id__in=unit_ids).order_by("posting_id"):
        closed[row.unit_id, row.budget_year, row.cut_off] = row.state
    answer: dict[tuple[int, int], date] = {}
    for (unit, year, cut_off), state in closed.items():
        if state == ClosureState.CLOSED:
            answer[unit, year] = max(cut_off, answer.get((unit, year), cut_off))
    return answer


def refuse_closed(acts):
    """Refuse, with the reason, what falls into a closed period. The database's trigger refuses it on other paths."""
    rows = [entry for act in acts if act.kind != PostingKind.LATE for entry in act.entries]
    if not rows:
        return
    closed = effective_closures({row.unit_id for row in rows})
    for row in rows:
        cut_off = closed.get((row.unit_id, row.budget_year))
        if cut_off and row.on <= cut_off:
            raise ValidationError(
                {
                    "on": f"Số liệu năm ngân sách {row.budget_year} của {row.unit.name} đã chốt đến hết ngày "
                    f"{cut_off:%d/%m/%Y}. Lãnh đạo đơn vị có thể bổ sung sau chốt, có ghi lý do."
                },
                code="closed",
            )


def settle_database_kind(illustrative):
    """The first rows decide for life whether a database is a demo or real."""
    kind = DatabaseKind.DEMO if illustrative else DatabaseKind.REAL
    row, _ = Installation.objects.get_or_create(pk=1, defaults={"kind": kind})
    if illustrative and row.kind == DatabaseKind.REAL:
        raise ValidationError("Cơ sở dữ liệu này chứa số liệu thật: không nạp dữ liệu minh họa.", code="real")


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
    reached = Posting.objects.filter(**meant).order_by("-number") if meant else Posting.objects.none()
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

"""Writes that touch several rows: keyword-only, `by=` who, whole or not at all, safe when two press the button."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Sum

from programs import stocks
from programs.access import Scope
from programs.choices import ClosureState, Happening, Outcome, Phase, PostingKind, ProjectKind
from programs.ledger import head, lock_head, post, reversal_of
from programs.models import Beneficiary, Closure, MoneyEntry, Project, ProjectEvent, ResultEntry

# From which phases an event may happen, and to which phase it leads (None: the phase stays).
BEFORE_ACCEPTANCE = (Phase.APPROVED, Phase.CONTRACTED, Phase.RUNNING)
STEPS = {
    Happening.APPRAISED: ((Phase.REGISTERED,), Phase.APPRAISED),
    Happening.APPROVED: ((Phase.REGISTERED, Phase.APPRAISED), Phase.APPROVED),
    Happening.CONTRACTED: ((Phase.APPROVED,), Phase.CONTRACTED),
    Happening.RUNNING: ((Phase.APPROVED, Phase.CONTRACTED), Phase.RUNNING),
    Happening.ACCEPTED: (BEFORE_ACCEPTANCE, Phase.ACCEPTED),
    Happening.SETTLED: ((Phase.ACCEPTED,), Phase.SETTLED),
    Happening.ADJUSTED: (BEFORE_ACCEPTANCE, None),
    Happening.STOPPED: (BEFORE_ACCEPTANCE, Phase.STOPPED),
}
PHASE_AFTER = {happening: phase for happening, (_, phase) in STEPS.items() if phase}


def refuse_stranger(by, unit_id):
    if not Scope.of(by).can_edit(unit_id):
        raise ValidationError("Anh/chị không có quyền ghi số liệu của tỉnh này.", code="scope")


def posting_kind(kind, reason):
    """A leader's reason makes a posting one of «bổ sung sau chốt»."""
    return PostingKind.LATE if reason else kind


@transaction.atomic
def register(*, project, by):
    """Give a new project its code (unit-level-year-serial, never reused) and save it."""
    refuse_stranger(by, project.unit_id)
    lock_head()  # two people registering take turns
    same = {"unit": project.unit, "level": project.level, "first_year": project.first_year}
    used = [
        rows.filter(**same).aggregate(last=Max("serial"))["last"]
        for rows in (Project.objects, Project.history)
    ]
    project.serial = max(last or 0 for last in used) + 1
    project.code = f"{project.unit.key}-{project.level.upper()}-{project.first_year}-{project.serial:03d}"
    project.counted = project.kind != ProjectKind.OFF_PROJECT or project.counted
    project.save()
    return project


def add_money(*, entry, by, reason=""):
    refuse_stranger(by, entry.project.unit_id)
    post(by=by, kind=posting_kind(PostingKind.ENTRY, reason), reason=reason, entries=[entry])
    return entry


@transaction.atomic
def correct(*, entry, by, reason, replacement=None, late=False, level_reached=None):
    """Take an entry back, once, and put another in its place; both in one posting with the reason.

    A stock's replacement is given as the level reached; without one its level falls back to the one before.
    """
    refuse_stranger(by, entry.unit_id)
    if not reason.strip():
        raise ValidationError({"reason": "Hãy ghi lý do điều chỉnh."}, code="reason")
    if entry.reverses_id:
        raise ValidationError("Đây là dòng đảo; không đảo thêm lần nữa.", code="reversal")
    lock_head()  # two people correcting the same line take turns
    if type(entry).objects.filter(reverses=entry).exists():
        raise ValidationError("Dòng này đã được điều chỉnh trước đó.", code="reversed")
    entries = [reversal_of(entry)]
    if isinstance(entry, ResultEntry) and stocks.is_stock(entry):
        entries += stocks.giving_back(entry, -entry.quantity)
    if replacement and level_reached is not None:
        entries += stocks.reach(replacement, level_reached, instead_of=entry)
    elif replacement:
        entries.append(replacement)
    kind = PostingKind.LATE if late else PostingKind.CORRECTION
    return post(by=by, kind=kind, reason=reason, entries=entries)


@transaction.atomic
def add_result(*, entry, by, reason="", level_reached=None):
    """Add a quantity; a stock is given as the level reached and stored as the change against the balance."""
    refuse_stranger(by, entry.project.unit_id if entry.project_id else entry.unit_id)
    entries = [entry]
    if stocks.is_stock(entry) and level_reached is not None:
        if entry.project_id:
            entry.unit = entry.project.unit
            entry.level = entry.project.level
        lock_head()
        entries = stocks.reach(entry, level_reached)
    post(by=by, kind=posting_kind(PostingKind.ENTRY, reason), reason=reason, entries=entries)
    return entry


@transaction.atomic
def record_event(*, event, by, reason=""):
    """Write what happened to a project and move its phase with one conditional UPDATE."""
    refuse_stranger(by, event.project.unit_id)
    if event.happening not in STEPS:
        raise ValidationError({"happening": "Bước này không ghi bằng cách này."}, code="step")
    allowed, target = STEPS[event.happening]
    lock_head()  # before the project's row, as everywhere: no two writers wait for each other
    if event.outcome == Outcome.DONE:
        change = {"version": F("version") + 1} | ({"phase": target} if target else {})
        if not Project.objects.filter(pk=event.project_id, phase__in=allowed).update(**change):
            event.project.refresh_from_db(fields=["phase"])
            raise ValidationError(
                f"Đề án đang ở tình trạng «{event.project.get_phase_display()}»: không ghi được bước "
                f"«{event.get_happening_display()}».",
                code="phase",
            )
    post(by=by, kind=posting_kind(PostingKind.STEP, reason), reason=reason, entries=[event])
    event.project.refresh_from_db(fields=["phase", "version"])
    return event


@transaction.atomic
def undo_event(*, event, by, reason, late=False):
    """Take an event back and return the project to the phase of the last event that stands."""
    refuse_stranger(by, event.unit_id)
    if not reason.strip():
        raise ValidationError({"reason": "Hãy ghi lý do hủy bước."}, code="reason")
    lock_head()
    if event.reverses_id or ProjectEvent.objects.filter(reverses=event).exists():
        raise ValidationError("Bước này đã được hủy.", code="reversed")
    standing = ProjectEvent.objects.filter(
        project=event.project_id, outcome=Outcome.DONE, reverses__isnull=True, reversed_by__isnull=True
    ).order_by("posting_id", "pk")
    if (
        event.outcome == Outcome.DONE
        and PHASE_AFTER.get(event.happening)
        and standing.filter(posting_id__gt=event.posting_id, happening__in=PHASE_AFTER).exists()
    ):
        raise ValidationError("Có bước sau dựa trên bước này; hãy hủy bước sau trước.", code="order")
    mirror = reversal_of(event)
    mirror.outcome = Outcome.UNDONE
    posting = post(
        by=by, kind=PostingKind.LATE if late else PostingKind.CORRECTION, reason=reason, entries=[mirror]
    )
    phases = [PHASE_AFTER[e.happening] for e in standing.exclude(pk=event.pk) if e.happening in PHASE_AFTER]
    Project.objects.filter(pk=event.project_id).update(
        phase=phases[-1] if phases else Phase.REGISTERED, version=F("version") + 1
    )
    return posting


@transaction.atomic
def add_beneficiary(*, beneficiary, by):
    """A business of the project's province (or what was merged into it) joins a project, by a posting."""
    project = beneficiary.project
    refuse_stranger(by, project.unit_id)
    if not Scope.of(by).sees(beneficiary.business.unit_id):
        raise ValidationError({"business": "Cơ sở này không thuộc phạm vi của anh/chị."}, code="scope")
    beneficiary.unit_id = project.unit_id
    beneficiary.origin_id = project.origin_id_or_unit
    beneficiary.level = project.level
    beneficiary.added = post(by=by, kind=PostingKind.BENEFICIARY, reason="Thêm đơn vị thụ hưởng")
    beneficiary.validate_constraints()
    beneficiary.save()
    return beneficiary


@transaction.atomic
def withdraw_beneficiary(*, beneficiary, by, reason):
    refuse_stranger(by, beneficiary.unit_id)
    lock_head()
    if not reason.strip():
        raise ValidationError({"reason": "Hãy ghi lý do rút đơn vị thụ hưởng."}, code="reason")
    if MoneyEntry.objects.filter(beneficiary=beneficiary).aggregate(total=Sum("amount"))["total"]:
        raise ValidationError(
            "Đơn vị này còn kinh phí trong sổ; hãy điều chỉnh kinh phí trước.", code="money"
        )
    posting = post(by=by, kind=PostingKind.BENEFICIARY, reason=reason)
    if not Beneficiary.objects.filter(pk=beneficiary.pk, withdrawn__isnull=True).update(withdrawn=posting):
        raise ValidationError("Đơn vị thụ hưởng này đã được rút.", code="withdrawn")
    return posting


def set_closure(*, unit, budget_year, cut_off, state, by, reason=""):
    """Close or reopen a budget year up to a day, for a province and everything merged into it."""
    if not Scope.of(by).closes_books:
        raise ValidationError(
            "Chỉ lãnh đạo cơ quan quản lý trung ương được chốt, mở lại số liệu.", code="scope"
        )
    if state == ClosureState.REOPENED and not reason.strip():
        raise ValidationError({"reason": "Mở lại số liệu phải ghi lý do."}, code="reason")
    closures = [
        Closure(unit_id=pk, budget_year=budget_year, cut_off=cut_off, state=state)
        for pk in sorted(unit.lineage_ids())
    ]
    kind = PostingKind.CLOSING if state == ClosureState.CLOSED else PostingKind.REOPENING
    return post(by=by, kind=kind, reason=reason, closures=closures)


__all__ = [
    "STEPS",
    "add_beneficiary",
    "add_money",
    "add_result",
    "correct",
    "head",
    "record_event",
    "register",
    "set_closure",
    "undo_event",
    "withdraw_beneficiary",
]

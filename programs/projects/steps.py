"""The steps of a project: what may follow what, written and undone; safe when two press the button."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from programs.choices import Happening, Outcome, Phase, PostingKind
from programs.ledger.dimensions import reversal_of
from programs.ledger.entries import posting_kind
from programs.ledger.posting import lock_head, post
from programs.models import Project, ProjectEvent

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


def phase_after(events) -> str:
    """The phase to which these events lead, one after the other; what was returned or refused leads nowhere."""
    done = [event.happening for event in events if event.outcome == Outcome.DONE]
    phases = [PHASE_AFTER[happening] for happening in done if happening in PHASE_AFTER]
    return phases[-1] if phases else Phase.REGISTERED


@transaction.atomic
def record_event(*, event, by, reason=""):
    """Write what happened to a project and move its phase with one conditional UPDATE."""
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
    if not reason.strip():
        raise ValidationError({"reason": "Hãy ghi lý do hủy bước."}, code="reason")
    lock_head()
    if event.reverses_id or ProjectEvent.objects.filter(reverses=event).exists():
        raise ValidationError("Bước này đã được hủy.", code="reversed")
    done = ProjectEvent.objects.filter(project=event.project_id, outcome=Outcome.DONE)
    standing = done.standing().order_by("posting_id", "pk")
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
    phase = phase_after(standing.exclude(pk=event.pk))
    Project.objects.filter(pk=event.project_id).update(phase=phase, version=F("version") + 1)
    return posting

"""How long what is known of people is kept once nobody needs it any more: one list of rules, each by its setting.

Rows of histories and of the audit log stay, their listed personal columns are blanked (accounts.histories). A rule
works in small steps of their own transactions, from the oldest on: one that is cut off is simply run again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import models, transaction
from django.utils import timezone

from accounts.histories import blanks, is_history, not_blank
from accounts.models import AuditEvent, Guess, Session, record
from accounts.personal import personal_of
from conferences.models import Conference, Delegate, Delegation
from programs.models import Submission

STEP = 500  # rows of one transaction
HIDDEN = "(đã ẩn tên)"  # in the place of a delegate's name, before the number of the row
OF_CONFERENCES = (Delegate, Delegation)  # kept by the day of the conference, in their histories too
Due = Callable[[datetime], Iterator[models.QuerySet]]


@dataclass(frozen=True)
class Rule:
    """`due(before)` finds what nobody needs since that moment, `let_go` makes it go, a step of rows at a time."""

    name: str  # in settings.RETENTION_DAYS
    what: str
    due: Due
    let_go: Callable[[models.QuerySet], object]

    @property
    def days(self) -> int:
        return settings.RETENTION_DAYS[self.name]

    def found(self, now: datetime) -> list[models.QuerySet]:
        return list(self.due(now - timedelta(days=self.days)))

    def count(self, now: datetime) -> int:
        return sum(rows.count() for rows in self.found(now))

    def purge(self, now: datetime) -> int:
        return sum(_in_steps(rows, self.let_go) for rows in self.found(now))


def _in_steps(rows: models.QuerySet, let_go) -> int:
    """What has gone is no longer found: each step takes the first of what is left."""
    gone, last = 0, None
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:STEP]):
        if keys == last:
            raise RuntimeError(f"{rows.model._meta.label}: a rule of retention finds again what it let go.")
        with transaction.atomic():
            let_go(rows.model._base_manager.filter(pk__in=keys))
        gone, last = gone + len(keys), keys
    return gone


def purge(now: datetime | None = None) -> list[int]:
    """How many rows each rule let go or blanked; what is more than nothing goes to the audit log."""
    now = now or timezone.now()
    gone = [rule.purge(now) for rule in RULES]
    told = {rule.what: rows for rule, rows in zip(RULES, gone, strict=True) if rows}
    if told:
        record(AuditEvent.Kind.PURGED, rows=told)
    return gone


# ------------------------------------------------------------------------------------------------- what goes how


def _drop(rows):
    rows.delete()


def _blank(rows):
    """What the triggers let through, and no more."""
    rows.update(**blanks(rows.model, _personal_in(rows.model)))


def _hide(rows):
    """People of a conference long past: as many rows as before, without names; each saved, so that its keys follow."""
    for row in rows.order_by().select_for_update():
        for name in row.personal:
            setattr(row, name, "")
        if isinstance(row, Delegate):
            row.full_name = f"{HIDDEN} {row.pk}"
            row.pin, row.pin_reason = None, ""
        row.version += 1
        row.save_without_historical_record()


def _personal_in(model: type[models.Model]) -> tuple[str, ...]:
    """The personal columns of a table or, of a history, of the table whose states it keeps."""
    return personal_of(getattr(model, "instance_type", model))


# ------------------------------------------------------------------------------------------------- what is due when


def _ended_sessions(before):
    yield Session.objects.filter(expire_date__lt=before)


def _answered_forms(before):
    yield Submission.objects.filter(at__lt=before)


def _attempts(before):
    yield Guess.objects.filter(at__lt=before)


def _admin_log(before):
    yield LogEntry.objects.filter(action_time__lt=before)


def _audit_log(before):
    yield AuditEvent.objects.filter(not_blank(AuditEvent, AuditEvent.personal), at__lt=before)


def _people_of_conferences(before):
    held = _held_before(before)
    yield Delegate.objects.filter(conference__in=held).exclude(full_name__startswith=HIDDEN)
    yield Delegation.objects.filter(conference__in=held).exclude(**dict.fromkeys(Delegation.personal, ""))


def _histories_of_conferences(before):
    for model in OF_CONFERENCES:
        states = model.history.model
        rows = states._base_manager.filter(conference__in=_held_before(before).values("pk"))
        yield rows.filter(not_blank(states, model.personal))


def _held_before(before) -> models.QuerySet:
    """Conferences that were over by then; of those without a day the year has to be over."""
    day = timezone.localtime(before).date()
    return Conference.objects.filter(
        models.Q(ends_on__lt=day)
        | models.Q(ends_on=None, starts_on__lt=day)
        | models.Q(ends_on=None, starts_on=None, year__lt=day.year)
    )


def _old_states(before):
    for model in apps.get_models():
        if is_history(model) and _personal_in(model) and model.instance_type not in OF_CONFERENCES:
            yield model._base_manager.filter(not_blank(model, _personal_in(model)), history_date__lt=before)


RULES = (
    Rule("sessions", "Phiên đăng nhập đã hết", _ended_sessions, _drop),
    Rule("submissions", "Khóa chống gửi trùng của biểu mẫu đã lưu", _answered_forms, _drop),
    Rule("sign_ins", "Số lần đăng nhập sai", _attempts, _drop),
    Rule("audit", "Nhật ký của trang quản trị", _admin_log, _drop),
    Rule("audit", "Thông tin cá nhân trong nhật ký hệ thống", _audit_log, _blank),
    Rule("delegates", "Tên, chức vụ của đại biểu hội nghị đã qua", _people_of_conferences, _hide),
    Rule("delegates", "Như trên, trong lịch sử", _histories_of_conferences, _blank),
    Rule("histories", "Thông tin cá nhân trong lịch sử sửa đổi", _old_states, _blank),
)

"""Answers «có» or «không» about what lies out of a person's sight: each is logged, and so many an hour are given.

What must be unique in the whole portal cannot be refused without telling that it exists. Whoever gives such an answer
asks here first. The log itself is counted, so that several processes count as one.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AuditEvent, record

AN_HOUR = timedelta(hours=1)
LOCK = 7_041_954  # ours among advisory locks: any number that no other part of the portal takes


def answer_elsewhere(request, subject: str, found: bool) -> None:
    """To be called before the person learns whether `subject` was `found`; ValidationError where it is one too many.

    It belongs into the transaction of the answer: one that is rolled back was not given.
    """
    with transaction.atomic():
        _one_at_a_time(request.user)
        since = timezone.now() - AN_HOUR
        asked = AuditEvent.objects.filter(
            user=request.user, kind=AuditEvent.Kind.ASKED_ELSEWHERE, at__gt=since
        )
        times = list(asked.order_by("-at").values_list("at", flat=True)[: settings.ASKED_ELSEWHERE_AN_HOUR])
        if len(times) < settings.ASKED_ELSEWHERE_AN_HOUR:
            record(AuditEvent.Kind.ASKED_ELSEWHERE, request, object=subject, found=found)
            return
        record(AuditEvent.Kind.DENIED, request, object=subject, method="asked_elsewhere")
    again = timezone.localtime((times[-1] if times else timezone.now()) + AN_HOUR)
    raise ValidationError(
        f"Anh/chị đã thử {settings.ASKED_ELSEWHERE_AN_HOUR} tên trong một giờ; mỗi lần thử cho biết tên ấy đã có hay "
        f"chưa ở tỉnh khác nên được giới hạn và ghi nhật ký. Chưa có gì được lưu. Hãy thử lại sau {again:%H:%M}, "
        "hoặc nhờ quản trị viên có phạm vi cả nước.",
        code="asked_elsewhere",
    )


def _one_at_a_time(user):
    """Two requests of one person do not count at once. SQLite takes its one lock with the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, user.pk % 2**31])

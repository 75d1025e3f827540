"""Businesses join and leave a project, each by a posting."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from programs.choices import PostingKind
from programs.ledger.posting import lock_head, post
from programs.models import MoneyEntry


def add_beneficiary(*, beneficiary, by):
    """A business of the project's province or its family joins a project; the way in asks and judges."""
    post(by=by, kind=PostingKind.BENEFICIARY, reason="Thêm đơn vị thụ hưởng", joined=[beneficiary])
    return beneficiary


@transaction.atomic
def withdraw_beneficiary(*, beneficiary, by, reason):
    """A business leaves a project, once; not while the ledger holds money in its name."""
    lock_head()
    if not reason.strip():
        raise ValidationError({"reason": "Hãy ghi lý do rút đơn vị thụ hưởng."}, code="reason")
    if MoneyEntry.objects.filter(beneficiary=beneficiary).aggregate(total=Sum("amount"))["total"]:
        raise ValidationError(
            "Đơn vị này còn kinh phí trong sổ; hãy điều chỉnh kinh phí trước.", code="money"
        )
    return post(by=by, kind=PostingKind.BENEFICIARY, reason=reason, left=[beneficiary])

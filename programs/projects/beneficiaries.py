"""Businesses join and leave a project, each by a posting."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from programs.access import Scope
from programs.choices import PostingKind
from programs.ledger.entries import refuse_stranger
from programs.ledger.posting import lock_head, post
from programs.models import Beneficiary, MoneyEntry


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

"""The register of businesses: a business is kept by those who write for the province where it produces."""

from collections.abc import Sequence

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from programs.access import CommandWriter, refuse_unless_may
from programs.choices import Register
from programs.installation import refuse_command_in_real_database
from programs.models import Business


@transaction.atomic
def keep(*, business, by):
    """Save a business, new or changed; one that moves is taken from a province and given to another."""
    refuse_command_in_real_database(by)
    stored = Business.objects.filter(pk=business.pk).values_list("unit", flat=True)
    for unit_id in (*stored, business.unit_id):
        refuse_unless_may(by, Register.BUSINESSES, unit_id)
    business.save()
    return business


@transaction.atomic
def keep_all(*, businesses: Sequence[Business], by, reason="", batch_size=None) -> None:
    """New businesses, any number with the same few queries, with a reason also with the first line of their history."""
    refuse_command_in_real_database(by)
    for unit_id in sorted({business.unit_id for business in businesses}):
        refuse_unless_may(by, Register.BUSINESSES, unit_id)
    if not reason:
        Business.objects.bulk_create(businesses, batch_size)
        return
    account = by.account if isinstance(by, CommandWriter) else by
    bulk_create_with_history(
        businesses, Business, batch_size, default_user=account, default_change_reason=reason
    )

"""The command of the server and a page of the admin at the same membership: what either has saved stands."""

import threading
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from programs.choices import Role
from programs.models import Membership
from programs.tests.factories import department, membership, user

pytestmark = pytest.mark.django_db(transaction=True)


def test_end_of_a_membership_does_not_undo_an_edit_made_meanwhile():
    row = membership(user("an.lamdong", "An"), department("Cục"), Role.VIEWER)

    def end():
        try:
            call_command("rights", "an.lamdong", "--end-membership", str(row.pk), "--to", "31/12/2026")
        finally:
            connections.close_all()

    beside = threading.Thread(target=end)
    with transaction.atomic():
        Membership.objects.filter(pk=row.pk).update(role=Role.LEADER)
        beside.start()
        beside.join(1)  # it waits for this edit; on SQLite it has not begun
    beside.join(30)

    row.refresh_from_db()
    assert (row.role, row.valid_to) == (Role.LEADER, date(2026, 12, 31))

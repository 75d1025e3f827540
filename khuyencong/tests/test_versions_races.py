"""Many editors of one row, portal and admin, each with a connection of his own: every edit that was taken stands."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts import clock
from khuyencong.tests.addresses import client_of
from khuyencong.tests.pages_sent import sent
from khuyencong.tests.scene import TODAY, set_scene
from programs.models import LegalDocument
from programs.reference.loader import load
from programs.tests.threads import at_once

ROWS = {  # what is edited, the field that counts, and the number of the row
    "accounts_user": ("full_name", lambda scene: scene.own.user.pk),
    "auth_group": ("name", lambda scene: Group.objects.get().pk),
    "programs_membership": ("position", lambda scene: scene.own.membership.pk),
    "programs_department": ("name", lambda scene: scene.own.department.pk),
    "programs_legaldocument": ("status", lambda scene: LegalDocument.objects.order_by("pk").first().pk),
    "conferences_conference": ("venue", lambda scene: scene.conference.pk),
    "conferences_delegate": ("position", lambda scene: scene.own.delegate.pk),
    "business_edit": ("products", lambda scene: scene.own.business.pk),
    "project_edit": ("aim", lambda scene: scene.own.project.code),
}
FEW = ["auth_group", "programs_membership", "business_edit"]


def editor_of(scene, name):
    return client_of(scene, "officer" if name.endswith("_edit") else "root")


def editor(scene, name, url, field, edits):
    """Opens the page, counts the field up by one, sends it; how many of the edits were taken."""

    def edit():
        client, taken = editor_of(scene, name), 0
        for _ in range(edits):
            form = sent(client.get(url))
            number = int(form[field].rpartition(" ")[2])
            answer = client.post(url, form | {field: f"Lần thứ {number + 1}"})
            assert answer.status_code in (200, 302)
            taken += answer.status_code == 302
        return taken

    return edit


@pytest.mark.django_db(transaction=True)
def test_no_edit_that_was_taken_is_lost(slow):
    """Three editors, four edits each, of a few tables; with --slow eight editors, twenty edits, of all in the list."""
    editors, edits = (8, 20) if slow else (3, 4)
    wrong = {}
    with clock.today_is(TODAY):
        load()
        scene = set_scene()
        for name in ROWS if slow else FEW:
            field, row = ROWS[name]
            place = name if name.endswith("_edit") else f"admin:{name}_change"
            url = reverse(place, args=[row(scene)])
            client = editor_of(scene, name)
            assert client.post(url, sent(client.get(url)) | {field: "Lần thứ 0"}).status_code == 302
            taken = at_once(*[editor(scene, name, url, field, edits)] * editors)
            stands = sent(client.get(url))[field]
            if (
                not all(isinstance(n, int) for n in taken)
                or stands != f"Lần thứ {sum(taken)}"
                or not any(taken)
            ):
                wrong[name] = taken, stands

    assert wrong == {}

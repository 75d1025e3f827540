"""Every form of the portal and of the admin, sent again and again: one act, one answer, whatever reached the browser."""

import pytest
from django.contrib import admin

from accounts.admin_mixins import RefusableAdmin, VersionedAdmin
from khuyencong.tests.add_forms import EVERY, form_of
from khuyencong.tests.addresses import fingerprint
from programs.pages.once import OTHER_CONTENT

pytestmark = pytest.mark.django_db


def problems(response):
    """What the form that came back says, its parts included."""
    page = response.context.get("adminform")
    form = page.form if page else response.context["form"]
    parts = [
        (part.formset.errors, part.formset.non_form_errors())
        for part in response.context.get("inline_admin_formsets", ())
    ]
    return form.errors, parts


@pytest.mark.parametrize("name", EVERY)
def test_form_sent_again_is_one_act_and_other_content_is_told(scene, name):
    client, url, sent = form_of(scene, name)
    first = client.post(url, sent)
    assert first.status_code == 302, problems(first)
    written = fingerprint()

    again = [client.post(url, sent) for _ in range(2)]
    other = client.post(url, sent | {"typed_besides": "khác"})

    assert {(answer.status_code, answer["Location"]) for answer in again} == {(302, first["Location"])}
    assert other.status_code == 200
    assert OTHER_CONTENT in other.content.decode()
    assert fingerprint() == written


@pytest.mark.parametrize("page", admin.site._registry.values(), ids=str)
def test_table_of_the_admin_refuses_in_its_form_and_counts_versions(page, rf, scene):
    """One that may be changed has a version; one that may be added to tells a refusal of the key or of a race."""
    request = rf.get("/")
    request.user = scene.people["root"]
    if page.has_add_permission(request):
        assert isinstance(page, RefusableAdmin)
    if page.has_change_permission(request):
        assert isinstance(page, VersionedAdmin)

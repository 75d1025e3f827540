"""A group of rights, whose table counts no version: what two people give and take at once."""

import pytest

from khuyencong.tests.addresses import address, client_of
from khuyencong.tests.pages_sent import sent

pytestmark = pytest.mark.django_db


def test_rights_of_a_group_given_meanwhile_are_not_taken_back(scene):
    """Lists of many are content: their change is seen by whoever opened the page before it."""
    first, second = client_of(scene, "root"), client_of(scene, "root")
    url = address("admin:auth_group_change", scene, scene.own)
    page = second.get(url)
    right = str(page.context["adminform"].form.fields["permissions"].queryset.first().pk)
    stale = sent(first.get(url))
    assert second.post(url, sent(page) | {"permissions": [right]}).status_code == 302

    late = first.post(url, stale | {"name": "Tổ khác"})

    assert late.status_code == 200
    assert "người khác đã lưu" in late.content.decode()
    assert sent(second.get(url))["permissions"] == [right]

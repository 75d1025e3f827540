"""Two people, one account: the later one is shown both values, and of many at once one is saved."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import AuditEvent, User
from accounts.tests.pages import change_url, values


def test_stale_edit_is_refused_with_both_values_and_nothing_lost(as_clerk, an):
    stale = values(an, full_name="Trần Thị An Của Tôi")
    User.objects.filter(pk=an.pk).update(full_name="Trần Thị An Đã Lưu", version=2)

    response = as_clerk.post(change_url(an), stale)

    page = response.content.decode()
    assert response.status_code == 200
    assert "người khác đã lưu một bản mới" in page
    assert "đang lưu «Trần Thị An Đã Lưu», anh/chị nhập «Trần Thị An Của Tôi»" in page
    assert 'value="Trần Thị An Của Tôi"' in page
    an.refresh_from_db()
    assert (an.full_name, an.version) == ("Trần Thị An Đã Lưu", 2)


def test_stale_edit_is_saved_once_the_difference_was_shown(as_clerk, an):
    stale = values(an, full_name="Trần Thị An Của Tôi")
    User.objects.filter(pk=an.pk).update(full_name="Trần Thị An Đã Lưu", version=2)
    page = as_clerk.post(change_url(an), stale).content.decode()
    shown = re.search(r'name="seen_version" value="(\d+)"', page).group(1)

    as_clerk.post(change_url(an), stale | {"seen_version": shown})

    an.refresh_from_db()
    assert (an.full_name, an.version) == ("Trần Thị An Của Tôi", 3)


def test_edit_without_a_version_is_refused(as_clerk, an):
    blind = values(an, full_name="Khác")
    del blind["seen_version"]

    assert as_clerk.post(change_url(an), blind).status_code == 200
    an.refresh_from_db()
    assert an.full_name == "Trần Thị An"


@pytest.mark.django_db(transaction=True)
def test_of_six_edits_of_the_same_version_one_is_saved(root, an, django_client_factory):
    edits = [values(an, full_name=f"Trần Thị An {n}") for n in range(6)]
    together = Barrier(len(edits))

    def post(edit):
        client = django_client_factory()
        client.force_login(root)
        together.wait()
        try:
            return client.post(change_url(an), edit).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(edits)) as pool:
        answers = list(pool.map(post, edits))

    an.refresh_from_db()
    assert sorted(answers) == [200, 200, 200, 200, 200, 302]
    assert (an.full_name, an.version) == (edits[answers.index(302)]["full_name"], 2)
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.USER_CHANGED).count() == 1

"""Nine identical posts at once, and several people who type the same at once: connections of their own, both engines."""

from functools import partial

import pytest
from django.test import Client

from accounts import clock
from khuyencong.tests.add_forms import EVERY, form_of
from khuyencong.tests.scene import TODAY, set_scene
from programs.models import Submission
from programs.reference.loader import load
from programs.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

RACES = ["business_create", "admin:programs_membership_add", "admin:programs_legaldocument_add"]
RACES += ["admin:conferences_delegate_add"]


@pytest.fixture
def open_scene(transactional_db):
    """The scene in sight of every connection."""
    with clock.today_is(TODAY):
        load()
        yield set_scene()


def pytest_generate_tests(metafunc):
    """A few forms, each in a country of its own; with --slow every one."""
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", EVERY if metafunc.config.getoption("slow") else RACES)


def test_nine_at_once_are_one_act_and_one_answer(open_scene, name):
    client, url, sent = form_of(open_scene, name)
    before = Submission.objects.count()

    def post():
        browser = Client(raise_request_exception=False)
        browser.cookies = client.cookies
        answer = browser.post(url, sent)
        return answer.status_code, answer.headers.get("Location")

    answers = at_once(*[post] * 9)

    assert len(set(answers)) == 1 and answers[0][0] == 302, answers
    assert Submission.objects.count() == before + 1


def test_same_content_under_keys_of_their_own_is_told_and_never_an_error(open_scene, name):
    """Who comes second is told: at the field what only one may have, or that the row is not there any more."""
    forms = [form_of(open_scene, name) for _ in range(4)]

    def send(client, url, sent):
        return client.post(url, sent).status_code

    answers = at_once(*[partial(send, *form) for form in forms])

    assert 302 in answers and {*answers} <= {200, 302, 403, 404}, answers

"""Nine identical posts at once, and several people who type the same at once: connections of their own, both engines."""

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


def test_nine_at_once_are_one_act_and_one_answer(open_scene, slow):
    """A few forms; with --slow every one, in an order in which none takes from the next what it is about."""
    wrong = {}
    for name in EVERY if slow else RACES:
        client, url, sent = form_of(open_scene, name)
        before = Submission.objects.count()

        def post(client=client, url=url, sent=sent):
            browser = Client(raise_request_exception=False)
            browser.cookies = client.cookies
            answer = browser.post(url, sent)
            return answer.status_code, answer.headers.get("Location")

        answers = at_once(*[post] * 9)
        if len(set(answers)) != 1 or answers[0][0] != 302 or Submission.objects.count() != before + 1:
            wrong[name] = answers

    assert wrong == {}


def test_different_people_who_type_the_same_at_once_are_told_and_never_an_error(open_scene, slow):
    """Each form with a key of its own: what only one may have is told the others at the field."""
    wrong = {}
    for name in EVERY if slow else RACES:
        forms = [form_of(open_scene, name) for _ in range(4)]

        def post(form):
            client, url, sent = form
            answer = client.post(url, sent)
            return answer.status_code

        answers = at_once(*[lambda form=form: post(form) for form in forms])
        if 302 not in answers or not {*answers} <= {200, 302, 404, 403}:
            wrong[name] = answers

    assert wrong == {}

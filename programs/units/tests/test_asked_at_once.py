"""The limit of answers holds however many processes give them."""

import pytest
from django.test import RequestFactory

from accounts.elsewhere import answer_elsewhere
from accounts.models import AuditEvent
from programs.tests.factories import user
from programs.tests.threads import at_once


@pytest.mark.django_db(transaction=True)
def test_several_at_once_get_no_more_answers_than_one(settings):
    settings.ASKED_ELSEWHERE_AN_HOUR = 3
    request = RequestFactory().get("/")
    request.user = user("lan", "Lan")
    answers = at_once(*[lambda: answer_elsewhere(request, "x", found=True)] * 6)
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType"] * 3 + ["ValidationError"] * 3
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.ASKED_ELSEWHERE).count() == 3

"""Many posts at the same moment: one code opens one door, and not more are tried than are free."""

import pytest
from django.core.exceptions import ValidationError

from accounts.factor import FREE_FAILURES, prove
from accounts.models import AuditEvent, Factor
from accounts.tests.authenticator import SHEET_CODE, code_of, give_factor, wrong_code
from programs.tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes(user, typed, times):
    """What became of each: the way it was proven, or the code of the refusal."""
    answers = at_once(*[lambda: prove(user, typed, None)] * times)
    return sorted(answer.code if isinstance(answer, ValidationError) else str(answer) for answer in answers)


@pytest.mark.parametrize("kind", ["code", "recovery"])
def test_a_code_sent_many_times_at_once_is_taken_once(an, kind):
    key = give_factor(an)

    answers = outcomes(an, code_of(key) if kind == "code" else SHEET_CODE, 4)

    assert answers == sorted([kind, "wrong", "wrong", "wrong"])
    assert Factor.objects.get().failures in range(4)  # those after the right one
    assert AuditEvent.objects.count() == 3


def test_not_more_are_tried_at_once_than_are_free(an):
    key = give_factor(an)

    answers = outcomes(an, wrong_code(key), FREE_FAILURES + 3)

    assert answers == ["wait"] * 3 + ["wrong"] * FREE_FAILURES
    assert Factor.objects.get().failures == FREE_FAILURES

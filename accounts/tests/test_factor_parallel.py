"""Many posts at the same moment: one code opens one door, and not more are tried than are free."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.factor import FREE_FAILURES, prove
from accounts.factor_views import OFFERED_KEY
from accounts.models import AuditEvent, Factor
from accounts.sealing import unseal
from accounts.tests.authenticator import SHEET_CODE, code_of, give_factor, wrong_code
from accounts.tests.conftest import PASSWORD
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


def test_of_two_browsers_that_set_the_first_factor_at_once_one_does(an):
    """Else whoever knows the password alone takes the place of the factor that its owner is setting."""
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(an)
        browser.get(reverse("factor_setup"))
    keys = [unseal(browser.session[OFFERED_KEY]) for browser in browsers]

    def set_up(browser, key):
        page = browser.post(reverse("factor_setup"), {"password": PASSWORD, "code": code_of(key)})
        return page.content.decode().count('class="factor-code"') == 10

    done = at_once(*[lambda pair=pair: set_up(*pair) for pair in zip(browsers, keys, strict=True)])

    assert sorted(done) == [False, True]
    assert unseal(Factor.objects.get().sealed_key) == keys[done.index(True)]
    assert AuditEvent.objects.filter(kind="factor_set").count() == 1

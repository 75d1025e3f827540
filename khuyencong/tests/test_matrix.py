"""Every address of the portal, asked by everybody, at a row of one's own province and at another's, by real requests.

What they must get stands in khuyencong/tests/policy.py.
"""

import pytest

from khuyencong.tests.addresses import (
    ROUTES,
    address,
    client_of,
    fingerprint,
    has_sides,
    letter,
    visits,
    words_of,
)
from khuyencong.tests.policy import POLICY
from khuyencong.tests.scene import ROLES

pytestmark = pytest.mark.django_db
# The second database is asked by one person: what differs between the others is said in Python.
EVERYBODY = [role if role == "officer" else pytest.param(role, marks=pytest.mark.once) for role in ROLES]
SIGNED_IN = EVERYBODY[1:]  # "anonymous" is the first


def test_every_address_is_in_the_policy_and_no_other():
    assert sorted(ROUTES) == sorted(POLICY)


@pytest.mark.parametrize("role", EVERYBODY)
def test_reading_gives_what_the_policy_says_and_changes_nothing(scene, logged, role):
    client = client_of(scene, role)
    before = fingerprint()
    wrong = []
    for name, side, url in visits(scene):
        got, wanted = letter(client.get(url)), POLICY[name].expected("get", side, role)
        if got != wanted:
            wrong.append(f"{name} ({side}): {got}, not {wanted}")

    assert not wrong, "\n".join(wrong)
    assert fingerprint() == before


@pytest.mark.parametrize("role", SIGNED_IN)
def test_row_out_of_sight_answers_like_a_missing_one(scene, logged, role):
    """Word for word: nothing tells whether it is there."""
    client, compared, telling = client_of(scene, role), 0, []
    for name, side, url in visits(scene):
        if has_sides(name) and (answer := client.get(url)).status_code == 404:
            missing = client.get(address(name, scene, getattr(scene, side), missing=True))
            compared += 1
            if (missing.status_code, words_of(missing)) != (404, words_of(answer)):
                telling.append(f"{name} ({side})")

    assert not telling, "\n".join(telling)
    assert (compared > 0) == (role not in ("centre", "ministry", "ministry_officer", "chief", "root"))


@pytest.mark.parametrize("role", EVERYBODY)
def test_empty_form_gives_what_the_policy_says_and_changes_nothing(scene, logged, role):
    client = client_of(scene, role)
    leaving = {name: client_of(scene, role) for name in ("logout", "admin:logout")}
    before = fingerprint()
    wrong = []
    for name, side, url in visits(scene):
        answer = leaving.get(name, client).post(url, {})
        got, wanted = letter(answer), POLICY[name].expected("post", side, role)
        if got != wanted:
            wrong.append(f"{name} ({side}): {got}, not {wanted}")

    assert not wrong, "\n".join(wrong)
    assert fingerprint() == before

"""Whatever is sent to any parameter and field of any address gets an answer in Vietnamese and never a fault of ours."""

from itertools import count

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from khuyencong.tests.addresses import MODELS, client_of, visits
from khuyencong.tests.hostile import VALUES, asking, in_place_of_rows, parameters

pytestmark = pytest.mark.django_db
KINDS = list(VALUES)
TWENTY_DIGITS = KINDS[0]
ONE_IN = 15  # so many of the parameters alone are tried by a quick run
FORM = "application/x-www-form-urlencoded"
LEAVE = ("logout", "admin:logout")
WHO = {"officer": False, "root": True}  # who comes, and whether to the admin or to the portal


class Turns:
    """Which values a parameter gets: all in a slow run; in a quick one each time the next, so that all have a turn."""

    def __init__(self, slow):
        self.slow, self._together, self._alone = slow, count(1), count()

    def tries(self, names):
        """(names, kind): all at once with some kinds, and single ones."""
        if not names:
            return
        together = KINDS if self.slow else [KINDS[next(self._together) % len(KINDS)]]
        yield from ((names, kind) for kind in together)
        for name in names:
            if self.slow:
                yield from (([name], kind) for kind in KINDS)
            elif (number := next(self._alone)) % ONE_IN == 0:
                yield [name], KINDS[number // ONE_IN % len(KINDS)]


@pytest.fixture
def told(scene, logged):  # noqa: F811
    """told(client, method, …): what is wrong with the answer, or nothing; whatever it wrote is taken back."""

    def send(client, method, *arguments, **more):
        with transaction.atomic():
            response = getattr(client, method)(*arguments, **more)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            return str(response.status_code)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.status_code >= 400 and is_page and 'lang="vi"' not in response.text:
            return f"{response.status_code} not in Vietnamese"
        return ""

    return send


@pytest.mark.parametrize("role", WHO)
def test_no_parameter_breaks_a_page(scene, told, slow, role):
    client, wrong, turns = client_of(scene, role), [], Turns(slow)
    for name, url in pages(scene, WHO[role]):
        names, _ = parameters(name, url, page_of(client, url))
        for some, kind in turns.tries(names):
            if found := told(client, "get", asking(url, some, kind)):
                wrong.append(in_words(found, name, some, kind))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", WHO)
def test_no_field_breaks_a_form(scene, told, slow, role):
    client, wrong, turns = client_of(scene, role), [], Turns(slow)
    for name, url in pages(scene, WHO[role]):
        values = values_at(client, scene, name, url)
        for some, kind in turns.tries(list(values)):
            sent = QueryDict(mutable=True)
            sent.update(values | dict.fromkeys(some, VALUES[kind]))
            if found := told(client, "post", url, sent.urlencode(), content_type=FORM):
                wrong.append(in_words(found, name, some, kind))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", WHO)
def test_no_address_breaks(scene, told, slow, role):
    """Where the number or code of a row stands."""
    client, wrong = client_of(scene, role), []
    for number, (name, url) in enumerate(in_place_of_rows(WHO[role])):
        kinds = KINDS if slow else [TWENTY_DIGITS, KINDS[number % len(KINDS)]]
        wrong += [f"{found}: {name} {kind}" for kind in kinds if (found := told(client, "get", url(kind)))]
    assert not wrong, "\n".join(wrong)


def pages(scene, admin):
    """Each address once, at a row of one's own: those of the admin, or the others."""
    return [
        (name, url)
        for name, side, url in visits(scene)
        if side == "own" and name not in LEAVE and url.startswith("/admin/") == admin
    ]


def values_at(client, scene, name, url):
    """What the form at this address would send; one to add a row, the values of a row that is there."""
    _, fields = parameters(name, url, page_of(client, url))
    model = name.removeprefix("admin:").removesuffix("_add")
    if name.endswith("_add") and model in MODELS and (row := MODELS[model].objects.first()):
        change = reverse(f"admin:{model}_change", args=[row.pk])
        _, filled = parameters(name, change, page_of(client, change))
        return fields.sent | {key: value for key, value in filled.sent.items() if key in fields.sent}
    return fields.sent


def page_of(client, url):
    response = client.get(url)
    return response.text if response.get("Content-Type", "").startswith("text/html") else ""


def in_words(found, name, some, kind):
    return f"{found}: {name} {'all' if len(some) > 1 else some[0]}, {kind}"

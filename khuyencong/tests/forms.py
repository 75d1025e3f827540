"""Forms as a person meets them: the page with its values, and the page that comes back with what is wrong."""

import re

from programs.tests.web import filled

ENGLISH = re.compile(r"\b(the|this|field|valid|enter|value|required|error|please)\b", re.IGNORECASE)


def form_at(client, address, **changes):
    return filled(client.get(address), **changes)


def refused(response, *fields):
    """The messages at these fields, in Vietnamese, with everything typed still on the page."""
    assert response.status_code == 200
    form = response.context["form"]
    assert sorted(form.errors) == sorted(fields)
    messages = [message for errors in form.errors.values() for message in errors]
    assert not [message for message in messages if ENGLISH.search(message)]
    page = response.content.decode()
    assert all(message.split("«")[0].strip(" .") in page for message in messages)
    return " ".join(messages)

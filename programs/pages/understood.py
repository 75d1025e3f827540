"""What an address asks is understood whole or not at all: a condition that is not understood never widens the answer."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import BadRequest

SHOWN = 40  # characters of what somebody wrote into an address


def faults_of(asked, known: Iterable[str]) -> list[str]:
    """What is wrong with the names in an address (a QueryDict): each must be one that the page knows, and stand once."""
    known = set(known)
    unknown = [f"Không hiểu điều kiện «{name[:SHOWN]}» trong địa chỉ." for name in asked if name not in known]
    twice = [
        f"Điều kiện «{name}» đứng hai lần trong địa chỉ."
        for name, values in asked.lists()
        if name in known and len(values) > 1
    ]
    return unknown + twice


def refuse_unknown(asked, *known: str) -> None:
    """For pages without conditions of their own."""
    if faults := faults_of(asked, known):
        raise BadRequest(" ".join(faults))


def show_what_was_asked(form) -> None:
    """A list to choose from shows also a value that it does not offer: else it would show another in its place."""
    for name in form.errors:
        widget = form.fields[name].widget if name in form.fields else None
        asked = form[name].value() if isinstance(widget, forms.Select) else None
        if asked:
            widget.choices = [*widget.choices, (asked, f"«{str(asked)[:SHOWN]}» (không hiểu)")]
            widget.attrs["aria-invalid"] = "true"

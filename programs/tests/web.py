"""What a browser would send: the values of the form on a page, with some fields typed anew."""

import uuid


def filled(response, **changes):
    values = {}
    for bound in response.context["form"]:
        value = bound.value()
        if value is None or value is False or bound.field.disabled:
            continue
        shown = bound.field.widget.format_value(bound.field.prepare_value(value))
        first = shown[0] if isinstance(shown, list) else shown
        values[bound.html_name] = "on" if value is True else str("" if first is None else first)
    return values | changes


def chosen_values(response, name):
    return [str(value) for value, _ in response.context["form"].fields[name].choices if value]


def sent(values, **changes):
    """A form as it leaves the browser, with a key of its own."""
    return values | {"submission_key": str(uuid.uuid4())} | changes


def errors(response):
    """Field -> messages of the form that came back."""
    assert response.status_code == 200
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}

"""Addresses and forms of the admin, and people with rights in it."""

from django.contrib.auth.models import Permission
from django.urls import reverse

from programs.choices import DepartmentKind, Role
from programs.models import Department
from programs.tests.factories import membership, user


def url(model, page, *args):
    return reverse(f"admin:programs_{model._meta.model_name}_{page}", args=args)


def change_url(row):
    return url(type(row), "change", row.pk)


def typed(client, address, **changes):
    """What the form of a page would send, with some fields typed anew."""
    form = client.get(address).context["adminform"].form
    values = {}
    for bound in form:
        widget = getattr(bound.field.widget, "widget", bound.field.widget)
        value = widget.format_value(bound.value())
        values[bound.html_name] = value if value is not None else ""
        if isinstance(bound.value(), bool):
            values[bound.html_name] = "on" if bound.value() else ""
    return {name: value for name, value in values.items() if value not in ("", [])} | changes


def errors_of(response):
    return [error for errors in response.context["errors"] for error in errors]


def sct(key):
    return Department.objects.get(unit__key=key, kind=DepartmentKind.PROVINCE_DEPARTMENT)


def staff(username, body=None, role=Role.OFFICER, rights=()):
    person = user(username, username.title(), is_staff=True)
    if body:
        membership(person, body, role)
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return person


def rights_to(*models):
    return [f"{act}_{m._meta.model_name}" for m in models for act in ("view", "add", "change", "delete")]

"""Every form that adds or acts, found by itself: the add pages of the admin's tables, and the forms of the portal.

What a form of the admin needs is filled in by the kind of its fields; MORE holds what a rule of the table asks besides.
"""

from datetime import date

from django import forms
from django.contrib import admin

from conferences.tests.pages import typed
from khuyencong.tests.addresses import address, client_of
from khuyencong.tests.test_forms import FORMS, complete_form
from programs.models import Department, Indicator, Province

MORE = {  # table -> what its own rules ask; of the scene
    "accounts_user": lambda scene: {"username": "moi.lamdong", "email": "moi@example.vn"},
    "auth_group": lambda scene: {},
    "programs_province": lambda scene: {
        "key": "P34-99", "era": "34", "gso_code": "99", "slug": "thu-thu", "valid_from": "01/07/2025", "valid_to": "",
    },
    "programs_provincename": lambda scene: {"province": scene.own.home.pk, "valid_from": "01/01/2030"},
    "programs_regionmembership": lambda scene: {
        "province": Province.objects.get(key="P34-52").pk, "valid_from": "01/01/1990", "valid_to": "31/12/1990",
    },
    "programs_department": lambda scene: {"kind": "other_implementer", "unit": scene.own.home.pk},
    "programs_membership": lambda scene: {
        "user": scene.people["nobody"].pk, "role": "viewer",
        "department": Department.objects.get(unit=scene.own.home, kind="province_department").pk,
    },
    "programs_supportnorm": lambda scene: {"rule": "ceiling", "content_group": "3"},
    "programs_closingdate": lambda scene: {
        "day": "5", "month": "6", "valid_from": "01/01/1990", "valid_to": "31/12/1990",
    },
    "reports_publishedfigure": lambda scene: {
        "unit": scene.own.home.pk, "indicator": Indicator.objects.get(code="III.4").pk,
        "source": "https://example.vn/",
    },
    "conferences_conference": lambda scene: {"year": "2030", "edition": "19", "date_precision": "year"},
    "conferences_delegation": lambda scene: {"unit": without_delegation(scene).pk},
}  # fmt: skip


def without_delegation(scene):
    """A province that takes part and sends nobody: its delegation is taken away."""
    if scene.own.delegation.pk:
        scene.own.delegation.delegates.all().delete()
        scene.own.delegation.delete()
    return scene.own.home


def add_pages():
    """The tables of the admin that have an add page for somebody."""
    return [
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model, page in admin.site._registry.items()
        if type(page).has_add_permission.__qualname__.partition(".")[0] not in NEVER_ADDS
    ]


NEVER_ADDS = {"AuditEventAdmin", "ReadOnlyAdmin", "UnitLineAdmin"}


def add_form(scene, table):
    """A client of the administrator, the address of the add page, and what a browser would send."""
    client = client_of(scene, "root")
    url = address(f"admin:{table}_add", scene, scene.own)
    page = client.get(url)
    form = page.context["adminform"].form
    shown = {name: value for name, value in typed(page).items() if value not in ("", [])}
    sent = shown | {name: value_for(field, name) for name, field in form.fields.items() if field.required}
    key = page.context["submission_key"]
    assert f'name="submission_key" value="{key}"' in page.content.decode()
    return client, url, sent | MORE.get(table, lambda scene: {})(scene) | {"submission_key": key}


def value_for(field, name):
    """Something that a field of this kind takes."""
    if isinstance(field, forms.ModelChoiceField):
        return field.queryset.first().pk
    if isinstance(field, forms.ChoiceField | forms.TypedChoiceField):
        return next(value for value, _ in field.choices if value not in ("", None))
    if isinstance(field, forms.DateField):
        return f"{date(2020, 1, 1):%d/%m/%Y}"
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return "7"
    if isinstance(field, forms.BooleanField):
        return "on"
    return f"thu-{name}"[: field.max_length]


EVERY = [*FORMS, *(f"admin:{table}_add" for table in add_pages())]


def form_of(scene, name):
    """A signed-in client, the address of the form, what is sent."""
    if name.startswith("admin:"):
        return add_form(scene, name.removeprefix("admin:").removesuffix("_add"))
    client, sent = complete_form(scene, name)
    return client, address(name, scene, scene.own), sent

"""Whatever offers rows offers those in sight and no other: each form, filter, admin filter and look-up, by real pages."""

import pytest
from django.contrib import admin
from django.contrib.admin import RelatedFieldListFilter
from django.urls import reverse

from accounts.models import User
from conferences.models import DelegateGroup, Delegation
from khuyencong.tests.addresses import client_of, visits
from programs.access import in_sight
from programs.models import Department, Province
from programs.units.accounts_admin import people_known_to

pytestmark = pytest.mark.django_db
OFFERED_BY_NAME = {"delegation": Delegation, "group": DelegateGroup}  # admin filters that are told no table


def ids_in_sight(model, person):
    """Accounts have no scope of their own: one sees oneself, and may place those of one's reach."""
    rows = (
        people_known_to(person) | User.objects.filter(pk=person.pk)
        if model is User
        else in_sight(model._default_manager.all(), person)
    )
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def ids_among(choices):
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ids_among(label)
        elif str(value).isdecimal():
            yield str(value)


def forms_of(context):
    if "form" in context:
        yield context["form"]
    if "filter" in context:
        yield context["filter"].form
    if "adminform" in context:
        yield context["adminform"].form
        for formset in context.get("inline_admin_formsets", []):
            yield formset.formset.empty_form


def offers_of(context):
    """(what, table, ids) of everything on a page that offers rows."""
    for form in forms_of(context):
        for name, field in getattr(form, "fields", {}).items():
            if (rows := getattr(field, "queryset", None)) is not None:
                yield name, rows.model, {str(pk) for pk in rows.values_list("pk", flat=True)}
                yield f"{name} (words)", rows.model, set(ids_among(field.choices))
    for spec in context["cl"].filter_specs if "cl" in context else ():
        if isinstance(spec, RelatedFieldListFilter):
            yield f"filter {spec.field_path}", spec.field.related_model, set(ids_among(spec.lookup_choices))
        elif table := OFFERED_BY_NAME.get(getattr(spec, "parameter_name", None)):
            yield f"filter {spec.parameter_name}", table, set(ids_among(spec.lookup_choices))


@pytest.mark.parametrize("role", ["officer", "keeper", "gia_lai"])
def test_every_choice_of_rows_is_in_sight(scene, logged, role):  # noqa: F811
    client, person, sight = client_of(scene, role), scene.people[role], {}
    seen, wrong = set(), []
    for name, side, url in visits(scene):
        context = client.get(url).context
        for what, table, ids in offers_of(
            context.flatten() if hasattr(context, "flatten") else merged(context)
        ):
            seen.add(table)
            if table not in sight:
                sight[table] = ids_in_sight(table, person)
            if not ids <= sight[table]:
                wrong.append(
                    f"{name} ({side}), {what}: {len(ids - sight[table])} {table._meta.label} out of sight"
                )

    assert not wrong, "\n".join(wrong)
    assert {Province, Department} <= seen


def merged(context):
    """One dictionary of the context of a page, whose layers Django keeps apart; empty where there was no page."""
    together = {}
    for layer in context or ():
        for names in layer:
            together |= names
    return together


LOOK_UPS = [
    (page.opts, field) for page in admin.site._registry.values() for field in page.autocomplete_fields
]


@pytest.mark.parametrize(("opts", "field"), LOOK_UPS, ids=lambda value: getattr(value, "label", value))
def test_every_look_up_of_the_admin_answers_rows_in_sight(scene, opts, field):
    asked = {"app_label": opts.app_label, "model_name": opts.model_name, "field_name": field, "term": ""}
    answer = client_of(scene, "keeper").get(reverse("admin:autocomplete"), asked)

    found = {row["id"] for row in answer.json()["results"]}
    assert found <= ids_in_sight(opts.get_field(field).related_model, scene.people["keeper"])

"""Each form of the portal filled in: taken from its writer alone, and never with a row of another province."""

import pytest
from django.forms import ModelChoiceField
from django.urls import reverse

from conferences.models import DelegateGroup
from khuyencong.tests.addresses import ADMIN_ROWS, address, client_of, fingerprint, letter
from khuyencong.tests.policy import CLOSER, EDIT_ROW, EDITOR, POLICY, PORTAL
from khuyencong.tests.scene import ROLES, THIS_YEAR, TODAY_TYPED
from programs.models import Activity, Indicator, Province, Region
from programs.tests.web import filled

pytestmark = pytest.mark.django_db


def sendable(scene):
    """For each form of the portal: what makes it complete. Choices are rows of the own side."""
    return {
        "business_create": {"name": "Cơ sở mới", "legal_form": "household"},
        "business_edit": {"name": "Cơ sở đổi tên"},
        "project_create": {"name": "Đề án mới", "level": "kcdp", "activity": scene.own.project.activity_id},
        "project_edit": {"name": "Đề án đổi tên"},
        "money_add": {"stage": "accepted", "on": TODAY_TYPED, "amount": "120 triệu", "budget_year": THIS_YEAR},
        "money_correct": {"amount": "110 triệu", "reason": "Ghi nhầm"},
        "project_result_add": {"indicator": scene.own.result.indicator_id, "on": TODAY_TYPED, "quantity": "2"},
        "result_add": {
            "unit": scene.own.home.pk, "indicator": scene.own.result.indicator_id, "level": "kcdp",
            "on": TODAY_TYPED, "quantity": "2",
        },
        "level_add": {
            "unit": scene.own.home.pk, "indicator": Indicator.objects.get(code="IX.3").pk, "level": "kcdp",
            "on": TODAY_TYPED, "level_stated": "0",
        },
        "result_correct": {"quantity": "4", "reason": "Ghi nhầm"},
        "event_add": {"happening": "contracted", "on": TODAY_TYPED, "document": "12/HĐ-KC", "budget_year": THIS_YEAR},
        "event_undo": {"reason": "Ghi nhầm"},
        "beneficiary_add": {"business": scene.own.spare.pk, "amount": "20 triệu", **OF_LINE},
        "beneficiary_replace": {"business": scene.own.spare.pk, "reason": "Xin thay", **OF_LINE},
        "beneficiary_change": {"change": "support", "support": "30 triệu", **OF_LINE},
        "beneficiary_correct": {"support": "40 triệu", "reason": "Ghi nhầm"},
        "beneficiary_withdraw": {"reason": "Xin rút", **OF_LINE},
        "closure_add": {"unit": scene.own.home.pk, "budget_year": THIS_YEAR, "cut_off": TODAY_TYPED},
    }  # fmt: skip


OF_LINE = {"on": TODAY_TYPED, "budget_year": THIS_YEAR}
FORMS = [name for name, rule in PORTAL.items() if rule in (EDIT_ROW, EDITOR, CLOSER)]
WRITER = {"closure_add": "chief"}  # everything else: the officer


def complete_form(scene, name, **changes):
    """What the one who may write would send, with a key of its own."""
    client = client_of(scene, WRITER.get(name, "officer"))
    page = client.get(address(name, scene, scene.own))
    return client, filled(page, **sendable(scene)[name] | changes)


@pytest.mark.parametrize("name", FORMS)
def test_complete_form_is_taken_from_its_writer_and_from_nobody_else(scene, name):
    url = address(name, scene, scene.own)
    writer, form = complete_form(scene, name)
    others = [role for role in ROLES if POLICY[name].expected("post", "own", role) != "+"]
    clients = {role: client_of(scene, role) for role in others}
    before = fingerprint()

    got = {role: letter(client.post(url, form)) for role, client in clients.items()}

    assert got == {role: POLICY[name].expected("post", "own", role) for role in others}
    assert fingerprint() == before
    assert letter(writer.post(url, form)) == "~"
    assert fingerprint() != before


def foreign_choices(scene):
    """Form, its field, and a row of the other province in it."""
    other = scene.other
    return [
        ("business_create", "unit", other.unit),
        ("business_edit", "unit", other.unit),
        ("project_create", "unit", other.unit),
        ("project_create", "origin_unit", Province.objects.get(key="P63-52")),
        ("project_create", "implementer", other.department),
        ("project_edit", "implementer", other.department),
        ("money_add", "beneficiary", other.beneficiary),
        ("money_correct", "beneficiary", other.beneficiary),
        ("result_add", "unit", other.unit),
        ("level_add", "unit", other.unit),
        ("beneficiary_add", "business", other.business),
        ("beneficiary_replace", "business", other.business),
    ]


def test_row_of_another_province_is_no_choice_in_any_form(scene):
    forms = [
        (name, field, row.pk, *complete_form(scene, name, **{field: row.pk}))
        for name, field, row in foreign_choices(scene)
    ]
    before = fingerprint()
    taken = []
    for name, field, pk, client, form in forms:
        answer = client.post(address(name, scene, scene.own), form)
        if answer.status_code != 200 or list(answer.context["form"].errors) != [field]:
            taken.append(f"{name}.{field}={pk}: {answer.status_code}")

    assert not taken, "\n".join(taken)
    assert fingerprint() == before


def test_every_choice_of_rows_in_a_form_is_tried_with_a_foreign_one(scene):
    """Open tables (contents, indicators, regions) are everybody's; each other choice stands in foreign_choices()."""
    tried = {(name, field) for name, field, _ in foreign_choices(scene)}
    choices = set()
    for name in FORMS:
        form = (
            client_of(scene, WRITER.get(name, "officer")).get(address(name, scene, scene.own)).context["form"]
        )
        choices |= {
            (name, field)
            for field, made in form.fields.items()
            if isinstance(made, ModelChoiceField) and made.queryset.model not in (Activity, Indicator, Region)
        }

    # Whatever is closed for a nationwide reach is no foreign row; a project with entries keeps its province.
    assert choices - tried == {
        ("closure_add", "unit"),
        ("project_edit", "unit"),
        ("project_edit", "origin_unit"),
    }


# ----------------------------------------------------------------------------------------------- lists of the admin

ACTIONS = [
    "delete_selected",
    "mark_attends",
    "mark_declines",
    "mark_no_answer",
    "make_reset_link",
    "make_delegations",
]


def test_action_on_rows_of_another_province_does_nothing(scene):
    """The keeper of Lâm Đồng has every right, but not there."""
    client = client_of(scene, "keeper")
    before = fingerprint()
    for model, attribute in ADMIN_ROWS.items():
        if attribute == "audit":
            continue
        row = getattr(scene.other, attribute)
        for action in ACTIONS:
            sent = {"action": action, "_selected_action": [row.pk], "index": "0", "post": "yes"}
            answer = client.post(reverse(f"admin:{model}_changelist"), sent)
            assert scene.other.mark not in answer.content.decode(), (model, action)

    assert fingerprint() == before


@pytest.mark.parametrize(("model", "field"), [("delegation", "unit"), ("delegate", "delegation")])
def test_admin_form_offers_no_row_of_another_province(scene, model, field):
    client = client_of(scene, "keeper")
    url = address(f"admin:conferences_{model}_add", scene, scene.own)
    row = scene.other.home if model == "delegation" else scene.other.delegation
    group = DelegateGroup.objects.get().pk
    form = {"conference": scene.conference.pk, "group": group, "full_name": "Lê A", field: row.pk}
    form |= {"order": "9", "status": "drafted", "answer": "none", "position_rank": "90"}
    form |= {"places-TOTAL_FORMS": "0", "places-INITIAL_FORMS": "0"}
    before = fingerprint()

    answer = client.post(url, form)

    assert list(answer.context["adminform"].form.errors) == [field]
    assert fingerprint() == before

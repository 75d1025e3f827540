"""Every address of the portal, asked by everybody, at a row of one's own province and at another's, by real requests.

What they must get stands in khuyencong/tests/policy.py.
"""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.forms import ModelChoiceField
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

from accounts.models import AuditEvent
from conferences.models import Conference, DelegateGroup
from khuyencong.tests.policy import CLOSER, EDIT_ROW, EDITOR, POLICY, PORTAL
from khuyencong.tests.scene import ROLES
from programs.models import Activity, Indicator, Province, Region
from programs.tests.web import filled

pytestmark = pytest.mark.django_db
MISSING = 987_654_321
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


# -------------------------------------------------------------------------------------------------- all addresses


def routes(resolver=None, namespace="", prefix=""):
    """(name, pattern) of every address; one without a name is called by its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield namespace + (entry.name or str(pattern).removeprefix("admin/")), pattern
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from routes(entry, namespace + inner, pattern)


ROUTES = dict(routes())


def test_every_address_is_in_the_policy_and_no_other():
    assert sorted(ROUTES) == sorted(POLICY)


# ------------------------------------------------------------------------------------------------ addresses of rows

OF_SIDE = {  # which row of a side an address is about
    "business_detail": lambda side: side.business.pk,
    "business_edit": lambda side: side.business.pk,
    "business_history": lambda side: side.business.pk,
    "project_detail": lambda side: side.project.code,
    "project_edit": lambda side: side.project.code,
    "project_history": lambda side: side.project.code,
    "money_add": lambda side: side.project.code,
    "project_result_add": lambda side: side.project.code,
    "event_add": lambda side: side.project.code,
    "beneficiary_add": lambda side: side.project.code,
    "beneficiary_withdraw": lambda side: side.beneficiary.pk,
    "money_correct": lambda side: side.money.pk,
    "result_correct": lambda side: side.result.pk,
    "event_undo": lambda side: side.event.pk,
    "event_file": lambda side: side.event.pk,
    "posting_detail": lambda side: side.posting.number,
}
OF_PLACE = ("figure_source", "conference_report_xlsx")  # their province stands after the "?"
ADMIN_ROWS = {  # in the admin: the row of a side; of what has no side, any row
    "programs_posting": "posting",
    "programs_moneyentry": "money",
    "programs_resultentry": "result",
    "programs_projectevent": "event",
    "programs_closure": "closure",
    "programs_department": "department",
    "programs_membership": "membership",
    "conferences_delegation": "delegation",
    "conferences_delegate": "delegate",
    "accounts_user": "user",
    "accounts_auditevent": "audit",
}
MODELS = {f"{m._meta.app_label}_{m._meta.model_name}": m for m in admin.site._registry}
NEEDS_NO_ROW = {"admin:app_list": ["programs"], "password_reset_confirm": ["MQ", "sai"]}


def address(name, scene, side, missing=False):
    if name == "admin:view_on_site":
        kind = ContentType.objects.get_for_model(Conference)
        return reverse(name, args=[kind.pk, scene.conference.pk])
    if name == "conference_detail":
        return reverse(name, args=[scene.conference.code])
    if name.startswith("admin:(?P"):
        return "/admin/khong-co/"
    if name in OF_PLACE:
        return reverse(name, query={"place": "P34-00" if missing else side.home.key, "code": "F.16"})
    if name in OF_SIDE:
        return reverse(name, args=[MISSING if missing else OF_SIDE[name](side)])
    if name.endswith("/<path:object_id>/"):
        return f"/admin/{name[6:].removesuffix('<path:object_id>/')}{MISSING}/"
    model, _, page = name.removeprefix("admin:").rpartition("_")
    if model in MODELS and page in ("change", "delete", "history"):
        row = getattr(side, ADMIN_ROWS[model]) if model in ADMIN_ROWS else MODELS[model].objects.first()
        return reverse(name, args=[MISSING if missing else row.pk])
    if model in ("conferences_delegation", "conferences_delegate") and page == "add":
        return reverse(name, query={"conference": scene.conference.pk})
    return reverse(name, args=NEEDS_NO_ROW.get(name, []))


def has_sides(name):
    model = name.removeprefix("admin:").rpartition("_")[0]
    return (
        name in OF_SIDE
        or name in OF_PLACE
        or (model in ADMIN_ROWS and not name.endswith(("_changelist", "_add")))
    )


# ------------------------------------------------------------------------------------------------------- asking

LETTERS = {200: "+", 404: "0", 403: "x", 405: "-", 422: "?"}


def letter(response):
    if response.status_code == 302:
        return ">" if re.match(r"(/admin)?/(accounts/)?login/", response.url) else "~"
    return LETTERS.get(response.status_code, str(response.status_code))


def client_of(scene, role):
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(scene.people[role], backend="django.contrib.auth.backends.ModelBackend")
    return client


def words_of(response):
    return TOKEN.sub("", response.content.decode())


KEEPS_NO_TRACE = {
    Session,
    AuditEvent,
}  # who is signed in, and what was refused or exported: logged, as they should be


def fingerprint():
    """Every row of every table of the database, but for the log and the sessions."""
    return {
        model._meta.label: (
            len(rows := list(model._base_manager.order_by("pk").values_list())),
            hash(str(rows)),
        )
        for model in apps.get_models(include_auto_created=True)
        if model not in KEEPS_NO_TRACE and model._meta.managed
    }


def visits(scene):
    for name in ROUTES:
        for side in ("own", "other") if has_sides(name) else ("own",):
            yield name, side, address(name, scene, getattr(scene, side))


@pytest.fixture
def logged(scene):
    """An event of the log for each side: of the leader who wrote its rows."""
    for side in (scene.own, scene.other):
        side.audit = AuditEvent.objects.create(
            kind=AuditEvent.Kind.EXPORTED, user=side.leader, username=side.leader.username, object=side.mark
        )


@pytest.mark.parametrize("role", ROLES)
def test_reading_gives_what_the_policy_says_and_changes_nothing(scene, logged, role):
    client, number = client_of(scene, role), ROLES.index(role)
    before = fingerprint()
    wrong = []
    for name, side, url in visits(scene):
        got, wanted = letter(client.get(url)), POLICY[name].expected("get", side, number)
        if got != wanted:
            wrong.append(f"{name} ({side}): {got}, not {wanted}")

    assert not wrong, "\n".join(wrong)
    assert fingerprint() == before


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
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
    assert (compared > 0) == (role not in ("centre", "ministry", "chief", "root"))


@pytest.mark.parametrize("role", ROLES)
def test_empty_form_gives_what_the_policy_says_and_changes_nothing(scene, logged, role):
    client, number = client_of(scene, role), ROLES.index(role)
    leaving = {name: client_of(scene, role) for name in ("logout", "admin:logout")}
    before = fingerprint()
    wrong = []
    for name, side, url in visits(scene):
        answer = leaving.get(name, client).post(url, {})
        got, wanted = letter(answer), POLICY[name].expected("post", side, number)
        if got != wanted:
            wrong.append(f"{name} ({side}): {got}, not {wanted}")

    assert not wrong, "\n".join(wrong)
    assert fingerprint() == before


# ------------------------------------------------------------------------------------------------ filled-in forms

THIS_YEAR = str(timezone.localdate().year)
TODAY = f"{timezone.localdate():%d/%m/%Y}"


def sendable(scene):
    """For each form of the portal: what makes it complete. Choices are rows of the own side."""
    return {
        "business_create": {"name": "Cơ sở mới", "legal_form": "household"},
        "business_edit": {"name": "Cơ sở đổi tên"},
        "project_create": {"name": "Đề án mới", "level": "kcdp", "activity": scene.own.project.activity_id},
        "project_edit": {"name": "Đề án đổi tên"},
        "money_add": {"stage": "accepted", "on": TODAY, "amount": "120 triệu", "budget_year": THIS_YEAR},
        "money_correct": {"amount": "110 triệu", "reason": "Ghi nhầm"},
        "project_result_add": {"indicator": scene.own.result.indicator_id, "on": TODAY, "quantity": "2"},
        "result_add": {
            "unit": scene.own.home.pk, "indicator": scene.own.result.indicator_id, "level": "kcdp",
            "on": TODAY, "quantity": "2",
        },
        "result_correct": {"quantity": "4", "reason": "Ghi nhầm"},
        "event_add": {"happening": "contracted", "on": TODAY, "document": "12/HĐ-KC", "budget_year": THIS_YEAR},
        "event_undo": {"reason": "Ghi nhầm"},
        "beneficiary_add": {"business": scene.own.spare.pk, "amount": "20 triệu"},
        "beneficiary_withdraw": {"reason": "Xin rút"},
        "closure_add": {"unit": scene.own.home.pk, "budget_year": THIS_YEAR, "cut_off": TODAY},
    }  # fmt: skip


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
    others = [role for n, role in enumerate(ROLES) if POLICY[name].expected("post", "own", n) != "+"]
    clients = {role: client_of(scene, role) for role in others}
    before = fingerprint()

    got = {role: letter(client.post(url, form)) for role, client in clients.items()}

    assert got == {role: POLICY[name].expected("post", "own", ROLES.index(role)) for role in others}
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
        ("project_create", "origin_unit", Province.objects.get(key="P63-49")),
        ("project_create", "implementer", other.department),
        ("project_edit", "implementer", other.department),
        ("money_add", "beneficiary", other.beneficiary),
        ("money_correct", "beneficiary", other.beneficiary),
        ("result_add", "unit", other.unit),
        ("beneficiary_add", "business", other.business),
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

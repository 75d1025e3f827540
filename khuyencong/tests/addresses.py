"""All addresses of the portal, those of the scene's rows, and what somebody gets there."""

import re

from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from accounts.models import AuditEvent, Session
from conferences.models import Conference

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
    "beneficiary_replace": lambda side: side.beneficiary.pk,
    "beneficiary_change": lambda side: side.beneficiary.pk,
    "beneficiary_correct": lambda side: side.beneficiary_line.pk,
    "money_correct": lambda side: side.money.pk,
    "result_correct": lambda side: side.result.pk,
    "event_undo": lambda side: side.event.pk,
    "event_file": lambda side: side.event.pk,
    "posting_detail": lambda side: side.posting.number,
    "closed_figures": lambda side: side.closure.pk,
}
OF_PLACE = ("figure_source", "conference_report_xlsx")  # their province stands after the "?"
ADMIN_ROWS = {  # in the admin: the row of a side; of what has no side, any row
    "programs_posting": "posting",
    "programs_moneyentry": "money",
    "programs_resultentry": "result",
    "programs_projectevent": "event",
    "programs_beneficiaryentry": "beneficiary_line",
    "programs_closure": "closure",
    "programs_department": "department",
    "programs_membership": "membership",
    "conferences_delegation": "delegation",
    "conferences_delegate": "delegate",
    "accounts_user": "user",
    "accounts_auditevent": "audit",
}
MODELS = {f"{m._meta.app_label}_{m._meta.model_name}": m for m in admin.site._registry}
NEEDS_NO_ROW = {
    "admin:accounts_user_reset_link": [MISSING],
    "admin:app_list": ["programs"],
    "password_reset_confirm": ["MQ", "sai"],
}


def address(name, scene, side, missing=False):
    if name == "admin:view_on_site":
        kind = ContentType.objects.get_for_model(Conference)
        return reverse(name, args=[kind.pk, scene.conference.pk])
    if name == "conference_detail":
        return reverse(name, args=[scene.conference.code])
    if name.startswith("admin:(?P"):
        return "/admin/khong-co/"
    if name in OF_PLACE:
        what = {"code": "F.16"} if name == "figure_source" else {}
        return reverse(name, query={"place": "P34-00" if missing else side.home.key} | what)
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

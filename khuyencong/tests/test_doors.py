"""Every address says who may pass; what says nothing, and what no page knows, is refused."""

import pytest
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, include, path
from django.urls.resolvers import URLPattern
from django.views.generic import TemplateView

from accounts.doors import ANYBODY, OF_ADMIN, SIGNED_IN, Right, right_of, to
from accounts.models import AuditEvent
from khuyencong.tests.addresses import ROUTES, address, client_of, letter
from khuyencong.tests.policy import POLICY

pytestmark = pytest.mark.django_db
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW")


def doors(resolver=None, namespace=""):
    """(name, view) of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield namespace + (entry.name or str(entry.pattern)), entry.callback
        else:
            yield from doors(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""))


def test_every_address_declares_its_right():
    undeclared = [name for name, view in doors() if right_of(view) is None]
    assert undeclared == []


def test_what_an_address_declares_is_what_the_reviewed_policy_gives_to_strangers():
    """Open to anybody, or to the log-in page: the one difference that a right alone makes."""
    opened = {name for name, view in doors() if right_of(view) is ANYBODY}
    assert opened == {
        name
        for name, rule in POLICY.items()
        if rule.expected("get", "own", "anonymous") != ">" or name in ("admin:login", "factor_ask")
    }


def test_the_pages_of_the_admin_are_asked_by_the_admin():
    inside = {name for name, view in doors() if right_of(view) is OF_ADMIN}
    assert inside == {name for name in dict(doors()) if name.startswith("admin:")} - {"admin:login"}


# ------------------------------------------------------------------------------------------------ undeclared


class Forgotten(TemplateView):
    template_name = "405.html"


def of_function(request):
    return HttpResponse("mở")


def inside_admin(request):
    return HttpResponse("mở")


urlpatterns = [
    path("forgotten/class/", Forgotten.as_view()),
    path("forgotten/function/", of_function),
    path("forgotten/admin/", admin.site.admin_view(inside_admin)),
    path("declared/", to(SIGNED_IN, Forgotten)),
    path("", include("khuyencong.urls")),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("role", ["viewer", "chief", "root"])
@pytest.mark.parametrize("name", ["class", "function", "admin"])
def test_address_without_a_right_is_shut_to_everybody_and_logged(scene, role, name, caplog):
    answer = client_of(scene, role).get(f"/forgotten/{name}/")

    assert answer.status_code == 403
    assert "chưa khai báo ai được vào" in answer.text
    assert [record.getMessage() for record in caplog.records if record.name == "django.security.doors"] == [
        f"Địa chỉ chưa khai báo quyền: GET /forgotten/{name}/"
    ]
    [event] = AuditEvent.objects.filter(kind=AuditEvent.Kind.DENIED)
    assert (event.user, event.object) == (scene.people[role], f"/forgotten/{name}/")


@pytest.mark.urls(__name__)
def test_address_with_a_right_opens(scene):
    assert client_of(scene, "viewer").get("/declared/").status_code == 200
    assert letter(client_of(scene, "anonymous").get("/declared/")) == ">"


@pytest.mark.urls(__name__)
def test_stranger_never_gets_past_a_forgotten_address(scene):
    assert letter(client_of(scene, "anonymous").post("/forgotten/class/")) == ">"


def test_function_stands_behind_one_door():
    to(SIGNED_IN, of_other := lambda request: HttpResponse())
    with pytest.raises(ImproperlyConfigured, match="đã khai báo quyền"):
        to(Right("wider"), of_other)


# --------------------------------------------------------------------------------------------------- methods


@pytest.mark.parametrize("method", OTHER_METHODS)
def test_methods_that_no_page_knows_are_refused_at_every_address(scene, logged, method):
    client, wrong = client_of(scene, "root"), []
    for name in ROUTES:
        answer = client.generic(method, address(name, scene, scene.own))
        if answer.status_code != 405 or answer.headers["Allow"] != "GET, HEAD, POST":
            wrong.append(name)
    assert wrong == []
    assert "Trang này không nhận yêu cầu kiểu này" in answer.text


def test_page_that_is_only_read_says_so_in_vietnamese(scene):
    answer = client_of(scene, "officer").post("/projects/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert "Trang này không nhận yêu cầu kiểu này" in answer.text


@pytest.mark.once
def test_head_asks_as_get_does(scene):
    """Of a page of each kind, by who sees it and who does not."""
    for name in ("project_list", "project_detail", "money_add", "event_file", "closure_add", "admin:index"):
        for role in ("officer", "gia_lai", "viewer"):
            client, url = client_of(scene, role), address(name, scene, scene.own)
            assert client.head(url).status_code == client.get(url).status_code, (name, role)


def test_refusal_of_a_method_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().generic("TRACE", "/").status_code == 405

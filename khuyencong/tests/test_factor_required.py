"""In production whoever reaches far gets nowhere without a second factor: every address, every role, by real requests."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.reach import reaches_far
from accounts.tests.authenticator import code_of
from khuyencong.tests.addresses import client_of, visits
from khuyencong.tests.scene import ROLES
from programs.choices import Role
from programs.models import Department, Membership
from programs.tests.cast import MINISTRY

pytestmark = pytest.mark.django_db
SET_UP = reverse("factor_setup")
FAR = ["keeper", "ministry", "chief", "staff", "root", "ministry_officer"]
OPEN = {"factor_setup", "logout"}


@pytest.fixture
def logged(scene):
    """Each side needs an event of the log, whose page is asked for too."""
    for side in (scene.own, scene.other):
        side.audit = AuditEvent.objects.create(kind=AuditEvent.Kind.EXPORTED, user=side.leader)


@pytest.fixture(autouse=True)
def production(settings):
    settings.FACTOR_REQUIRED = True


def is_stopped(response):
    return response.status_code == 302 and response.url == SET_UP


def test_who_must_have_one(scene):
    assert [role for role in ROLES[1:] if reaches_far(scene.people[role])] == FAR


def test_the_programme_is_asked_who_reaches_far():
    """The hook that accounts asks by name: where it were gone, the ministry's people would need a password alone."""
    asked = [config.label for config in apps.get_app_configs() if hasattr(config, "reaches_far")]
    assert asked == ["programs"]


@pytest.mark.parametrize("role", [FAR[0], *(pytest.param(role, marks=pytest.mark.once) for role in FAR[1:])])
def test_nothing_but_setting_it_up_and_signing_out_is_open(scene, logged, role):
    client, passed = client_of(scene, role), set()
    asked = 0
    for name, _, url in visits(scene):
        for method in ("get", "post", "head"):
            if name == "logout":
                continue
            asked += 1
            if not is_stopped(getattr(client, method)(url)):
                passed.add(name)

    assert asked > 400
    assert passed == OPEN - {"logout"}
    assert is_stopped(client.get("/khong-co-trang-nay/"))
    assert is_stopped(client.get(f"{SET_UP}codes/"))
    assert client.post(reverse("logout")).url == reverse("login")


@pytest.mark.parametrize("role", ["officer", "leader", "centre", "nobody"])
def test_others_work_on_with_a_password(scene, role):
    assert client_of(scene, role).get("/").status_code == 200


def test_page_that_sets_it_up_leads_nowhere_else_and_then_everywhere(scene):
    client = client_of(scene, "chief")
    person = scene.people["chief"]
    page = client.get(SET_UP)
    words = page.content.decode()
    assert "Đặt xong bước này mới dùng được cổng" in words
    assert [place for place in ("/projects/", "/admin/", "/reports/") if f'href="{place}' in words] == []
    key = page.context["form"].key

    person.set_password("mùa-xuân-ở-Tây-Bắc-67")
    person.save()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    key = client.get(SET_UP).context["form"].key
    answer = client.post(SET_UP, {"password": "mùa-xuân-ở-Tây-Bắc-67", "code": code_of(key)})

    assert answer.status_code == 200
    assert client.get("/").status_code == client.get("/admin/").status_code == 200


@pytest.mark.parametrize("how", ["staff", "ministry"])
def test_reach_that_grows_during_a_session_counts_at_the_next_click(scene, how):
    client, person = client_of(scene, "officer"), scene.people["officer"]
    assert client.get("/").status_code == 200

    if how == "staff":
        person.is_staff = True
        person.save()
    else:
        ministry = Department.objects.get(valid_to=None, **dict(MINISTRY))
        Membership.objects.create(
            user=person, department=ministry, role=Role.VIEWER, valid_from=date(2020, 1, 1)
        )

    assert is_stopped(client.get("/"))


@pytest.mark.parametrize("value", [None, "", 1, "true", [True]])
def test_only_a_factor_that_was_shown_opens(scene, value):
    client = client_of(scene, "root")
    session = client.session
    session["factor_proven"] = value
    session.save()

    assert is_stopped(client.get("/admin/"))


def test_a_page_asks_no_more_of_the_database_than_without(scene, settings, django_assert_num_queries):
    client = client_of(scene, "root")
    session = client.session
    session["factor_proven"] = True
    session.save()
    settings.FACTOR_REQUIRED = False
    with django_assert_num_queries(2):  # the session and the person
        client.get("/khong-co-trang-nay/", headers={"Accept": "text/plain"})
    settings.FACTOR_REQUIRED = True
    with django_assert_num_queries(2):
        client.get("/khong-co-trang-nay/", headers={"Accept": "text/plain"})

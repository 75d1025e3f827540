"""A demo is not served as the real thing: not by the web server, not by readyz, not past `check --deploy`."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection

from accounts.models import AuditEvent, User
from accounts.passwords import PUBLISHED
from khuyencong import trial
from khuyencong.demo.roles import PASSWORD, PEOPLE
from khuyencong.tests.databases import asked_instead, python, spare
from khuyencong.tests.test_settings import SAFE
from programs.choices import DatabaseKind
from programs.models import Installation

START = ("-c", "import khuyencong.wsgi")
CHECK = ("manage.py", "check", "--deploy")
IN_USE = {**SAFE, "DJANGO_SETTINGS_MODULE": "khuyencong.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": ""}
del IN_USE["DATABASE_URL"]


@pytest.fixture
def in_use(settings):
    settings.TRIAL_DATA = False


def demo():
    return Installation.objects.create(pk=1, kind=DatabaseKind.DEMO)


@pytest.fixture
def served(first_schema, django_db_blocker, tmp_path):
    """The name of a sound database that is a demo, with its superuser in it."""
    with django_db_blocker.unblock(), spare(tmp_path, like=first_schema) as name:
        with asked_instead(name):
            call_command("migrate", verbosity=0, database="spare")
            demo()
            User.objects.create_superuser("quantri", password=PASSWORD, full_name="Quản trị hệ thống")
        yield name


def test_demo_starts_nowhere_in_use_until_it_is_said_to_be_one(served):
    started = python(served, *START, **IN_USE)

    assert started.returncode == 1
    assert trial.HEADLINE in started.stderr
    assert "Cơ sở dữ liệu này chứa dữ liệu minh họa" in started.stderr
    assert "mật khẩu ai cũng biết: quantri" in started.stderr
    assert "demo_accounts --lock" in started.stderr

    checked = python(served, *CHECK, **IN_USE)
    assert checked.returncode == 1 and checked.stderr.count("khuyencong.E001") == 2

    own_machine = {**IN_USE, "TRIAL_DATA": "1", "ALLOWED_HOSTS": "127.0.0.1,localhost"}
    assert python(served, *START, **own_machine).returncode == 0
    assert "khuyencong.W001" in python(served, *CHECK, **own_machine).stderr


def test_real_database_starts_and_passes_the_deployment_check(released, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), spare(tmp_path, like=released) as name:
        with asked_instead(name):
            assert Installation.objects.get().kind == DatabaseKind.REAL
            User.objects.create_superuser("do.chi", password="rổ khoai lang nướng", full_name="Đỗ Thị Chi")
        assert python(name, *START, **IN_USE).stderr == ""
        checked = python(name, *CHECK, **IN_USE)
        assert checked.returncode == 0 and "khuyencong.E" not in checked.stderr


@pytest.mark.django_db
def test_readyz_refuses_what_is_of_a_trial(client, in_use):
    assert client.get("/readyz").status_code == 200
    demo()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "unready"})


@pytest.mark.django_db
def test_account_as_the_demo_made_it_is_found_whatever_its_password(in_use):
    person = PEOPLE[0]
    User.objects.create_user(person.username, password="rổ khoai lang nướng", full_name=person.full_name)
    User.objects.create_user(PEOPLE[1].username, password="rổ khoai lang nướng", full_name="Lê Thị Lan")

    (told,) = trial.remains()

    assert f"mật khẩu ai cũng biết: {person.username}. " in told


@pytest.mark.django_db
def test_accounts_are_closed_by_a_command_and_the_portal_starts(in_use, capsys, an):
    User.objects.create_user("thu", password=PUBLISHED[0], full_name="Võ Thư")
    assert "thu" in "".join(trial.remains())

    call_command("demo_accounts", "--lock")

    assert capsys.readouterr().out == "Đã khóa: thu.\n"
    closed = User.objects.get(username="thu")
    assert (closed.is_active, closed.has_usable_password(), closed.password_published) == (
        False,
        False,
        False,
    )
    assert AuditEvent.objects.get(kind=AuditEvent.Kind.USER_DEACTIVATED).object == str(closed)
    assert trial.remains() == [] and User.objects.get(pk=an.pk).is_active


@pytest.mark.django_db
def test_looking_costs_two_queries_and_no_hash(in_use, django_assert_num_queries, settings):
    settings.PASSWORD_HASHERS = []  # none could be asked
    with django_assert_num_queries(2):
        trial.remains()


@pytest.mark.django_db
def test_upgrade_marks_accounts_with_a_published_password(an):
    published = User.objects.create_user("thu", full_name="Võ Thư")
    User.objects.filter(pk=published.pk).update(password=make_password(PUBLISHED[0]))

    import_module("accounts.migrations.0004_signin").mark_published(
        apps, SimpleNamespace(connection=connection)
    )

    assert list(User.objects.filter(password_published=True)) == [published]


def test_check_is_one_of_deployment_alone(db, in_use):
    demo()

    assert [found.id for found in run_checks() if found.id.startswith("khuyencong")] == []
    assert [
        found.id
        for found in run_checks(include_deployment_checks=True)
        if found.id.startswith("khuyencong.E")
    ] == ["khuyencong.E001"]

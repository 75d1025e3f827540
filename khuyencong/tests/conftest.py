"""The world of the programme's tests, for pages of the roof; and the whole country in small, for tests of the whole."""

import secrets

import pytest
from django.core.management import call_command
from django.db import connection

from accounts import clock
from accounts.models import AuditEvent
from khuyencong.keeping.backup import back_up
from khuyencong.keeping.roles import grant
from khuyencong.tests.addresses import client_of
from khuyencong.tests.databases import asked_instead, spare
from khuyencong.tests.scene import THIS_YEAR, TODAY, set_scene
from khuyencong.tests.upgrade import first
from programs.choices import Level
from programs.conftest import *  # noqa: F403
from programs.models import Activity, Project
from programs.projects.register import register


@pytest.fixture(scope="module")
def scene(reference, django_db_blocker):
    """Made once a module, above the reference data and taken back with it; whoever changes it works on a savepoint."""
    with django_db_blocker.unblock(), clock.today_is(TODAY):
        yield set_scene()


@pytest.fixture
def logged(scene):
    """An event of the log for each side: of the leader who wrote its rows."""
    for side in (scene.own, scene.other):
        side.audit = AuditEvent.objects.create(
            kind=AuditEvent.Kind.EXPORTED, user=side.leader, username=side.leader.username, object=side.mark
        )


@pytest.fixture
def officer(scene):
    return client_of(scene, "officer")


@pytest.fixture
def leader(scene):
    return client_of(scene, "leader")


@pytest.fixture
def new_project(scene):
    """A fresh project of Lâm Đồng of this year, without entries."""
    return register(
        project=Project(
            unit=scene.own.home,
            name="Hỗ trợ máy sấy cà phê",
            level=Level.KCDP,
            activity=Activity.objects.get(code="III.c"),
            first_year=THIS_YEAR,
        ),
        by=scene.people["leader"],
    )


@pytest.fixture(scope="session")
def portal_role(django_db_setup, django_db_blocker):
    """The name of a role with the rights that `migrate` gives the portal's own; "" on SQLite, which has no roles."""
    role = "" if connection.vendor == "sqlite" else f"portal_{secrets.token_hex(4)}"
    if role:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE \"{role}\" LOGIN PASSWORD '{role}'")
            grant(connection, role)
    yield role
    if role:  # by a cursor of its own: tests in between may have closed the connection
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f'DROP OWNED BY "{role}"; DROP ROLE "{role}"')


@pytest.fixture(scope="session")
def first_schema(django_db_setup, django_db_blocker, tmp_path_factory):
    """The name of a database without rows, every app at its 0001."""
    with django_db_blocker.unblock(), spare(tmp_path_factory.mktemp("first")) as name:
        with asked_instead(name) as connection:
            first.migrate_to_first(connection)
        yield name


@pytest.fixture(scope="session")
def released(first_schema, django_db_blocker, tmp_path_factory):
    """The name of a database with the rows of the first release, migrated to today."""
    with django_db_blocker.unblock(), spare(tmp_path_factory.mktemp("released"), like=first_schema) as name:
        with asked_instead(name) as connection:
            first.load(connection)
            call_command("migrate", verbosity=0, database="spare")
        yield name


@pytest.fixture(scope="session")
def saved(released, django_db_blocker, tmp_path_factory):
    """An archive of `released`; the files that it names were lost before."""
    folder = tmp_path_factory.mktemp("saved")
    with django_db_blocker.unblock(), spare(folder, like=released) as name, asked_instead(name) as connection:
        return back_up(connection, folder / "saved.tar").path

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from programs.tests import cast
from programs.tests.cast import PASSWORD


@pytest.fixture
def make_user(db):
    def make(username, full_name="Nguyễn Văn A", **values):
        return User.objects.create_user(username, password=PASSWORD, full_name=full_name, **values)

    return make


@pytest.fixture
def enter(db):
    """People without a place of work: accounts know no province."""
    return cast.account


@pytest.fixture
def django_client_factory():
    return Client


@pytest.fixture
def clerk(make_user):
    """Keeps accounts, is no superuser."""
    clerk = make_user("thu.ky", "Võ Thư Ký", is_staff=True)
    rights = Permission.objects.filter(
        codename__in=["view_user", "add_user", "change_user", "view_auditevent", "change_group", "view_group"]
    )
    clerk.user_permissions.set(rights)
    return clerk


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def as_root(client, root):
    client.force_login(root)
    return client

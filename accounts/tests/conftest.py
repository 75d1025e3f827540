import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User

PASSWORD = "mùa-xuân-ở-Tây-Bắc-67"


@pytest.fixture
def make_user(db):
    def make(username, full_name="Nguyễn Văn A", **values):
        return User.objects.create_user(username, password=PASSWORD, full_name=full_name, **values)

    return make


@pytest.fixture
def an(make_user):
    return make_user("an.lamdong", "Trần Thị An", email="an@example.vn")


@pytest.fixture
def root(make_user):
    return make_user("root", "Lê Quản Trị", is_staff=True, is_superuser=True)


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

import pytest
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

import pytest
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

"""The server's command about second factors."""

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import AuditEvent, Factor, RecoveryCode
from accounts.sealing import unseal
from accounts.tests.authenticator import give_factor
from programs.tests.cast import administrator

pytestmark = pytest.mark.django_db


def second_factor(*arguments):
    out = StringIO()
    call_command("second_factor", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def root():
    return administrator()


def test_the_last_administrator_comes_in_again(client, root):
    give_factor(root)
    client.force_login(root)

    assert "Đã bỏ bước xác thực thứ hai của root" in second_factor("ROOT", "--remove")

    assert not Factor.objects.exists() and not RecoveryCode.objects.exists()
    assert client.get(reverse("password_change")).status_code == 302
    event = AuditEvent.objects.get()
    assert (event.kind, event.user, event.object) == ("factor_removed", None, str(root))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ai", "--remove"], "Không có tài khoản «ai»"),
        (["root", "--remove"], "chưa đặt bước xác thực thứ hai"),
        (["--remove"], "Thiếu tên đăng nhập"),
        (["root", "--reseal"], "hãy bỏ tên đăng nhập"),
    ],
)
def test_what_cannot_be_done_is_told(root, arguments, words):
    with pytest.raises(CommandError, match=words):
        second_factor(*arguments)


def test_keys_are_sealed_anew_so_that_the_old_one_may_go(root, settings):
    key = give_factor(root)
    old, new = settings.FACTOR_KEYS[0], Fernet.generate_key().decode()
    settings.FACTOR_KEYS = [new, old]

    assert second_factor("--reseal") == "Đã mã hóa lại 1 khóa.\n"

    settings.FACTOR_KEYS = [new]
    assert unseal(Factor.objects.get().sealed_key) == key


def test_key_that_cannot_be_opened_is_named_and_left(root, settings):
    give_factor(root)
    before = Factor.objects.get().sealed_key
    settings.FACTOR_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(CommandError, match="Không mở được khóa của: root"):
        second_factor("--reseal")

    assert Factor.objects.get().sealed_key == before

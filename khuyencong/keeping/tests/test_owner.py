"""Which role a process enters the database with."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands

from khuyencong.keeping.owner import COMMANDS, chosen

PORTAL = {"ENGINE": "django.db.backends.postgresql", "NAME": "kc", "USER": "portal", "HOST": "db"}
OWNER = "postgres://owner:secret@db:5432/kc"
MIGRATE = ["/srv/khuyencong/manage.py", "migrate", "--verbosity", "0"]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_commands_of_the_owner_enter_as_the_owner_and_know_the_role_of_the_portal(command):
    entered, portal = chosen(PORTAL, OWNER, ["manage.py", command])

    assert command in get_commands()
    assert (entered["USER"], entered["NAME"], portal) == ("owner", "kc", "portal")


@pytest.mark.parametrize(
    "arguments",
    [
        ["manage.py", "runserver"],
        ["manage.py", "shell"],
        ["manage.py", "check", "--deploy"],
        ["manage.py", "sweep_files", "migrate"],
        ["manage.py"],
        ["/usr/bin/gunicorn", "khuyencong.wsgi"],
        ["/usr/bin/gunicorn", "migrate"],
        ["-c"],
        [],
    ],
)
def test_server_and_other_commands_enter_as_the_portal(arguments):
    assert chosen(PORTAL, OWNER, arguments) == (PORTAL, "")


def test_one_address_still_does_for_everything():
    assert chosen(PORTAL, "", MIGRATE) == (PORTAL, "")


@pytest.mark.parametrize(
    "url",
    [
        "postgres://owner:secret@db:5432/other",
        "postgres://portal:secret@db:5432/kc",
        "sqlite:////srv/kc.sqlite3",
    ],
    ids=["another database", "the same role", "no roles"],
)
def test_owner_of_something_else_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="cùng cơ sở dữ liệu PostgreSQL"):
        chosen(PORTAL, url, MIGRATE)


def test_manual_names_the_commands_of_the_owner():
    manual = (settings.BASE_DIR / "docs" / "van-hanh-sao-luu.md").read_text(encoding="utf-8")
    [line] = [line for line in manual.splitlines() if line.startswith("Lệnh của chủ:")]

    assert set(re.findall(r"`(\w+)`", line.partition(".")[0])) == COMMANDS

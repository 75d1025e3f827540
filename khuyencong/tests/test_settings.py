import ast
import re
import subprocess
import sys

import pytest
from django.conf import settings

SAFE = {
    "DEBUG": "0",
    "SECRET_KEY": "Zq8-fT2w_Lr5xB9nK3yV7cM1sD6hG4jP0aE8uR2iO5tWqYbN7f3",
    "FACTOR_KEYS": "4nAhJOsGT53XJ2HdJ6EAvHCVy3sZxeIScB_ZSgU-nSI=",
    "ALLOWED_HOSTS": "khuyencong.example.vn",
    "EMAIL_URL": "smtp://mail.example.vn:25",
    "DATABASE_URL": "sqlite:///:memory:",
}

DEMO_KEY = "SECRET_KEY: chưa đặt khóa bí mật riêng (đang là khóa dùng thử)."
WEAK_KEY = "SECRET_KEY: khóa bí mật dễ đoán; cần ít nhất 50 ký tự ngẫu nhiên."
MADE = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
NO_FACTOR_KEY = f"FACTOR_KEYS: chưa đặt khóa mã hóa riêng cho bước xác thực thứ hai; tạo bằng: {MADE}"
BAD_FACTOR_KEY = f"FACTOR_KEYS: có khóa viết sai; mỗi khóa tạo bằng: {MADE}"
NO_HOST = "ALLOWED_HOSTS: chưa ghi tên miền của cổng."
ANY_HOST = "ALLOWED_HOSTS: không được nhận mọi tên miền (*); hãy ghi rõ tên miền của cổng."
NO_LINK_HOST = (
    "PORTAL_HOST: hãy ghi tên miền mà liên kết trong thư dẫn tới (ALLOWED_HOSTS chỉ có tên miền chung)."
)
TRIAL = (
    "TRIAL_DATA: dữ liệu dùng thử chỉ dành cho chính máy này (ALLOWED_HOSTS chỉ có 127.0.0.1, localhost); "
    "hãy bỏ TRIAL_DATA."
)
OPEN_COOKIES = "SECURE_COOKIES: cookie đăng nhập phải chỉ đi qua HTTPS, hãy bỏ SECURE_COOKIES=0."
NO_MAIL = (
    "EMAIL_URL: chưa có máy chủ thư nên thư đặt lại mật khẩu không tới ai; "
    "hãy đặt EMAIL_URL, hoặc ẩn chức năng này bằng PASSWORD_RESET_ENABLED=0."
)
PRINT_SETTINGS = "from django.conf import settings; print(settings.PASSWORD_RESET_ENABLED)"


def start(arguments, **environment):
    """Run Python in the project as an operator would, with this environment and nothing else."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "khuyencong.settings", "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def refusals(done):
    """The reasons of a refusal to start: the listed lines under the headline."""
    assert done.returncode != 0
    _, headline, reasons = done.stderr.rpartition("Cổng không khởi động")
    assert headline, done.stderr
    return [line.strip().removeprefix("- ") for line in reasons.splitlines()[1:]]


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"SECRET_KEY": settings.DEMO_SECRET_KEY}, [DEMO_KEY]),
        ({"SECRET_KEY": ""}, [DEMO_KEY]),
        ({"SECRET_KEY": "x9-Kq" * 9}, [WEAK_KEY]),
        ({"SECRET_KEY": "ab" * 40}, [WEAK_KEY]),
        ({"SECRET_KEY": "django-insecure-" + SAFE["SECRET_KEY"]}, [WEAK_KEY]),
        ({"FACTOR_KEYS": ""}, [NO_FACTOR_KEY]),
        ({"FACTOR_KEYS": f"{SAFE['FACTOR_KEYS']},{settings.DEMO_FACTOR_KEY}"}, [NO_FACTOR_KEY]),
        ({"FACTOR_KEYS": f"{SAFE['FACTOR_KEYS']},short"}, [BAD_FACTOR_KEY]),
        ({"ALLOWED_HOSTS": ""}, [NO_HOST]),
        ({"ALLOWED_HOSTS": "khuyencong.example.vn,*"}, [ANY_HOST]),
        ({"ALLOWED_HOSTS": ".example.vn"}, [NO_LINK_HOST]),
        ({"TRIAL_DATA": "1"}, [TRIAL]),
        ({"TRIAL_DATA": "1", "ALLOWED_HOSTS": "127.0.0.1,khuyencong.example.vn"}, [TRIAL]),
        ({"SECURE_COOKIES": "0"}, [OPEN_COOKIES]),
        ({"EMAIL_URL": "consolemail://", "PASSWORD_RESET_ENABLED": "1"}, [NO_MAIL]),
        ({"EMAIL_URL": "memorymail://", "PASSWORD_RESET_ENABLED": "1"}, [NO_MAIL]),
    ],
)
def test_start_is_refused_for_one_reason(change, reasons):
    assert refusals(start(["-c", PRINT_SETTINGS], **{**SAFE, **change})) == reasons


def test_start_is_refused_with_every_reason_at_once():
    done = start(["-c", PRINT_SETTINGS], SECURE_COOKIES="0", PASSWORD_RESET_ENABLED="1")
    assert refusals(done) == [DEMO_KEY, NO_FACTOR_KEY, NO_HOST, OPEN_COOKIES, NO_MAIL]


@pytest.mark.parametrize(
    "arguments",
    [["-c", "import khuyencong.wsgi"], ["manage.py", "migrate"], ["-c", "import django; django.setup()"]],
    ids=["server", "command", "script"],
)
def test_start_is_refused_on_every_way_in(arguments):
    assert refusals(start(arguments, DEBUG="0")) == [DEMO_KEY, NO_FACTOR_KEY, NO_HOST]


def test_a_command_says_why_without_a_traceback():
    done = start(["manage.py", "migrate"], DEBUG="0")
    assert (done.returncode, done.stderr.splitlines()[0][:20]) == (1, "Cổng không khởi động")


def test_good_settings_pass_the_deployment_check():
    """But for SQLite itself: what it cannot promise is said, and it is all that is said."""
    done = start(["manage.py", "check", "--deploy"], **SAFE)
    assert (done.returncode, re.findall(r"\((\S+\.[WE]\d+)\)", done.stderr)) == (0, ["khuyencong.W011"])


@pytest.mark.parametrize(
    ("change", "enabled"),
    [
        ({}, "True"),
        ({"EMAIL_URL": "consolemail://"}, "False"),
        ({"PASSWORD_RESET_ENABLED": "0"}, "False"),
        ({"EMAIL_URL": "consolemail://", "DEBUG": "1"}, "True"),
    ],
)
def test_password_reset_is_offered_where_mail_reaches_people(change, enabled):
    done = start(["-c", PRINT_SETTINGS], **{**SAFE, **change})
    assert (done.stdout.strip(), done.stderr) == (enabled, "")


def test_options_of_the_database_url_are_kept():
    code = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'])"
    done = start(["-c", code], **{**SAFE, "DATABASE_URL": "postgres://u:p@db/kc?sslmode=require"})
    options = ast.literal_eval(done.stdout)
    assert (options["sslmode"], options["options"]) == ("require", "-c lock_timeout=10000 -c jit=off")
    assert options["connect_timeout"] <= 5


def test_the_database_url_has_the_last_word_on_time_outs():
    code = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'])"
    url = "postgres://u:p@db/kc?connect_timeout=2&options=-c%20lock_timeout%3D500"
    options = ast.literal_eval(start(["-c", code], **{**SAFE, "DATABASE_URL": url}).stdout)
    assert (options["connect_timeout"], options["options"]) == (2, "-c lock_timeout=500")

"""What of a trial must not be served where people's own data lie: a demo's data, its accounts, passwords anybody knows.

Looked for in the database when the web server starts, in readyz and in `check --deploy`; not by commands, which are the
way out. It costs two queries and no hash: an account says of itself whether its password is a published one.
"""

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db import connection
from django.db.models import Q

from khuyencong.demo.roles import ADMINISTRATOR, ADMINISTRATOR_NAME, PEOPLE
from programs.choices import DatabaseKind

HEADLINE = "Cổng không khởi động vì DEBUG đang tắt mà cơ sở dữ liệu là của bản dùng thử"
WAY_OUT_OF_DEMO = (
    "Số liệu thật cần cơ sở dữ liệu mới: đặt DATABASE_URL khác rồi chạy migrate, load_reference, createsuperuser. "
    "Muốn dùng thử thì chạy python3 run.py (DEBUG=1)."
)
WAY_OUT_OF_ACCOUNTS = (
    "Hãy khóa mọi tài khoản này: python manage.py demo_accounts --lock; hoặc đặt mật khẩu riêng cho từng người: "
    "python manage.py changepassword <tên đăng nhập>."
)
MAY_BE_SERVED = (
    "TRIAL_DATA=1: cổng phục vụ cả dữ liệu và mật khẩu dùng thử, chỉ cho chính máy này. "
    "Cổng thật phải bỏ TRIAL_DATA."
)


def demo_accounts():
    """Active accounts with a password that anybody may read, or as the demo made them."""
    made = Q(username=ADMINISTRATOR, full_name=ADMINISTRATOR_NAME)
    for person in PEOPLE:
        made |= Q(username=person.username, full_name=person.full_name)
    people = apps.get_model("accounts", "User").objects.filter(is_active=True)
    return people.filter(Q(password_published=True) | made).order_by("username")


def remains() -> list[str]:
    """Each thing that is of a trial, with the way out; nothing where trial data may be served."""
    if settings.TRIAL_DATA:
        return []
    found = []
    if apps.get_model("programs", "Installation").objects.filter(kind=DatabaseKind.DEMO).exists():
        found.append(f"Cơ sở dữ liệu này chứa dữ liệu minh họa. {WAY_OUT_OF_DEMO}")
    if names := list(demo_accounts().values_list("username", flat=True)):
        found.append(
            f"Tài khoản dùng thử hoặc có mật khẩu ai cũng biết: {', '.join(names)}. {WAY_OUT_OF_ACCOUNTS}"
        )
    return found


def refuse_trial_data() -> None:
    """Stop with one message that lists what is wrong, and the way out."""
    try:
        found = remains()
    finally:
        connection.close()  # a server that forks must not share it
    if found:
        lines = "".join(f"\n  - {problem}" for problem in found)
        raise ImproperlyConfigured(f"{HEADLINE}:{lines}")


def no_trial_data(app_configs, **named):
    """What `check --deploy` says; a database that is not migrated yet holds nothing of a trial."""
    if settings.TRIAL_DATA:
        return [Warning(MAY_BE_SERVED, id="khuyencong.W001")]
    try:
        tables = connection.introspection.table_names()
        if "programs_installation" not in tables:
            return []
        return [Error(problem, id="khuyencong.E001") for problem in remains()]
    except DatabaseError as error:
        return [
            Warning(
                f"Chưa hỏi được cơ sở dữ liệu có phải của bản dùng thử không: {error}", id="khuyencong.W002"
            )
        ]

"""Tình trạng hệ thống: what an operator wants to see at one glance, as rows of words."""

import platform
import shutil
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import localize

from accounts import triggers
from accounts.models import AuditEvent, Session
from khuyencong.operation import ready, recent
from programs.ledger.asof import head

OLD_BACKUP = timedelta(hours=26)  # of a daily one that takes a while
LITTLE_SPACE = 0.1  # of the disk
SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


@dataclass(frozen=True)
class Fact:
    """One line of the page; `warning` says in words what is not as it should be, and what to do."""

    name: str
    value: str
    warning: str = ""


def facts() -> list[Fact]:
    last = _last_events()
    return [
        Fact("Phiên bản cổng", version()),
        Fact("Python, Django", f"{platform.python_version()}, {django.get_version()}"),
        Fact("Cơ sở dữ liệu", database()),
        Fact("Bút toán cuối", localize(head())),
        _migrations(),
        _triggers(),
        backup(last.get(AuditEvent.Kind.BACKED_UP)),
        Fact("Khôi phục gần nhất", _when(last.get(AuditEvent.Kind.RESTORED))),
        Fact("Xóa theo thời hạn gần nhất", _when(last.get(AuditEvent.Kind.PURGED))),
        *(_disk(name, path) for name, path in _places()),
        Fact(
            "Phiên đăng nhập còn hạn",
            localize(Session.objects.filter(expire_date__gt=timezone.now()).count()),
        ),
    ]


def errors() -> list[dict]:
    return [_dated(line) for line in recent.last(settings.RECENT_DIR, "errors")]


def slow_statements() -> list[dict]:
    return [_dated(line) for line in recent.last(settings.RECENT_DIR, "slow")]


@cache
def version() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute(SIZES[connection.vendor])
        size = filesizeformat(cursor.fetchone()[0])
    number = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.display_name} {number}, {size}"


def _last_events() -> dict:
    kinds = (AuditEvent.Kind.BACKED_UP, AuditEvent.Kind.RESTORED, AuditEvent.Kind.PURGED)
    found = AuditEvent.objects.filter(kind__in=kinds).order_by().values_list("kind").annotate(Max("at"))
    return dict(found)


def _migrations() -> Fact:
    waiting = ready.unapplied()
    if waiting:
        return Fact(
            "Di chuyển dữ liệu", ", ".join(waiting), "Chưa áp dụng. Hãy chạy: python manage.py migrate"
        )
    return Fact("Di chuyển dữ liệu", "đã áp dụng đủ")


def _triggers() -> Fact:
    if found := triggers.problems(connection):
        return Fact("Khóa bảo vệ sổ", "; ".join(found), "Hãy chạy: python manage.py triggers --reinstall")
    return Fact("Khóa bảo vệ sổ", "nguyên vẹn")


def backup(at) -> Fact:
    warning = ""
    if at is None or timezone.now() - at > OLD_BACKUP:
        warning = "Không có bản sao lưu trong ngày qua. Hãy xem lịch chạy khuyencong-backup.timer."
    return Fact("Sao lưu gần nhất", _when(at), warning)


def _when(at) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}" if at else "chưa có"


def _places():
    yield "Chỗ trống cho tệp đính kèm", Path(settings.MEDIA_ROOT)
    if connection.vendor == "sqlite":
        yield "Chỗ trống cho cơ sở dữ liệu", Path(connection.settings_dict["NAME"])


def _disk(name: str, path: Path) -> Fact:
    there = next(place for place in (path, *path.parents) if place.exists())
    disk = shutil.disk_usage(there)
    warning = "Đĩa sắp đầy: hãy dọn hoặc thêm chỗ." if disk.free < disk.total * LITTLE_SPACE else ""
    return Fact(name, f"{filesizeformat(disk.free)} trên {filesizeformat(disk.total)}", warning)


def _dated(line: dict) -> dict:
    return line | {"at": parse_datetime(line.get("time", ""))}

"""What the machine itself must have: Debian's packages, looked for by their files, installed when we are root."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

from tooling.console import Stop, run_quietly, say, tail

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"  # dpkg needs the sbin folders
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.conf")
# /usr/bin/chromium-browser is left out: on Ubuntu it is a stub for another package system.
BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chrome")


@dataclass(frozen=True)
class Package:
    """A Debian package and the question whether what it brings is there already, from wherever."""

    name: str
    is_there: Callable[[], bool]


def _files(*patterns):
    return lambda: any(next(Path("/").glob(pattern), None) for pattern in patterns)


def _has_browser():
    return any(shutil.which(name) for name in (os.environ.get("CHROME_BIN") or "", *BROWSERS) if name)


def postgres_binaries():
    """The folder of the newest PostgreSQL server programs, or None."""
    if os.environ.get("PG_BIN"):
        return Path(os.environ["PG_BIN"])
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=None)
    path = newest or shutil.which("initdb")
    return Path(path).resolve().parent if path else None


VENV = Package(f"python3.{sys.version_info.minor}-venv", lambda: find_spec("ensurepip") is not None)
POSTGRES = Package("postgresql", lambda: postgres_binaries() is not None)
FOR_TESTS = [
    POSTGRES,
    Package("chromium", _has_browser),
    Package(
        "libatomic1", _files("usr/lib/*/libatomic.so.1", "usr/lib*/libatomic.so.1", "lib/*/libatomic.so.1")
    ),
    Package("libreoffice-calc-nogui", _files("usr/lib*/libreoffice/program/libsc*lo.so")),
    Package("libreoffice-writer-nogui", _files("usr/lib*/libreoffice/program/libsw*lo.so")),
    Package("fonts-noto-core", _files("usr/share/fonts/**/NotoSans-Regular.*")),
    # Debian 13 only leads on to fonts-liberation, but Debian 12 has an older make there, without Vietnamese letters.
    Package("fonts-liberation2", _files("usr/share/fonts/**/LiberationSerif-Regular.*")),
]


def install_line(names):
    return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(names)}"


def is_debian_root():
    return os.geteuid() == 0 and shutil.which("apt-get", path=SYSTEM_PATH) is not None


def ensure(packages):
    """Install what is missing; without the right to, stop with the exact line to run."""
    missing = [package.name for package in packages if not package.is_there()]
    if not missing:
        return
    if not is_debian_root():
        raise Stop(
            f"Máy còn thiếu: {', '.join(missing)}.\n"
            f"Hãy chạy với quyền quản trị (root), rồi chạy lại lệnh này:\n  sudo sh -c '{install_line(missing)}'"
        )
    say(f"Đang cài các gói Debian còn thiếu: {', '.join(missing)} …")
    if POSTGRES.name in missing:
        _want_no_cluster()
    _apt_get("update", "-q")
    _apt_get(
        "install", "-y", "-q", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold", *missing
    )
    invalidate_caches()
    still_missing = [
        package.name for package in packages if package.name in missing and not package.is_there()
    ]
    if still_missing:
        raise Stop(f"Đã cài nhưng vẫn không thấy: {', '.join(still_missing)}.")


def _want_no_cluster():
    """The tests start a server of their own; the package shall not start one that stays."""
    if not NO_CLUSTER.exists():
        NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        NO_CLUSTER.write_text("create_main_cluster = false\n", encoding="utf-8")


def _apt_get(*arguments):
    environment = {
        **os.environ,
        "PATH": SYSTEM_PATH,
        "DEBIAN_FRONTEND": "noninteractive",
        "UCF_FORCE_CONFFOLD": "1",
    }
    done = run_quietly(["apt-get", *arguments], env=environment)
    if done.returncode:
        raise Stop(
            f"{tail(done.stdout)}\n\n"
            f"Không cài được gói Debian (apt-get {arguments[0]} báo lỗi như trên). "
            "Hãy kiểm tra mạng và nguồn gói của máy (/etc/apt), rồi chạy lại."
        )

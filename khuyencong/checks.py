"""What keeps the portal from starting with DEBUG off.

The settings themselves ask, so that every way in is stopped alike: the web server, commands and jobs.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 5  # different ones in the key
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
NOWHERE_MAIL = ("console", "dummy", "filebased", "locmem")  # Django's mail backends that reach nobody


def refuse_insecure_start(settings: Mapping[str, Any]) -> None:
    """Stop with one message that lists everything that has to be mended."""
    problems = list(insecurities(settings))
    if problems:
        lines = "".join(f"\n  - {problem}" for problem in problems)
        raise ImproperlyConfigured(f"Cổng không khởi động vì DEBUG đang tắt mà cấu hình chưa an toàn:{lines}")


def insecurities(settings: Mapping[str, Any]) -> Iterator[str]:
    yield from _key(settings["SECRET_KEY"], settings["DEMO_SECRET_KEY"])
    yield from _factor_keys(settings["FACTOR_KEYS"], settings["DEMO_FACTOR_KEY"])
    yield from _hosts(settings["ALLOWED_HOSTS"])
    yield from _links(settings["ALLOWED_HOSTS"], settings["PORTAL_HOST"])
    yield from _trial(settings["ALLOWED_HOSTS"], settings["TRIAL_DATA"])
    if not (settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"]):
        yield "SECURE_COOKIES: cookie đăng nhập phải chỉ đi qua HTTPS, hãy bỏ SECURE_COOKIES=0."
    if settings["PASSWORD_RESET_ENABLED"] and not reaches_people(settings["EMAIL_BACKEND"]):
        yield (
            "EMAIL_URL: chưa có máy chủ thư nên thư đặt lại mật khẩu không tới ai; "
            "hãy đặt EMAIL_URL, hoặc ẩn chức năng này bằng PASSWORD_RESET_ENABLED=0."
        )


def reaches_people(backend: str) -> bool:
    """Does mail sent by this backend leave the machine?"""
    return backend.split(".")[-2] not in NOWHERE_MAIL


def first_host(hosts: list[str]) -> str:
    """The first host that is one host, not a domain with all below it."""
    return next(
        (host.strip() for host in hosts if host.strip() and not host.strip().startswith((".", "*"))), ""
    )


def _links(hosts: list[str], portal_host: str) -> Iterator[str]:
    if any(host.strip() for host in hosts) and not portal_host:
        yield "PORTAL_HOST: hãy ghi tên miền mà liên kết trong thư dẫn tới (ALLOWED_HOSTS chỉ có tên miền chung)."


def _trial(hosts: list[str], trial: bool) -> Iterator[str]:
    if trial and {host.strip() for host in hosts} - LOOPBACK:
        yield (
            "TRIAL_DATA: dữ liệu dùng thử chỉ dành cho chính máy này (ALLOWED_HOSTS chỉ có 127.0.0.1, localhost); "
            "hãy bỏ TRIAL_DATA."
        )


def _key(key: str, demo_key: str) -> Iterator[str]:
    if not key or key == demo_key:
        yield "SECRET_KEY: chưa đặt khóa bí mật riêng (đang là khóa dùng thử)."
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS or key.startswith("django-insecure-"):
        yield f"SECRET_KEY: khóa bí mật dễ đoán; cần ít nhất {SHORTEST_KEY} ký tự ngẫu nhiên."


def _factor_keys(keys: list[str], demo_key: str) -> Iterator[str]:
    made = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
    if not keys or demo_key in keys:
        yield f"FACTOR_KEYS: chưa đặt khóa mã hóa riêng cho bước xác thực thứ hai; tạo bằng: {made}"
    elif not all(_is_fernet_key(key) for key in keys):
        yield f"FACTOR_KEYS: có khóa viết sai; mỗi khóa tạo bằng: {made}"


def _is_fernet_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def _hosts(hosts: list[str]) -> Iterator[str]:
    if not any(host.strip() for host in hosts):
        yield "ALLOWED_HOSTS: chưa ghi tên miền của cổng."
    elif any(host.strip() in ("*", ".") for host in hosts):
        yield "ALLOWED_HOSTS: không được nhận mọi tên miền (*); hãy ghi rõ tên miền của cổng."

"""`python3 run.py`: set up what has changed since the last start, then serve until Ctrl-C."""

import errno
import hashlib
import http.client
import json
import os
import re
import socket
import subprocess
import time

from tooling import environment
from tooling.console import ROOT, Stop, run_quietly, say, tail

HOST = "127.0.0.1"
VAR = ROOT / "var"
NOTES = VAR / "run.json"  # what was done to which database, so that a second start does nothing twice
APPS = ("accounts", "printing", "programs", "conferences", "reports", "khuyencong")
START_SECONDS = 60
STOP_SECONDS = 15
HAS_PEOPLE = "from django.contrib.auth import get_user_model as m; print('people:', m().objects.exists())"


def run():
    port = _port()
    python = environment.ready(environment.RUN_LOCK)
    variables = environment.variables(
        DEBUG=os.environ.get("DEBUG", "1"), DJANGO_SETTINGS_MODULE="khuyencong.settings"
    )
    _prepare(python, variables)
    return _serve(python, variables, port)


def _port():
    text = os.environ.get("PORT", "8000")
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Stop(f"PORT={text} không phải số cổng mạng (1 đến 65535). Ví dụ: PORT=8001 python3 run.py")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            other = port + 1 if 1024 <= port < 65535 else 8001
            reason = (
                "đang có chương trình khác dùng" if problem.errno == errno.EADDRINUSE else "không dùng được"
            )
            raise Stop(
                f"Cổng mạng {port} {reason}. Hãy chọn cổng khác: PORT={other} python3 run.py"
            ) from None
    return port


# ------------------------------------------------------------------------------------------------- the database


def _prepare(python, variables):
    (VAR / "static").mkdir(parents=True, exist_ok=True)
    url = _database_url()
    database = hashlib.sha256(url.encode()).hexdigest()[:16]
    notes = _read_notes()
    file = _sqlite_file(url)
    known = notes.get(database, {}) if file is None or file.is_file() else {}
    code = _fingerprint()
    if known == {"code": code, "demo": "done"}:
        return

    def note(**changes):
        known.update(changes)
        NOTES.write_text(json.dumps({**notes, database: known}, indent=1), encoding="utf-8")

    say("Đang chuẩn bị cơ sở dữ liệu …")
    _manage(python, variables, "migrate", "--verbosity", "0")
    # Asked before anything is loaded. A load that was cut off is taken up again; people's own data is never added to.
    if "demo" not in known:
        answer = _manage(python, variables, "shell", "--verbosity", "0", "-c", HAS_PEOPLE)
        note(demo="done" if "people: True" in answer else "wanted")
    _manage(python, variables, "load_reference")
    _manage(python, variables, "keys")
    if known["demo"] == "wanted":
        say("Đang nạp dữ liệu minh họa (chỉ lần đầu) …")
        _manage(python, variables, "load_demo")
    note(demo="done", code=code)


def _database_url():
    """As the settings will find it: the environment before the .env file; empty for the default SQLite file."""
    url = os.environ.get("DATABASE_URL")
    settings_file = ROOT / ".env"
    if url is None and settings_file.is_file():
        pattern = r"^\s*(?:export\s+)?DATABASE_URL\s*=\s*[\"']?([^\s\"']+)"
        found = re.search(pattern, settings_file.read_text(encoding="utf-8"), re.MULTILINE)
        url = found and found[1]
    return url or ""


def _sqlite_file(url):
    """The file of a SQLite database, or None where the data lie on a server."""
    if not url:
        return VAR / "khuyencong.sqlite3"
    return ROOT / url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else None


def _read_notes():
    try:
        return json.loads(NOTES.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _fingerprint():
    """Changes whenever code or reference data change: then migrations and loads are worth running."""
    digest = hashlib.sha256()
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*")):
            if path.suffix in (".py", ".csv") and "tests" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _manage(python, variables, *arguments):
    done = run_quietly([python, "manage.py", *arguments], cwd=ROOT, env=variables)
    if done.returncode == 0:
        return done.stdout
    _, refused, reasons = done.stdout.partition("ImproperlyConfigured: ")
    if refused:
        raise Stop(reasons.strip())
    raise Stop(f"{tail(done.stdout)}\n\nLệnh `manage.py {arguments[0]}` không chạy được, lỗi như trên.")


# -------------------------------------------------------------------------------------------------- the server


def _serve(python, variables, port):
    variables = {"ACCESS_LOG": "0", "WORKERS": "2", **variables, "BIND": f"{HOST}:{port}"}
    quiet = ["--graceful-timeout", "5", "--log-level", "warning"]
    command = [python, "-m", "gunicorn", "--config", ROOT / "deploy" / "gunicorn.conf.py", *quiet]
    with subprocess.Popen(command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL) as server:
        try:
            accounts = run_quietly([python, "manage.py", "demo_accounts"], cwd=ROOT, env=variables)
            _wait(server, port)
            say(f"\nCổng khuyến công đang chạy tại http://{HOST}:{port}")
            if accounts.returncode == 0:
                say(accounts.stdout.rstrip())
            say("Nhấn Ctrl-C để dừng; dữ liệu được giữ lại cho lần chạy sau.")
            server.wait()
        except KeyboardInterrupt:
            _stop(server)
            say("\nĐã dừng cổng.")
            return 0
        except Stop:
            _stop(server)
            raise
    raise Stop(f"Máy chủ web đã dừng bất thường (mã {server.returncode}).")


def _wait(server, port):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)
            connection.request("GET", "/")
            status = connection.getresponse().status
            connection.close()
        except OSError:
            time.sleep(0.05)
            continue
        if status < 500:
            return
        raise Stop(f"Cổng trả lời lỗi {status} ở trang đầu; xem thông báo lỗi ở trên.")
    raise Stop("Máy chủ web không khởi động được; xem thông báo lỗi ở trên.")


def _stop(server):
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()

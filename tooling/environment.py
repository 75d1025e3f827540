"""The virtual environments of the project, one for each lock file and Python, and what its programs are started with."""

import hashlib
import os
import shutil
import sys
from importlib.util import find_spec

from tooling import machine
from tooling.console import ROOT, Stop, run_quietly, say, tail

RUN_LOCK = "requirements-lock.txt"
TEST_LOCK = "requirements-test-lock.txt"
# These would lead Python or pip somewhere else than into the virtual environment, or away from UTF-8.
MISLEADING = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONIOENCODING",
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_REQUIRE_HASHES",
)
NO_NETWORK = (
    "NewConnectionError",
    "ConnectTimeout",
    "ReadTimeout",
    "ConnectionError",
    "ProxyError",
    "name resolution",
)


def variables(**changes):
    """The environment for Python programs: ours, cleaned, with these changes."""
    kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    return {**kept, "PYTHONUTF8": "1", **changes}


def ready(lock_name):
    """The Python of the virtual environment for this lock file, made first if it is not there yet."""
    lock = ROOT / lock_name
    kind = lock_name.removesuffix("-lock.txt").replace("requirements", "venv")
    family = f".{kind}-py{sys.version_info.major}{sys.version_info.minor}-"
    identity = f"{sys.version}\n{os.path.realpath(sys.executable)}\n{ROOT}\n".encode()
    folder = ROOT / (family + hashlib.sha256(identity + lock.read_bytes()).hexdigest()[:12])
    python = folder / "bin" / "python"
    complete = folder / "complete"
    if complete.is_file() and python.exists():
        return python
    say("Đang chuẩn bị môi trường Python (chỉ lần đầu, cần mạng) …")
    shutil.rmtree(folder, ignore_errors=True)
    _install(_create(folder, python), lock)
    complete.touch()
    for older in ROOT.glob(f"{family}*"):
        if older != folder:
            shutil.rmtree(older, ignore_errors=True)
    return python


def system_packages():
    """What a virtual environment needs from Debian: nothing, where a pip of some kind can fill it."""
    may_install = machine.is_debian_root() and sys.base_prefix == "/usr"
    return [] if find_spec("pip") and not may_install else [machine.VENV]


def _create(folder, python):
    """Make the virtual environment; the answer is the pip command that installs into it."""
    machine.ensure(system_packages())
    if machine.VENV.is_there():
        command, pip = [sys.executable, "-m", "venv", folder], [python, "-m", "pip"]
    else:
        command = [sys.executable, "-m", "venv", "--without-pip", folder]
        pip = [sys.executable, "-m", "pip", "--python", python]
    done = run_quietly(command, env=variables())
    if done.returncode:
        raise Stop(f"{tail(done.stdout)}\n\nKhông tạo được môi trường Python trong {folder}.")
    return pip


def _install(pip, lock):
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    command = [*pip, "install", *options, "--require-hashes", "--only-binary=:all:", "-r", lock]
    done = run_quietly(command, env=variables())
    if done.returncode == 0:
        return
    if any(sign in done.stdout for sign in NO_NETWORK):
        reason = "không kết nối được kho gói Python. Hãy kiểm tra mạng (hoặc cấu hình pip), rồi chạy lại."
    else:
        reason = "pip báo lỗi như trên."
    raise Stop(f"{tail(done.stdout)}\n\nKhông cài được thư viện: {reason}")

"""The portal in real use on 127.0.0.1: gunicorn with deploy/gunicorn.conf.py, over the database of DATABASE_URL."""

import base64
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
START_SECONDS = 90
STOP_SECONDS = 40
KEY = secrets.token_urlsafe(48)
FACTOR_KEY = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def variables(folder: Path, url: str, **changes: str) -> dict[str, str]:
    """The environment of the portal and of a process that looks at the same database; DEBUG is off."""
    meters = folder / "meters"  # a server that is killed cannot take a folder of its own away
    meters.mkdir(exist_ok=True)
    return {
        **os.environ,
        "DEBUG": "0",
        "SECRET_KEY": os.environ.get("SECRET_KEY", KEY),
        "ALLOWED_HOSTS": HOST,
        "FACTOR_KEYS": FACTOR_KEY,
        "TRIAL_DATA": "1",
        "SECURE_SSL_REDIRECT": "0",
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DATABASE_URL": url,
        "BENCH_FOLDER": str(folder),
        "PROMETHEUS_MULTIPROC_DIR": str(meters),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        **changes,
    }


class Server:
    """One gunicorn with its workers, in a process group of its own."""

    def __init__(self, environment: dict[str, str], log: Path):
        self.port = free_port()
        self.log = log
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
                cwd=ROOT,
                env={**environment, "BIND": f"{HOST}:{self.port}"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Until it answers that it is ready. RuntimeError with its log when it does not."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.answers("/readyz"):
                return
            time.sleep(0.05)
        raise RuntimeError(f"Máy chủ không sẵn sàng.\n{self.log.read_text(errors='replace')[-3000:]}")

    def answers(self, path: str) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """Master and workers at once, as when the machine goes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def pids(self) -> list[int]:
        """The master's and its workers': the processes of its group."""
        numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
        return [pid for pid in numbers if _group(pid) == self.process.pid]


def _group(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


@contextmanager
def serving(environment: dict[str, str], log: Path):
    """A server that answers; stopped afterwards, however that ends."""
    server = Server(environment, log)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]

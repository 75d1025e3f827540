"""A PostgreSQL server for as long as one command runs: on this machine only, on a free port, gone afterwards."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tooling import machine
from tooling.console import Stop, run_quietly, say, tail

DATABASE = "khuyencong"
START_SECONDS = 30
STOP_SECONDS = 15
# Nothing has to survive the command, so nothing waits for the disk. C.UTF-8: plain C knows no letters beyond ASCII.
SERVER_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "timezone": "UTC",
}


@contextmanager
def throwaway():
    """Yield the DATABASE_URL of a fresh server with an empty database."""
    binaries = machine.postgres_binaries()
    folder = Path(tempfile.mkdtemp(prefix="khuyencong-pg-"))
    try:
        account = _account(folder)
        password = secrets.token_urlsafe(18)
        _initialise(binaries, folder, account, password)
        port = _free_port()
        server = _start(binaries, folder, account, port)
        try:
            _wait(binaries, folder, server, port)
            _create_database(binaries, port, password)
            yield f"postgres://khuyencong:{password}@127.0.0.1:{port}/{DATABASE}"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account(folder):
    """PostgreSQL refuses to run as root: options for subprocess to run as a lesser user who owns the folder."""
    options = {"cwd": folder, "env": {"PATH": machine.SYSTEM_PATH, "LC_ALL": "C.UTF-8"}}
    if os.geteuid() != 0:
        return options
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {**options, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _initialise(binaries, folder, account, password):
    secret = folder / "password"
    secret.write_text(password, encoding="utf-8")
    if "user" in account:
        os.chown(secret, account["user"], account["group"])
    command = [
        binaries / "initdb",
        "-D",
        folder / "data",
        "-U",
        "khuyencong",
        "--pwfile",
        secret,
        "--no-sync",
    ]
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
    done = run_quietly([*command, *options], **account)
    secret.unlink()
    if done.returncode:
        raise Stop(f"{tail(done.stdout)}\n\nKhông khởi tạo được PostgreSQL tạm.")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _start(binaries, folder, account, port):
    options = [part for name, value in SERVER_OPTIONS.items() for part in ("-c", f"{name}={value}")]
    with open(folder / "log", "wb") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-p", str(port), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for us; we stop the server when the tests have ended
            **account,
        )


def _wait(binaries, folder, server, port):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if run_quietly([binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", port]).returncode == 0:
            return
        time.sleep(0.05)
    log = (folder / "log").read_text(encoding="utf-8", errors="replace")
    raise Stop(f"{tail(log)}\n\nKhông khởi động được PostgreSQL tạm.")


def _create_database(binaries, port, password):
    command = [binaries / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "khuyencong", DATABASE]
    done = run_quietly(command, env={"PATH": machine.SYSTEM_PATH, "PGPASSWORD": password})
    if done.returncode:
        raise Stop(f"{tail(done.stdout)}\n\nKhông tạo được cơ sở dữ liệu trong PostgreSQL tạm.")


def _stop(server):
    for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, by force
        server.send_signal(request)
        try:
            server.wait(STOP_SECONDS)
            return
        except subprocess.TimeoutExpired:
            say("PostgreSQL tạm chưa dừng, dừng mạnh hơn …", error=True)

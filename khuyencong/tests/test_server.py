"""What the web server answers before a view is asked: by real requests to a real one, with what a person would see."""

import socket
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest
from django.db import connections

from khuyencong.tests.databases import ROOT, url_of

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
START_SECONDS = 60


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    """The address of a web server as deploy/gunicorn.conf.py says it, and its folder for temporary files."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("server")
    environment = {
        "DEBUG": "1",
        "DATABASE_URL": url_of(connections["default"].settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "khuyencong.settings_test",
        "TMPDIR": str(folder),
        "PYTHONUTF8": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path_factory.mktemp("meters")),
        "WORKERS": "1",
        "BIND": f"127.0.0.1:{port}",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "deploy/gunicorn.conf.py",
    ]
    with open(folder / "log", "wb") as log:
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(port):
            assert running.poll() is None and time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.1)
        yield port, folder
    finally:
        running.terminate()
        running.wait(20)


def answers(port):
    try:
        return asked(port, b"GET /accounts/login/ HTTP/1.1\r\nHost: localhost\r\n\r\n").startswith(
            "HTTP/1.1 200"
        )
    except OSError:
        return False


def asked(port, *pieces):
    """All that the server answers to these bytes, sent one after the other."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as client:
        for piece in pieces:
            try:
                client.sendall(piece)
            except OSError:
                break  # it has heard enough
        with suppress(OSError):  # it has answered and gone
            client.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    return answer.decode()


def head(line, *headers):
    return "\r\n".join([line, "Host: localhost", *headers, "", ""]).encode("latin1")


LOG_IN = "POST /accounts/login/ HTTP/1.1"
FORM = "Content-Type: application/x-www-form-urlencoded"
REFUSED = {
    "a long address": (414, [head("GET /?q=" + "x" * 9000 + " HTTP/1.1")]),
    "a long cookie": (431, [head("GET / HTTP/1.1", "Cookie: a=" + "x" * 9000)]),
    "many headers": (431, [head("GET / HTTP/1.1", *(f"X-{n}: 1" for n in range(70)))]),
    "no request": (400, [b"xin ch\xc3\xa0o\r\n\r\n"]),
    "a header without a name": (400, [head("GET / HTTP/1.1", ": x")]),
    "a line feed in a header": (400, [head("GET / HTTP/1.1", "X-A: a\0b")]),
    "two lengths": (400, [head(LOG_IN, "Content-Length: 5", "Content-Length: 50"), b"a=123"]),
    "an expectation": (400, [head(LOG_IN, "Expect: tea", "Content-Length: 5"), b"a=123"]),
    "another host": (400, [head("GET / HTTP/1.1").replace(b"localhost", b"evil.example")]),
    "a host that is none": (400, [head("GET / HTTP/1.1").replace(b"localhost", b"a b/<c>")]),
    "a NUL in the address": (400, [head("GET /projects/%00/ HTTP/1.1")]),
    "a NUL in a question": (400, [head("GET /accounts/login/?next=%00 HTTP/1.1")]),
    "a NUL in a cookie": (400, [head("GET / HTTP/1.1", 'Cookie: sessionid="aaaaaaaaaa\\000"')]),
    "an encoding of bytes": (415, [head(LOG_IN, f"{FORM}; charset=hex", "Content-Length: 3"), b"a=1"]),
    "an encoding with halves of pairs": (
        415,
        [
            head(LOG_IN, "Content-Type: multipart/form-data; boundary=b; charset=utf-7", "Content-Length: 3"),
            b"a=1",
        ],
    ),
    "a stranger's large form": (
        413,
        [head(LOG_IN, FORM, f"Content-Length: {150 * MEGABYTE}"), b"a=" + b"x" * MEGABYTE],
    ),
    "a stranger's large file": (
        413,
        [
            head(
                LOG_IN, "Content-Type: multipart/form-data; boundary=b", f"Content-Length: {150 * MEGABYTE}"
            ),
            b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + b"x" * MEGABYTE,
        ],
    ),
    "a body in pieces": (
        411,
        [head(LOG_IN, FORM, "Transfer-Encoding: chunked"), b"5\r\na=123\r\n0\r\n\r\n"],
    ),
    "a form of JSON": (415, [head(LOG_IN, "Content-Type: application/json", "Content-Length: 2"), b"{}"]),
    "a torn form": (
        400,
        [head(LOG_IN, "Content-Type: multipart/form-data; boundary=", "Content-Length: 5"), b"a=123"],
    ),
    "three thousand fields": (400, [head(LOG_IN, FORM, "Content-Length: 12000"), b"a=1&" * 3000]),
    "three thousand questions": (400, [head("GET /?" + "a&" * 3000 + " HTTP/1.1")]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_request_of_ours_is_told_in_vietnamese_and_kept_nowhere(server, what):
    port, folder = server
    status, pieces = REFUSED[what]
    answer = asked(port, *pieces)
    first, _, body = answer.partition("\r\n")
    assert first.startswith(f"HTTP/1.1 {status} "), answer[:500]
    assert '<html lang="vi">' in body and "Anh/chị có thể" in body and f"Mã lỗi {status}" in body
    assert "Traceback" not in body
    assert max((path.stat().st_size for path in folder.rglob("*") if path.name != "log"), default=0) < 10_000

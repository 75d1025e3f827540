"""The files of deploy/ say what the portal really reads, and gunicorn really serves with them."""

import configparser
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from benchmarks.serving import Server, variables
from benchmarks.visitors import Visitor
from khuyencong.tests.databases import spare, url_of

DEPLOY = Path(settings.BASE_DIR) / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
NOT_FOR_OPERATORS = {"DJANGO_SETTINGS_MODULE"}
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "yes",
    "MemoryDenyWriteExecute": "yes",
}


def read_by(path, pattern):
    return set(re.findall(pattern, path.read_text()))


@pytest.mark.once
def test_example_of_the_environment_explains_every_setting_and_no_other():
    asked = read_by(Path(settings.BASE_DIR) / "khuyencong" / "settings.py", r'env\.\w+\(\s*"(\w+)"')
    asked |= read_by(DEPLOY / "gunicorn.conf.py", r'environ\w*(?:\.get\(|\[|\.setdefault\()"(\w+)"')
    lines = (DEPLOY / "khuyencong.env.example").read_text().splitlines()
    explained = {
        found[1]: number for number, line in enumerate(lines) if (found := re.match(r"#?([A-Z_]+)=", line))
    }

    assert set(explained) == asked - NOT_FOR_OPERATORS
    for name, number in explained.items():
        above = next(line for line in reversed(lines[:number]) if not re.match(r"#?[A-Z_]+=", line))
        assert above.startswith("# "), f"{name} is not explained"


@pytest.mark.once
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_unit_is_hardened_and_runs_as_no_root(path):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(path)
    service = unit["Service"]
    assert {name: service.get(name) for name in HARDENED} == HARDENED
    assert service["User"] == "khuyencong"


@pytest.mark.once
def test_each_daily_task_has_its_timer():
    tasks = {path.stem for path in UNITS} - {"khuyencong"}
    assert tasks == {path.stem for path in (DEPLOY / "systemd").glob("*.timer")}
    assert tasks == {"khuyencong-backup", "khuyencong-purge", "khuyencong-clearsessions"}


@pytest.mark.once
def test_image_is_built_with_variables_that_the_portal_starts_with():
    step = re.search(
        r"^RUN (SECRET_KEY=.*?)python manage.py",
        (DEPLOY / "container/Containerfile").read_text(),
        re.M | re.S,
    )
    given = dict(word.split("=", 1) for word in step[1].split() if "=" in word)
    start = [sys.executable, "-c", "from khuyencong import settings"]
    done = subprocess.run(
        start, cwd=settings.BASE_DIR, env=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.once
def test_no_file_names_a_registry():
    """Where packages and images come from is the operator's choice."""
    for path in DEPLOY.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            assert not re.search(r"docker\.io|ghcr|quay\.io|pypi|FROM\s+\S+\.\S+/", path.read_text()), path


@pytest.mark.once
def test_nginx_hands_on_its_own_id_and_address_and_logs_no_query():
    site = (DEPLOY / "nginx" / "khuyencong.conf").read_text()
    assert "proxy_set_header X-Request-ID $request_id;" in site
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in site  # not what the sender claims
    logged = re.search(r"log_format(.*?);", site, re.DOTALL)[1]
    assert "escape=json" in logged and not {
        "$request",
        "$request_uri",
        "$args",
        "$uri",
        "$query_string",
    } & set(re.findall(r"\$\w+", logged))


def test_gunicorn_serves_logs_lines_for_machines_and_counts_over_its_workers(
    released, django_db_blocker, tmp_path
):
    with django_db_blocker.unblock(), spare(tmp_path, like=released) as name:
        environment = variables(
            tmp_path,
            url_of(name),
            LOG_FORMAT="json",
            METRICS_TOKEN="a-token-of-monitoring",  # noqa: S106
            BEHIND_PROXY="1",
            WORKERS="2",
        )
        (tmp_path / "meters" / "counter_1.db").write_bytes(b"of the start before this one")
        server = Server(environment, tmp_path / "log")
        try:
            server.wait()
            visitor = Visitor(server.port, "")
            for _ in range(20):
                visitor.ask("GET", "/accounts/login/?next=/projects/%3Fq%3Dbi-mat")
            told = visitor.ask("GET", "/metrics", token="a-token-of-monitoring")[1].decode()  # noqa: S106
            os.kill(server.process.pid, signal.SIGTERM)
            assert server.process.wait(30) == 0
        finally:
            server.stop()

    assert 'khuyencong_requests_total{method="GET",route="login",status="200"} 20.0' in told
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    asked = [line for line in lines if line["route"] == "login"]
    assert len({line["request_id"] for line in asked}) == 20
    assert {(line["logger"], line["status"], line["message"]) for line in asked} == {
        ("gunicorn.access", 200, "GET login")
    }
    assert "bi-mat" not in str(lines) and "next" not in str(lines)

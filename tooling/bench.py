"""`python3 run.py bench`: benchmarks/run.py with a database of each kind, as in use, both thrown away afterwards."""

import base64
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from tooling import environment, machine, postgres
from tooling.console import ROOT


def run(arguments):
    """SQLite is DATABASE_URL, PostgreSQL is PG_DATABASE_URL. DEBUG is off: it would keep a record of every query."""
    machine.ensure([machine.POSTGRES])
    python = environment.ready(environment.RUN_LOCK)
    folder = Path(tempfile.mkdtemp(prefix="khuyencong-bench-"))
    try:
        with postgres.throwaway() as url:
            variables = environment.variables(
                DEBUG="0",
                SECRET_KEY=secrets.token_urlsafe(48),
                FACTOR_KEYS=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
                ALLOWED_HOSTS="127.0.0.1",
                TRIAL_DATA="1",  # nobody else is served
                DJANGO_SETTINGS_MODULE="khuyencong.settings",
                DATABASE_URL=f"sqlite:///{folder / 'bench.sqlite3'}",
                PG_DATABASE_URL=url,
                PYTHONPATH=str(ROOT),
            )
            command = [python, ROOT / "benchmarks" / "run.py", *arguments]
            return subprocess.run(command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""The whole server killed while people save, export and upload: what was acknowledged is there, once and whole."""

import re
import subprocess
import sys

from benchmarks.serving import ROOT, variables
from khuyencong.tests.databases import spare, url_of

KILLS = (
    "-c",
    "import sys, django; django.setup(); from benchmarks.kills import main; sys.exit(main())",
    "--kills",
)


def test_killed_server_loses_nothing_leaves_nothing_half_and_saves_nothing_twice(
    released, slow, django_db_blocker, tmp_path
):
    with django_db_blocker.unblock(), spare(tmp_path, like=released) as name:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", *KILLS, "100" if slow else "5"],
            cwd=ROOT,
            env=variables(tmp_path, url_of(name)),
            capture_output=True,
            text=True,
        )

    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"đã báo lưu (\d+)", done.stdout)[1]) > 0
    assert "mất 0, dở dang 0, hai lần 0, từ chối 0" in done.stdout

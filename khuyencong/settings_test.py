"""The settings as the tests see them: the one settings file, a fast hash, a SQLite file of their own.

pytest-django reads the settings before any conftest.py, so what has to be said first is said here.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["DEBUG"] = "1"  # also where the shell or the .env file is set up for real use
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser driver runs an event loop

from khuyencong.operation import logs  # noqa: E402
from khuyencong.settings import *  # noqa: E402, F403
from khuyencong.settings import DATABASES  # noqa: E402

_TEMPORARY = Path(tempfile.mkdtemp(prefix="khuyencong-test-"))
atexit.register(shutil.rmtree, _TEMPORARY, ignore_errors=True)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = _TEMPORARY / "static"
STATIC_ROOT.mkdir()
MEDIA_ROOT = _TEMPORARY / "media"
RECENT_DIR = _TEMPORARY / "recent"
LOGGING = logs.configuration("text")  # what one test provokes must not stand on a page that another one reads

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A real file: several connections, WAL and waiting writers behave as in use, which memory does not.
    # Named so from the start: a live server that comes up before the test database shares what it takes for memory
    # with its thread, and two threads on one SQLite connection end the process.
    if DATABASES["default"]["NAME"] == ":memory:":
        DATABASES["default"]["NAME"] = str(_TEMPORARY / "portal.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(_TEMPORARY / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
    )

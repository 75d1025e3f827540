"""The portal as in use, with its files in the folder BENCH_FOLDER: what is measured leaves nothing in the tree."""

import os
from pathlib import Path

from khuyencong.operation import logs
from khuyencong.settings import *  # noqa: F403
from khuyencong.settings import ACCESS_LOG, LOG_FORMAT, STORAGES

_FOLDER = Path(os.environ["BENCH_FOLDER"])
MEDIA_ROOT = _FOLDER / "media"
STATIC_ROOT = _FOLDER / "static"
RECENT_DIR = _FOLDER / "recent"
FACTOR_REQUIRED = False  # visitors are programs
LOGGING = logs.configuration(LOG_FORMAT, str(RECENT_DIR), access=ACCESS_LOG)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

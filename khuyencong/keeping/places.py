"""What backup and restore share: their complaint, the folder they work in, a connection that looks elsewhere."""

import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

WORKING = ".khuyencong-partial-"
LEFT_BEHIND = 24 * 60 * 60  # seconds: no work takes so long, so its process was killed


class Trouble(Exception):
    """Why a backup or a restore stops, in the words of whoever keeps the portal."""


@contextmanager
def working_folder(beside: Path):
    """A folder for halves: never taken for a whole, gone afterwards; what a killed process left goes too."""
    beside.mkdir(parents=True, exist_ok=True)
    for left in beside.glob(f"{WORKING}*"):
        if time.time() - left.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=WORKING, dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def looking_elsewhere(connection, **settings):
    """Within, the connection enters with these settings: another file, another schema."""
    usual = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(settings)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(usual)

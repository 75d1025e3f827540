"""The last errors and slow statements of this machine, in two small files that all its workers write."""

import fcntl
import json
import logging
from pathlib import Path

LARGEST = 256 * 1024  # bytes of a file; the one before it is kept beside it
SHOWN = 20
FILES = {"errors": "errors.jsonl", "slow": "slow.jsonl"}


class RecentHandler(logging.Handler):
    """Adds whole lines only, one process at a time. Without a folder to write into it stays silent."""

    def __init__(self, folder: str):
        super().__init__()
        self.folder = Path(folder)

    def emit(self, record):
        kind = "slow" if hasattr(record, "statement") else "errors"
        if kind == "errors" and record.levelno < logging.ERROR:
            return
        try:
            add(self.folder, kind, self.format(record))
        except OSError:  # a full disk: the log itself still has the line
            pass


def add(folder: Path, kind: str, line: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILES[kind]
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.is_file() and path.stat().st_size > LARGEST:
            path.replace(path.with_suffix(".1"))
        with open(path, "a", encoding="utf-8") as file:
            file.write(line + "\n")


def last(folder: Path, kind: str) -> list[dict]:
    """The newest first; a line that a killed process left half is passed over."""
    lines = []
    for path in ((folder / FILES[kind]), (folder / FILES[kind]).with_suffix(".1")):
        if len(lines) < SHOWN and path.is_file():
            lines += reversed(path.read_text(encoding="utf-8", errors="replace").splitlines())
    return [found for line in lines[:SHOWN] if (found := _read(line))]


def _read(line: str) -> dict | None:
    try:
        return json.loads(line)
    except ValueError:
        return None

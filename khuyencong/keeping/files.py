"""Which stored files rows name, and what becomes of those that none does: leftovers of requests that were killed."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

from khuyencong.keeping.storage import PARTIAL

ASIDE = ".swept"  # folder of files on their way out; a sweep that was killed is finished by the next


def named() -> set[str]:
    """The name of every file that a row of today or of a history names, as it is stored."""
    return {
        name
        for model, column in _columns()
        for name in model._base_manager.values_list(column, flat=True)
        if name
    }


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield model, field.name
                if hasattr(model, "history"):
                    yield model.history.model, field.name


def sweep(older_than: timedelta, *, dry_run: bool = False) -> list[str]:
    """Removes files that no row names and that were stored longer ago than that. Returns their names.

    A file is stored before the row that names it, so a young one may still be waited for. One that is sent again
    while it is swept is written anew, or put back: it is young then.
    """
    root, youngest = Path(settings.MEDIA_ROOT), time.time() - older_than.total_seconds()
    known = named()
    found = [
        path
        for path in _files(root)
        if path.stat().st_mtime < youngest and path.relative_to(root).as_posix() not in known
    ]
    if not dry_run:
        for path in found:
            _move(path, root / ASIDE / path.relative_to(root))
        _finish(root, youngest)
    return sorted(path.relative_to(root).as_posix() for path in found)


def _files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file() and ASIDE not in path.relative_to(root).parts]


def _finish(root: Path, youngest: float) -> None:
    known = named()
    for path in sorted((root / ASIDE).rglob("*")):
        name = path.relative_to(root / ASIDE)
        if not path.is_file():
            continue
        if name.as_posix() in known or (
            path.stat().st_mtime >= youngest and not name.name.startswith(PARTIAL)
        ):
            _move(path, root / name)
        else:
            path.unlink()


def _move(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    os.replace(path, to)

"""A new project gets its code."""

from django.db import transaction
from django.db.models import Max

from programs.choices import ProjectKind
from programs.ledger.entries import refuse_stranger
from programs.ledger.posting import lock_head
from programs.models import Project


@transaction.atomic
def register(*, project, by):
    """Give a new project its code (unit-level-year-serial, never reused) and save it."""
    refuse_stranger(by, project.unit_id)
    lock_head()  # two people registering take turns
    same = {"unit": project.unit, "level": project.level, "first_year": project.first_year}
    used = [
        rows.filter(**same).aggregate(last=Max("serial"))["last"]
        for rows in (Project.objects, Project.history)
    ]
    project.serial = max(last or 0 for last in used) + 1
    project.code = f"{project.unit.key}-{project.level.upper()}-{project.first_year}-{project.serial:03d}"
    project.counted = project.kind != ProjectKind.OFF_PROJECT or project.counted
    project.save()
    return project

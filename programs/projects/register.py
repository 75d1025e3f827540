"""The register of projects: how a project gets its code, and who may change what it says."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from simple_history.utils import bulk_create_with_history

from programs.access import CommandWriter, refuse_unless_may
from programs.choices import ProjectKind, Register
from programs.installation import refuse_command_in_real_database
from programs.ledger.posting import lock_head
from programs.models import Project
from programs.units.life import Units


@transaction.atomic
def register(*, project, by):
    """Give a project its code (unit-level-year-serial, never reused) and save it."""
    lock_head()  # two people registering take turns
    admit([project], by)
    number([project])
    project.save()
    return project


@transaction.atomic
def register_all(*, projects: Sequence[Project], by, reason="", batch_size=None) -> None:
    """New projects, any number with the same few queries, each with its code; with a reason, also with history."""
    lock_head()
    admit(projects, by)
    number(projects)
    if not reason:
        Project.objects.bulk_create(projects, batch_size)
        return
    account = by.account if isinstance(by, CommandWriter) else by
    bulk_create_with_history(
        projects, Project, batch_size, default_user=account, default_change_reason=reason
    )


@transaction.atomic
def amend(*, project, by):
    """Save what the register says of a project whose province, level and first year, and so its code, stay."""
    admit([project], by)
    project.save()
    return project


def admit(projects: Sequence[Project], by) -> None:
    """Ask whether `by` may, in the province where a project is and where it was, and judge province and year."""
    refuse_command_in_real_database(by)
    stored = Project.objects.filter(pk__in=[project.pk for project in projects if project.pk])
    for unit_id in sorted(
        {project.unit_id for project in projects} | set(stored.values_list("unit", flat=True))
    ):
        refuse_unless_may(by, Register.PROJECTS, unit_id)
    units = Units.read()
    wrong = {place for project in projects for place in objections(project, units)}
    if wrong:
        raise ValidationError(
            {field: [words for at, words in sorted(wrong) if at == field] for field, _ in wrong}
        )


def objections(project: Project, units: Units) -> Iterator[tuple[str, str]]:
    """(field, why not)"""
    if why := units.why_no_project(project.unit_id, project.first_year):
        yield "unit", why
    if project.origin_unit_id and (why := units.why_no_origin(project.unit_id, project.origin_unit_id)):
        yield "origin_unit", why


def number(projects: Sequence[Project]) -> None:
    """The next serials of province, level and year, and the codes made of them."""
    last = last_serials({project.unit_id for project in projects})
    for project in projects:
        key = project.unit_id, project.level, project.first_year
        project.serial = last[key] = last.get(key, 0) + 1
        project.code = f"{project.unit.key}-{project.level.upper()}-{project.first_year}-{project.serial:03d}"
        project.counted = project.kind != ProjectKind.OFF_PROJECT or project.counted


def last_serials(unit_ids) -> dict[tuple[int, str, int], int]:
    """(province, level, first year) -> the last serial ever given, also to a project that has moved since."""
    last = {}
    for rows in (Project.objects, Project.history):
        numbered = rows.filter(unit_id__in=unit_ids).order_by().values_list("unit_id", "level", "first_year")
        for *key, serial in numbered.annotate(last=Max("serial")):
            last[tuple(key)] = max(serial, last.get(tuple(key), 0))
    return last

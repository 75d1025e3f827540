"""The dimensions that every ledger row carries itself, copied from its project: figures never join the project."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from programs.choices import STEP_OF_CHANGE
from programs.models import BeneficiaryEntry, MoneyEntry, Project, ProjectEvent, ResultEntry

COPIED = ("unit_id", "origin_unit_id", "level", "kind", "counted", "activity_id")


def take_dimensions(rows: Iterable) -> dict[int, Project]:
    """Fill in the dimensions of unsaved entries, from the projects as they are stored. One query.

    Returns those projects by their id.
    """
    rows = list(rows)
    for row in rows:
        if isinstance(row, BeneficiaryEntry):
            row.project_id, row.business_id = row.beneficiary.project_id, row.beneficiary.business_id
    wanted = {row.project_id for row in rows if row.project_id}
    projects = Project.objects.only(*COPIED).in_bulk(wanted) if wanted else {}
    if wanted - projects.keys():
        raise ValidationError("Không có đề án này trong cơ sở dữ liệu.", code="project")
    for row in rows:
        if row.project_id:
            _take(row, projects[row.project_id])
        elif not row.origin_id:
            row.origin_id = row.unit_id
    return projects


def _take(row, project: Project) -> None:
    row.unit_id = project.unit_id
    row.origin_id = project.origin_id_or_unit
    if getattr(row, "reverses_id", None):
        return  # a mirror repeats its original
    row.level = project.level
    if isinstance(row, MoneyEntry):
        row.off_project = project.off_project
        row.main_activity_id = project.activity_id
        row.activity_id = row.activity_id or project.activity_id
    elif isinstance(row, ResultEntry):
        row.activity_id = row.activity_id or project.activity_id
    elif isinstance(row, ProjectEvent):
        row.off_project = project.off_project
    elif isinstance(row, BeneficiaryEntry):
        _take_of_beneficiary(row)
    else:
        raise TypeError(type(row))


def _take_of_beneficiary(row: BeneficiaryEntry) -> None:
    """The step that the change makes; a beneficiary that is new begins as its first line says."""
    row.step = STEP_OF_CHANGE.get(row.change)
    new = row.beneficiary
    if new.pk is None:
        new.unit_id, new.origin_id, new.level, new.amount = row.unit_id, row.origin_id, row.level, row.support


def reversal_of(entry):
    """An unsaved entry that takes `entry` back: the exact negative, the same dimensions and date."""
    mirror = type(entry)()
    for column in entry._meta.concrete_fields:
        if column.name not in ("id", "posting", "reverses", "illustrative", "file"):
            setattr(mirror, column.attname, getattr(entry, column.attname))
    mirror.reverses = entry
    if isinstance(entry, MoneyEntry):
        mirror.amount = -entry.amount
    elif isinstance(entry, ResultEntry):
        mirror.quantity = -entry.quantity
        mirror.level_stated = None  # what takes a level back states none
    elif isinstance(entry, BeneficiaryEntry):
        mirror.step = -entry.step
    return mirror

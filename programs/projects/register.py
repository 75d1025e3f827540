"""The register of projects: how a project gets its code, and who may change what it says."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from programs.choices import PostingKind, ProjectKind
from programs.ledger.acts import Act
from programs.ledger.posting import ask, lock_head, post_all
from programs.models import Project
from programs.units.life import Units


def register(*, project, by):
    """Give a project its code (unit-level-year-serial, never reused) and save it, by a posting."""
    register_all(projects=[project], by=by)
    return project


@transaction.atomic
def register_all(*, projects: Sequence[Project], by, reason="", illustrative=False, batch_size=None) -> None:
    """Projects by one posting, any number with the same few queries, each with its code; nothing where there are none."""
    if not projects:
        return
    act = Act(PostingKind.PROJECT, reason=reason, nouns=projects)
    lock_head()  # two people registering take turns
    ask(by, [act])
    admit(projects)
    number(projects)
    post_all(by=by, acts=[act], illustrative=illustrative, batch_size=batch_size)


@transaction.atomic
def amend(*, project, by):
    """Save, by a posting, what the register says of a project whose province, level, first year and code stay."""
    act = Act(PostingKind.PROJECT, nouns=[project])
    lock_head()
    ask(by, [act])
    admit([project])
    post_all(by=by, acts=[act])
    return project


def admit(projects: Sequence[Project]) -> None:
    """ValidationError where a project does not fit its province or year."""
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

"""Who writes on closing day: officers of every province that stands, each with a project of his own."""

from dataclasses import dataclass

from accounts import clock
from accounts.models import User
from benchmarks.visitors import sign_in
from programs.choices import DepartmentKind, Happening, Level, Role
from programs.models import Activity, Department, Membership, Project, ProjectEvent
from programs.projects.register import register_all
from programs.projects.steps import record_event


@dataclass(frozen=True)
class Writer:
    """An officer of a department, signed in, and the code of his project."""

    session: str
    code: str


def writers(each: int, provinces: int | None = None) -> list[Writer]:
    """So many officers in each department of a province (of the first so many provinces)."""
    bodies = Department.objects.in_force(clock.today()).filter(kind=DepartmentKind.PROVINCE_DEPARTMENT)
    return [
        writer
        for body in bodies.select_related("unit").order_by("unit__key")[:provinces]
        for writer in _of(body, each)
    ]


def _of(body: Department, each: int):
    people = [officer(body, f"{body.unit.key.lower()}-{number}") for number in range(1, each + 1)]
    year = clock.today().year
    activity = Activity.objects.get(code="III.c")
    projects = [
        Project(unit=body.unit, name=f"Đề án {n + 1}", level=Level.KCDP, activity=activity, first_year=year)
        for n in range(each)
    ]
    register_all(projects=projects, by=people[0])
    for person, project in zip(people, projects, strict=True):
        record_event(event=_approval(project, year), by=person)
    return [Writer(sign_in(person), project.code) for person, project in zip(people, projects, strict=True)]


def _approval(project, year):
    return ProjectEvent(
        project=project, happening=Happening.APPROVED, on=clock.today(), budget_year=year, document="1/QĐ-SCT"
    )


def officer(body: Department, name: str, role=Role.OFFICER) -> User:
    """An account without a password: its session is made here."""
    person = User.objects.create_user(f"do-{name}", full_name=f"Người ghi {name}")
    Membership.objects.create(user=person, department=body, role=role, valid_from=body.valid_from)
    return person


def reader_of_a_region() -> str:
    """The session of somebody at a regional centre, who makes the report of the conference."""
    body = Department.objects.in_force(clock.today()).get(
        kind=DepartmentKind.REGIONAL_CENTRE, region__code="MTTN"
    )
    return sign_in(officer(body, "vung", Role.VIEWER))

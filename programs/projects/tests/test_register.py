import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from programs.choices import Level, ProjectKind
from programs.ledger import entries
from programs.models import Project
from programs.projects import register
from programs.querysets import Unposted
from programs.tests.factories import reword
from programs.tests.threads import at_once


@pytest.fixture
def enter_project(world):
    """enter_project(by, first_year=2024, …) registers a project as a person does."""

    def enter(by, unit=None, first_year=2023, **values):
        return register.register(
            project=unsaved(world, unit or world.old_lam_dong, first_year, **values), by=by
        )

    return enter


def test_code_says_unit_level_year_and_serial(an, enter_project, world):
    codes = [
        enter_project(an).code,
        enter_project(an).code,
        enter_project(an, level=Level.KCQG).code,
        enter_project(an, first_year=2024).code,
        enter_project(an, unit=world.dak_nong).code,
    ]

    assert codes == [
        "P63-68-KCDP-2023-001",
        "P63-68-KCDP-2023-002",
        "P63-68-KCQG-2023-001",
        "P63-68-KCDP-2024-001",
        "P63-67-KCDP-2023-001",
    ]


def test_project_is_not_deleted_and_a_code_that_it_left_is_not_used_again(an, enter_project, world):
    project = enter_project(an)
    for way in (project.delete, Project.objects.filter(pk=project.pk).delete):
        with pytest.raises(Unposted, match="không xóa"), transaction.atomic():
            way()
    project.unit = world.dak_nong
    register.register(project=project, by=an)

    assert (project.code, enter_project(an).code) == ("P63-67-KCDP-2023-001", "P63-68-KCDP-2023-002")


@pytest.mark.django_db(transaction=True)
def test_codes_of_two_who_register_at_once_differ(an, enter_project):
    codes = at_once(*[lambda: enter_project(an).code] * 6)

    assert sorted(codes) == [f"P63-68-KCDP-2023-{serial:03d}" for serial in range(1, 7)]


@pytest.mark.parametrize("who", ["binh", "dung", "chi", "minh"])
def test_only_the_province_registers_its_projects(request, enter_project, who):
    with pytest.raises(ValidationError, match="không có quyền"):
        enter_project(request.getfixturevalue(who))

    assert Project.objects.count() == 0


def test_management_cost_is_not_counted_unless_marked(an, enter_project):
    cost = enter_project(an, kind=ProjectKind.OFF_PROJECT, counted=False)
    marked = enter_project(an, kind=ProjectKind.OFF_PROJECT, counted=True)
    project = enter_project(an, counted=False)

    assert [cost.off_project, marked.off_project, project.off_project] == [True, False, False]
    assert [cost.counted, marked.counted, project.counted] == [False, True, True]


def test_dimensions_of_a_project_are_fixed_by_its_first_entry(an, project, money, world):
    reword(project, activity=world.model_line)
    entries.add_money(entry=money(project), by=an)

    for change in ({"unit": world.dak_nong}, {"level": Level.KCQG}, {"activity": world.machines}):
        with pytest.raises(IntegrityError, match="đã có số liệu"), transaction.atomic():
            reword(Project.objects.get(), **change)


def unsaved(world, unit, first_year, **values):
    values = {"name": "Máy sấy", "level": Level.KCDP, "activity": world.machines} | values
    return Project(unit=unit, first_year=first_year, **values)


@pytest.mark.parametrize(
    ("unit", "year", "origin", "field"),
    [
        ("dak_nong", 2026, None, "unit"),
        ("lam_dong", 2024, None, "unit"),
        ("lam_dong", 2026, "old_gia_lai", "origin_unit"),
        ("dak_nong", 2023, "binh_thuan", "origin_unit"),
    ],
)
def test_project_lies_within_the_life_of_its_province(an, world, unit, year, origin, field):
    """Whichever way it comes in."""
    origin_unit = getattr(world, origin) if origin else None

    for enter in (
        lambda project: register.register(project=project, by=an),
        lambda project: register.register_all(projects=[project], by=an, reason="Nạp"),
    ):
        with pytest.raises(ValidationError) as refused:
            enter(unsaved(world, getattr(world, unit), year, origin_unit=origin_unit))
        assert list(refused.value.message_dict) == [field]

    assert Project.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_many_are_registered_by_the_same_queries_each_with_its_code_and_history(
    an, enter_project, world, number, django_assert_num_queries
):
    enter_project(an)
    projects = [unsaved(world, world.old_lam_dong, 2023) for _ in range(number)]

    with django_assert_num_queries(15):
        register.register_all(projects=projects, by=an, reason="Nạp")

    assert [project.code for project in projects] == [
        f"P63-68-KCDP-2023-{serial:03d}" for serial in range(2, number + 2)
    ]
    told = Project.history.filter(history_change_reason="Nạp").values_list("history_user", flat=True)
    assert list(told) == [an.pk] * number

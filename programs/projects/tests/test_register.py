import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from programs.choices import Level, ProjectKind
from programs.ledger import entries
from programs.models import Project
from programs.tests.threads import at_once


def test_code_says_unit_level_year_and_serial(an, make_project, world):
    codes = [
        make_project(an).code,
        make_project(an).code,
        make_project(an, level=Level.KCQG).code,
        make_project(an, first_year=2024).code,
        make_project(an, unit=world.dak_nong).code,
    ]

    assert codes == [
        "P63-68-KCDP-2023-001",
        "P63-68-KCDP-2023-002",
        "P63-68-KCQG-2023-001",
        "P63-68-KCDP-2024-001",
        "P63-67-KCDP-2023-001",
    ]


def test_code_of_a_deleted_project_is_not_used_again(an, make_project):
    make_project(an).delete()

    assert make_project(an).code == "P63-68-KCDP-2023-002"


@pytest.mark.django_db(transaction=True)
def test_codes_of_two_who_register_at_once_differ(an, make_project):
    codes = at_once(*[lambda: make_project(an).code] * 6)

    assert sorted(codes) == [f"P63-68-KCDP-2023-{serial:03d}" for serial in range(1, 7)]


@pytest.mark.parametrize("who", ["binh", "dung", "chi", "minh"])
def test_only_the_province_registers_its_projects(request, make_project, who):
    with pytest.raises(ValidationError, match="không có quyền"):
        make_project(request.getfixturevalue(who))

    assert Project.objects.count() == 0


def test_management_cost_is_not_counted_unless_marked(an, make_project):
    cost = make_project(an, kind=ProjectKind.OFF_PROJECT, counted=False)
    marked = make_project(an, kind=ProjectKind.OFF_PROJECT, counted=True)
    project = make_project(an, counted=False)

    assert [cost.off_project, marked.off_project, project.off_project] == [True, False, False]
    assert [cost.counted, marked.counted, project.counted] == [False, True, True]


def test_dimensions_of_a_project_are_fixed_by_its_first_entry(an, project, money, world):
    Project.objects.filter(pk=project.pk).update(activity=world.model_line)
    entries.add_money(entry=money(project), by=an)

    for change in ({"unit": world.dak_nong}, {"level": Level.KCQG}, {"activity": world.machines}):
        with pytest.raises(IntegrityError, match="đã có số liệu"), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(**change)

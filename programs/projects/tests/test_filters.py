from datetime import date

from programs.choices import Phase
from programs.models import Project
from programs.projects.filters import ProjectFilter, due_soon, overdue


def test_filter_by_a_group_of_contents_holds_its_items(filtered, lan, make_project, world):
    project = make_project(lan)
    make_project(lan, activity=world.model_line)
    by_item = filtered(ProjectFilter, Project.objects.all(), activity=world.machines.pk)
    by_group = filtered(ProjectFilter, Project.objects.all(), activity=world.machines.group_id)
    assert (list(by_item.qs), by_group.qs.count()) == ([project], 2)


def test_days_of_tasks_meet_without_a_gap(lan, make_project):
    today = date(2026, 3, 1)
    by_day = {
        day: make_project(lan, ends_on=day)
        for day in (date(2026, 2, 28), today, date(2026, 3, 31), date(2026, 4, 1))
    }
    Project.objects.update(phase=Phase.RUNNING)
    rows = Project.objects.order_by("ends_on")
    assert list(overdue(rows, today)) == [by_day[date(2026, 2, 28)]]
    assert list(due_soon(rows, today)) == [by_day[today], by_day[date(2026, 3, 31)]]

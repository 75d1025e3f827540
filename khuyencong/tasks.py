"""What waits for a person, on the home page: an explicit list of functions, each gives one short list."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from programs.models import Project
from programs.projects.filters import SOON_DAYS, due_soon, overdue, without_plan

SHOWN = 8


@dataclass
class TaskList:
    """One short list: at most SHOWN rows, how many there are in all, and where all of them are."""

    title: str
    rows: list
    count: int
    more_url: str
    icon: str
    what: str  # what is to be done, said once


def short_list(projects, **words) -> TaskList:
    rows = list(projects.select_related("unit")[: SHOWN + 1])
    count = len(rows) if len(rows) <= SHOWN else projects.count()
    return TaskList(rows=rows[:SHOWN], count=count, **words)


def overdue_projects(user, today) -> TaskList:
    return short_list(
        overdue(Project.objects.visible_to(user), today).order_by("ends_on", "code"),
        title="Quá hạn",
        icon="exclamation-octagon",
        what="Thời gian thực hiện đã hết mà chưa nghiệm thu: ghi nghiệm thu, hoặc sửa thời gian nếu được gia hạn.",
        more_url=reverse("project_list") + "?task=overdue&sort=ends",
    )


def due_projects(user, today) -> TaskList:
    return short_list(
        due_soon(Project.objects.visible_to(user), today).order_by("ends_on", "code"),
        title="Sắp đến hạn",
        icon="clock",
        what=f"Hết thời gian thực hiện trong {SOON_DAYS} ngày tới.",
        more_url=reverse("project_list") + "?task=soon&sort=ends",
    )


def projects_without_plan(user, today) -> TaskList:
    return short_list(
        without_plan(Project.objects.visible_to(user), today).order_by("-first_year", "code"),
        title="Chưa có kế hoạch vốn",
        icon="cash-stack",
        what="Đã phê duyệt nhưng chưa ghi kinh phí được giao.",
        more_url=reverse("project_list") + "?task=plan",
    )


TASK_LISTS = (overdue_projects, due_projects, projects_without_plan)


def next_due(user, today):
    """The first project that will be due after those that are shown, for a day with nothing to do."""
    later = Project.objects.visible_to(user).under_way().filter(ends_on__gt=today + timedelta(days=SOON_DAYS))
    return later.order_by("ends_on").first()

"""Filters of the list of projects, and the tasks that it is asked for."""

from datetime import timedelta

import django_filters
from django.db.models import Q

from accounts import clock
from programs.choices import Level, Phase, ProjectKind
from programs.models import Activity, Beneficiary, Business, Project
from programs.pages.filters import ListFilter, YearFilter, choice_filter, search_filter
from programs.units.filters import UnitFilter

SOON_DAYS = 30  # "sắp đến hạn": within so many days from today


class ProjectFilter(ListFilter):
    first = ("q", "unit", "year")
    q = search_filter("tên, mã, địa điểm, đơn vị")
    unit = UnitFilter()
    year = YearFilter(label="Năm", method="by_year")
    level = choice_filter("Cấp", Level.choices)
    kind = choice_filter("Loại", ProjectKind.choices)
    phase = choice_filter("Tình trạng", Phase.choices)
    activity = django_filters.ModelChoiceFilter(
        label="Nội dung", queryset=Activity.objects.all(), method="by_activity", empty_label="Mọi nội dung"
    )
    task = choice_filter(
        "Việc cần xử lý",
        [("overdue", "Quá hạn"), ("soon", "Sắp đến hạn"), ("plan", "Chưa có kế hoạch vốn")],
        method="by_task",
    )

    class Meta:
        model = Project
        fields = ["q", "unit", "year", "level", "kind", "phase", "activity", "task"]

    def by_words(self, rows, name, value):
        """The project's own words, or those of a business that benefits from it."""
        known = Business.objects.visible_to(self.request.user).search(value)
        benefits = Beneficiary.objects.standing().filter(business__in=known)
        return rows.search(value) | rows.filter(pk__in=benefits.values("project"))

    def by_year(self, rows, name, value):
        return rows.of_year(value)

    def by_activity(self, rows, name, value):
        return rows.filter(Q(activity=value) | Q(activity__group=value))

    def by_task(self, rows, name, value):
        return TASKS[value](rows, clock.today())


def overdue(rows, today):
    return rows.overdue(today)


def due_soon(rows, today):
    return rows.due_between(today, today + timedelta(days=SOON_DAYS))


def without_plan(rows, today):
    return rows.without_plan()


TASKS = {"overdue": overdue, "soon": due_soon, "plan": without_plan}

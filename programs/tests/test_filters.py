from datetime import date

import django_filters
import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from programs.actions import add_beneficiary
from programs.choices import Phase
from programs.filters import BusinessFilter, ListFilter, ProjectFilter, due_soon, overdue
from programs.models import Beneficiary, Business, Project


@pytest.fixture
def filtered(an):
    def build(kind, rows, **query):
        request = RequestFactory().get("/", query)
        request.user = an
        return kind(request.GET, queryset=rows, request=request)

    return build


class GroupFilter(ListFilter):
    first = ("q",)
    q = django_filters.ModelChoiceFilter(queryset=Group.objects.all())

    class Meta:
        model = Group
        fields = ["q"]


def test_filter_over_a_table_without_scope_is_an_error(filtered, db):
    with pytest.raises(ImproperlyConfigured, match="chưa có phạm vi"):
        filtered(GroupFilter, Group.objects.all())


def test_filter_by_a_group_of_contents_holds_its_items(filtered, lan, make_project, world):
    project = make_project(lan)
    make_project(lan, activity=world.model_line)
    by_item = filtered(ProjectFilter, Project.objects.all(), activity=world.machines.pk)
    by_group = filtered(ProjectFilter, Project.objects.all(), activity=world.machines.group_id)
    assert (list(by_item.qs), by_group.qs.count()) == ([project], 2)


def test_filter_by_support_asks_who_still_stands(filtered, lan, make_project, make_business):
    helped, left = make_business("HTX Chè"), make_business("HTX Cà phê")
    project = make_project(lan)
    kept, gone = (
        add_beneficiary(beneficiary=Beneficiary(project=project, business=business), by=lan)
        for business in (helped, left)
    )
    Beneficiary.objects.filter(pk=gone.pk).update(withdrawn=kept.added)
    rows = Business.objects.all()
    assert list(filtered(BusinessFilter, rows, supported="yes").qs) == [helped]
    assert list(filtered(BusinessFilter, rows, supported="no").qs) == [left]


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


def test_filter_opens_its_rest_only_when_it_is_in_use(filtered, db):
    assert not filtered(ProjectFilter, Project.objects.all(), q="may", year="2023").more_in_use()
    assert filtered(ProjectFilter, Project.objects.all(), level="kcqg").more_in_use()


def test_chips_leave_out_what_was_not_understood(filtered, db):
    rows = Project.objects.all()
    assert filtered(ProjectFilter, rows, year="abc", phase="nothing", page="3").chips() == []
    assert filtered(ProjectFilter, rows, q="máy", page="3", sort="code").chips() == [
        {"label": "Tìm: máy", "url": "?sort=code"}
    ]

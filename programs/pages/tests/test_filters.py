import django_filters
import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured

from programs.models import Project
from programs.pages.filters import ListFilter
from programs.projects.filters import ProjectFilter


class GroupFilter(ListFilter):
    first = ("q",)
    q = django_filters.ModelChoiceFilter(queryset=Group.objects.all())

    class Meta:
        model = Group
        fields = ["q"]


def test_filter_over_a_table_without_scope_is_an_error(filtered, db):
    with pytest.raises(ImproperlyConfigured, match="chưa có phạm vi"):
        filtered(GroupFilter, Group.objects.all())


def test_filter_opens_its_rest_only_when_it_is_in_use(filtered, db):
    assert not filtered(ProjectFilter, Project.objects.all(), q="may", year="2023").more_in_use()
    assert filtered(ProjectFilter, Project.objects.all(), level="kcqg").more_in_use()


def test_chips_leave_out_what_was_not_understood(filtered, db):
    rows = Project.objects.all()
    assert filtered(ProjectFilter, rows, year="abc", phase="nothing", page="3").chips() == []
    assert filtered(ProjectFilter, rows, q="máy", page="3", sort="code").chips() == [
        {"label": "Tìm: máy", "url": "?sort=code"}
    ]

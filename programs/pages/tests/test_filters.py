import django_filters
import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured

from programs.ledger.lists import ResultFilter
from programs.models import Department, Membership, Project
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


class DepartmentFilter(ListFilter):
    """Over a table whose rows belong to provinces, written as anybody would write it."""

    first = ("department",)
    department = django_filters.ModelChoiceFilter(queryset=Department.objects.all())

    class Meta:
        model = Membership
        fields = ["department"]


def test_filter_offers_only_rows_in_sight(filtered, departments):
    mine = filtered(DepartmentFilter, Membership.objects.all())
    foreign = filtered(DepartmentFilter, Membership.objects.all(), department=departments.gia_lai.pk)

    offered = list(mine.form.fields["department"].queryset)
    assert departments.lam_dong in offered
    assert departments.gia_lai not in offered
    assert "department" in foreign.form.errors


@pytest.mark.parametrize("year", ["1989", "2101", "99999999999999999999", "23", "năm nay"])
@pytest.mark.parametrize("kind", [ProjectFilter, ResultFilter])
def test_year_that_is_none_of_ours_asks_nothing(filtered, db, kind, year):
    found = filtered(kind, kind.Meta.model.objects.all(), year=year)

    assert "year" in found.form.errors
    assert found.chips() == []
    assert list(found.qs) == []


def test_filter_opens_its_rest_only_when_it_is_in_use(filtered, db):
    assert not filtered(ProjectFilter, Project.objects.all(), q="may", year="2023").more_in_use()
    assert filtered(ProjectFilter, Project.objects.all(), level="kcqg").more_in_use()


def test_chips_leave_out_what_was_not_understood(filtered, db):
    rows = Project.objects.all()
    assert filtered(ProjectFilter, rows, year="abc", phase="nothing", page="3").chips() == []
    assert filtered(ProjectFilter, rows, q="máy", page="3", sort="code").chips() == [
        {"label": "Tìm: máy", "url": "?sort=code"}
    ]

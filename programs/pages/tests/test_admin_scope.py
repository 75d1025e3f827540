"""Who sees what in the admin: rows, choices, histories, filters."""

import re

import pytest
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from accounts.models import User
from programs.access import in_sight
from programs.choices import Role
from programs.models import Department, Membership, MoneyEntry, Posting, Province, Region
from programs.pages.admin import ScopedAdmin, ScopedRelatedFilter
from programs.tests.factories import membership, money_entry, project, province, user
from programs.tests.pages import change_url, rights_to, sct, staff, typed, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_staff_of_a_province_read_reference_data_and_change_none(client):
    client.force_login(staff("an", sct("P34-68"), Role.LEADER, rights_to(Region, Province, Department)))
    page = change_url(Region.objects.get(code="NAM"))

    assert client.get(page).context["has_change_permission"] is False
    assert client.post(page, {"code": "NAM", "name": "Đổi", "order": "3"}).status_code == 403
    assert client.get(url(Region, "add")).status_code == 403
    assert Region.objects.get(code="NAM").name == "Phía Nam"


def test_staff_of_the_ministry_change_reference_data(client, ministry):
    client.force_login(staff("chi", ministry, Role.OFFICER, rights_to(Region)))
    page = change_url(Region.objects.get(code="NAM"))

    client.post(page, typed(client, page, name="Miền Nam"))

    assert Region.objects.get(code="NAM").name == "Miền Nam"


def test_rights_without_a_membership_show_no_scoped_row(client, root):
    money_entry(project(province("P34-68")), by=root)
    client.force_login(staff("khach", rights=rights_to(MoneyEntry, Membership)))

    assert client.get(url(MoneyEntry, "changelist")).context["cl"].queryset.count() == 0
    assert client.get(url(Membership, "add")).status_code == 403


def test_ledger_lists_hold_ones_own_province_and_hide_the_rest(client, root):
    own = money_entry(project(province("P63-67")), by=root)
    foreign = money_entry(project(province("P34-52"), serial=2), by=root)
    client.force_login(staff("an", sct("P34-68"), rights=rights_to(MoneyEntry)))

    assert list(client.get(url(MoneyEntry, "changelist")).context["cl"].queryset) == [own]
    assert client.get(change_url(own)).status_code == 200
    assert client.post(change_url(own), {"amount": "1"}).status_code == 403
    assert client.get(change_url(foreign)).status_code == 404
    assert client.get(url(MoneyEntry, "change", 999_999)).status_code == 404


def test_history_of_a_foreign_row_is_a_missing_page(client):
    client.force_login(staff("an", sct("P34-68"), rights=rights_to(Department)))

    assert client.get(url(Department, "history", sct("P34-68").pk)).status_code == 200
    assert client.get(url(Department, "history", sct("P34-52").pk)).status_code == 404
    assert client.get(change_url(sct("P34-52"))).status_code == 404


def suggestions(client, field, term):
    response = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "programs", "model_name": "membership", "field_name": field, "term": term},
    )
    return [row["text"] for row in response.json()["results"]]


def test_autocomplete_suggests_ones_own_departments(client):
    client.force_login(staff("an", sct("P34-68"), rights=rights_to(Department, Membership)))

    assert suggestions(client, "department", "so cong thuong lam dong") == ["Sở Công Thương Lâm Đồng"] * 2
    assert suggestions(client, "department", "so cong thuong gia lai") == []


def test_autocomplete_suggests_no_people_of_others(client):
    binh = user("binh.gialai", "Nguyễn Văn Bình")
    membership(binh, sct("P34-52"))
    user("moi", "Nguyễn Văn Mới")
    client.force_login(
        staff("an", sct("P34-68"), Role.LEADER, [*rights_to(Membership), "view_user", "change_user"])
    )

    assert suggestions(client, "user", "nguyen van") == ["Nguyễn Văn Mới (moi)"]


def test_filter_names_only_rows_in_sight(client):
    client.force_login(staff("an", sct("P34-68"), rights=rights_to(Department)))

    page = client.get(url(Department, "changelist")).content.decode()

    assert "Sở Công Thương Lâm Đồng" in page
    assert "Gia Lai" not in page


def test_table_without_a_scope_is_an_error_not_a_leak(rf, root):
    request = rf.get("/")
    request.user = root

    with pytest.raises(ImproperlyConfigured, match="accounts.User"):
        in_sight(User.objects.all(), root)
    field = Posting._meta.get_field("recorded_by")
    with pytest.raises(ImproperlyConfigured, match="accounts.User"):
        admin.site._registry[Posting].get_field_queryset("default", field, request)


def test_queryset_that_a_page_gives_itself_is_narrowed_too(rf):
    request = rf.get("/")
    request.user = staff("an", sct("P34-68"))
    page, field = admin.site._registry[Department], Department._meta.get_field("parent")

    offered = page.formfield_for_foreignkey(field, request, queryset=Department.objects.all()).queryset

    assert sct("P34-68") in offered
    assert sct("P34-52") not in offered


def test_filter_over_rows_is_narrowed_however_it_is_named(rf):
    class Page(ScopedAdmin):
        list_filter = ("department", "department__unit", "role", ("valid_to", admin.DateFieldListFilter))

    filters = Page(Membership, admin.site).get_list_filter(rf.get("/"))

    assert filters == [
        ("department", ScopedRelatedFilter),
        ("department__unit", ScopedRelatedFilter),
        "role",
        ("valid_to", admin.DateFieldListFilter),
    ]


def test_admin_is_closed_to_people_who_are_not_staff(client):
    an = user("an.lamdong")
    membership(an, sct("P34-68"), Role.LEADER)
    client.force_login(an)

    response = client.get(url(Province, "changelist"))

    assert response.status_code == 302
    assert re.match(r"/accounts/|/admin/login/", response.url)

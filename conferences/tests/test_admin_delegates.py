"""The pages of delegates in the admin."""

import pytest
from django.urls import reverse

from conferences.models import Delegate
from conferences.tests.pages import DELEGATES, change, names, page_of, typed

DELEGATE_LIST_QUERIES = 15  # the last one is the line of who looked


def delegate_values(world, delegation, **values):
    defaults = {
        "conference": world.conference.pk,
        "delegation": delegation.pk if delegation else "",
        "group": world.leaders.pk,
        "full_name": "Lê Thị Hồng",
        "position_rank": 40,
        "answer": "none",
    }
    return defaults | values


def test_delegates_come_in_the_order_of_protocol(as_, minh, world, make_delegation, make_delegate):
    make_delegate("Người Gia Lai", make_delegation(world.gia_lai, order=1))
    make_delegate("Người Đắk Nông", make_delegation(world.dak_nong, order=2))
    make_delegate("Người trung ương")
    assert names(as_(minh).get(DELEGATES)) == ["Người trung ương", "Người Đắk Nông", "Người Gia Lai"]


def test_delegates_are_filtered_and_searched(as_, minh, world, make_delegation, make_delegate):
    delegation = make_delegation()
    make_delegate("Nguyễn Bá Út", delegation)
    make_delegate("Lê Thị Hồng", delegation, group=world.offices, answer="attends")
    make_delegate("Người trung ương")
    client = as_(minh)
    of = {"conference__id__exact": world.conference.pk}
    assert names(client.get(DELEGATES, of | {"q": "ba ut nguyen"})) == ["Nguyễn Bá Út"]
    assert names(client.get(DELEGATES, of | {"delegation": delegation.pk})) == ["Nguyễn Bá Út", "Lê Thị Hồng"]
    assert names(client.get(DELEGATES, of | {"delegation": "centre"})) == ["Người trung ương"]
    assert names(client.get(DELEGATES, of | {"group": world.offices.pk})) == ["Lê Thị Hồng"]
    assert names(client.get(DELEGATES, of | {"answer__exact": "attends"})) == ["Lê Thị Hồng"]
    page = page_of(client.get(DELEGATES, of))
    for heading in ("Theo hội nghị", "Theo đoàn", "Theo nhóm", "Theo phản hồi"):
        assert heading in page


@pytest.mark.parametrize("rows", [1, 3])
def test_delegates_are_listed_by_a_fixed_number_of_queries(
    as_, minh, world, make_delegation, make_delegate, rows, django_assert_num_queries
):
    for number, unit in enumerate([world.dak_nong, world.lam_dong, world.gia_lai][:rows]):
        make_delegate(f"Đại biểu {number}", make_delegation(unit, order=number))
    client = as_(minh)
    with django_assert_num_queries(DELEGATE_LIST_QUERIES):
        client.get(DELEGATES, {"conference__id__exact": world.conference.pk})


def test_delegate_add_page_is_prefilled_by_its_address(as_, minh, world, make_delegation):
    delegation = make_delegation(world.dak_nong)
    query = {"conference": world.conference.pk, "delegation": delegation.pk}
    form = as_(minh).get(reverse("admin:conferences_delegate_add", query=query)).context["adminform"].form
    assert (form.initial["conference"], form.initial["delegation"]) == (
        world.conference.pk,
        str(delegation.pk),
    )
    assert list(form.fields["delegation"].queryset) == [delegation]


def test_delegate_add_page_takes_the_conference_from_the_list_one_came_from(as_, minh, world):
    kept = {"_changelist_filters": f"conference__id__exact={world.conference.pk}&answer__exact=none"}
    page = as_(minh).get(reverse("admin:conferences_delegate_add", query=kept))
    assert page.context["adminform"].form.initial["conference"] == world.conference.pk


def test_delegate_add_page_without_a_conference_sends_to_the_conferences(as_, minh):
    response = as_(minh).get(reverse("admin:conferences_delegate_add"), follow=True)
    assert response.redirect_chain == [(reverse("admin:conferences_conference_changelist"), 302)]
    assert "Hãy mở một hội nghị trong danh sách rồi thêm từ đó." in page_of(response)


def test_delegate_twice_is_refused_with_a_reason(as_, minh, world, make_delegation, make_delegate):
    delegation = make_delegation()
    make_delegate("Lê Thị Hồng", delegation)
    address = reverse("admin:conferences_delegate_add", query={"conference": world.conference.pk})
    response = as_(minh).post(address, delegate_values(world, delegation, full_name="lê thị  hồng"))
    assert "Người này đã có trong đoàn." in page_of(response)
    assert Delegate.objects.count() == 1


def test_delegate_stale_edit_is_refused(as_, minh, make_delegate):
    person = make_delegate("Lê Thị Hồng")
    client = as_(minh)
    shown = client.get(change(person))
    client.post(DELEGATES, {"action": "mark_attends", "_selected_action": [person.pk]})
    refused = client.post(change(person), typed(shown, position="Giám đốc"))
    assert "người khác đã lưu một bản mới" in page_of(refused)
    person.refresh_from_db()
    assert (person.answer, person.position, person.version) == ("attends", "", 2)


def test_delegate_of_another_province_is_missing(as_, binh, world, make_delegation, make_delegate):
    person = make_delegate("Người Lâm Đồng", make_delegation())
    central = make_delegate("Người trung ương")
    client = as_(binh)
    assert names(client.get(DELEGATES)) == []
    for row in (person, central, person.delegation):
        assert client.get(change(row)).status_code == 404
        history = reverse(f"admin:conferences_{row._meta.model_name}_history", args=[row.pk])
        assert client.get(history).status_code == 404
    client.post(DELEGATES, {"action": "mark_attends", "_selected_action": [person.pk, central.pk]})
    assert set(Delegate.objects.values_list("answer", flat=True)) == {"none"}


def test_delegate_is_added_by_a_province_to_its_own_delegation_only(as_, binh, world, make_delegation):
    own, other = make_delegation(world.gia_lai), make_delegation(world.lam_dong)
    address = reverse("admin:conferences_delegate_add", query={"conference": world.conference.pk})
    client = as_(binh)
    for delegation in (other, None):
        assert client.post(address, delegate_values(world, delegation)).status_code == 200
    assert not Delegate.objects.exists()
    assert client.post(address, delegate_values(world, own)).status_code == 302
    assert Delegate.objects.get().delegation == own


def test_delegate_action_answers_for_those_selected_and_says_how_many(as_, minh, make_delegate):
    people = [make_delegate(f"Đại biểu {number}") for number in range(3)]
    response = as_(minh).post(
        DELEGATES,
        {"action": "mark_attends", "_selected_action": [person.pk for person in people[:2]]},
        follow=True,
    )
    assert "Đã ghi «Tham dự» cho 2 đại biểu." in page_of(response)
    assert Delegate.objects.filter(answer="attends").count() == 2


def test_delegate_list_is_exported_as_a_workbook(as_, minh, make_delegate):
    person = make_delegate("Lê Thị Hồng")
    response = as_(minh).post(DELEGATES, {"action": "export", "_selected_action": [person.pk]})
    assert response.headers["Content-Disposition"] == 'attachment; filename="danh-sach-dai-bieu.xlsx"'
    assert response.content[:2] == b"PK"


def test_delegate_history_tells_who_changed_what(as_, minh, make_delegate):
    person = make_delegate("Lê Thị Hồng")
    client = as_(minh)
    client.post(DELEGATES, {"action": "mark_attends", "_selected_action": [person.pk]})
    page = page_of(client.get(reverse("admin:conferences_delegate_history", args=[person.pk])))
    assert "Vũ Quang Minh" in page
    assert "Chưa phản hồi" in page
    assert "Tham dự" in page

import re

import pytest
from django.urls import reverse

from conferences.models import (
    Conference,
    ConferenceChair,
    ConferenceSource,
    Delegate,
    Delegation,
    DelegationPlaces,
    ParticipatingUnit,
)

DELEGATES = reverse("admin:conferences_delegate_changelist")
CONFERENCE_QUERIES = 13
DELEGATE_LIST_QUERIES = 14


@pytest.fixture
def as_(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter


def page_of(response):
    return response.content.decode()


def names(response):
    return [row.full_name for row in response.context["cl"].result_list]


def change(row):
    return reverse(f"admin:conferences_{row._meta.model_name}_change", args=[row.pk])


def typed(response, **values):
    """What a browser would send back: every control of the page's forms as it was shown, and what is typed."""
    data = {}
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else value
    data |= values
    return {name: value for name, value in data.items() if value is not False}


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


# ------------------------------------------------------------------------------------------------- conferences


def test_conference_page_links_to_its_delegates_and_never_lists_them(as_, minh, world, make_delegate):
    make_delegate("Lê Thị Hồng")
    page = page_of(as_(minh).get(change(world.conference)))
    assert "Danh sách đại biểu (1)" in page
    assert f'{DELEGATES}?conference__id__exact={world.conference.pk}"' in page
    assert f'{reverse("admin:conferences_delegate_add")}?conference={world.conference.pk}"' in page
    assert "Lê Thị Hồng" not in page


def test_conference_page_names_every_control(as_, minh, world):
    page = page_of(as_(minh).get(change(world.conference)))
    controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    nameless = [
        control
        for control in controls
        if 'type="hidden"' not in control
        and 'type="submit"' not in control
        and "aria-label" not in control
        and not labelled & set(re.findall(r'id="([^"]+)"', control))
    ]
    assert nameless == []
    for number, name in enumerate(["Đắk Nông", "Gia Lai", "Lâm Đồng"]):
        (control,) = (control for control in controls if f'id="id_participants-{number}-unit"' in control)
        assert f'aria-label="Tỉnh, thành phố: {name}"' in control


@pytest.mark.parametrize("rows", [1, 3])
def test_conference_page_asks_the_same_number_of_questions(as_, minh, world, rows, django_assert_num_queries):
    ParticipatingUnit.objects.filter(order__gt=rows).delete()
    for number in range(rows):
        ConferenceChair.objects.create(conference=world.conference, order=number, full_name=f"Ông {number}")
        ConferenceSource.objects.create(conference=world.conference, url=f"https://a.vn/{number}")
    client = as_(minh)
    client.get(change(world.conference))  # content types are kept by Django
    with django_assert_num_queries(CONFERENCE_QUERIES):
        client.get(change(world.conference))


def test_conference_is_saved_with_its_parts(as_, minh, world):
    client = as_(minh)
    shown = client.get(change(world.conference))
    response = client.post(change(world.conference), typed(shown, venue="Hội trường tỉnh"))
    assert response.status_code == 302, response.context["errors"]
    saved = Conference.objects.get()
    assert (saved.venue, saved.version) == ("Hội trường tỉnh", 2)
    assert ParticipatingUnit.objects.count() == 3


def test_conference_stale_edit_is_refused_and_both_values_are_shown(as_, minh, world):
    client = as_(minh)
    shown = client.get(change(world.conference))
    client.post(change(world.conference), typed(shown, venue="Hội trường A"))
    refused = client.post(change(world.conference), typed(shown, venue="Hội trường B"))
    assert refused.status_code == 200
    assert "đang lưu «Hội trường A», anh/chị nhập «Hội trường B»." in page_of(refused)
    assert Conference.objects.get().venue == "Hội trường A"


def test_conference_list_is_searched_without_accents(as_, minh, make_conference, world):
    make_conference("PN-KC-2022", region=world.south)
    found = as_(minh).get(reverse("admin:conferences_conference_changelist"), {"q": "GIA nghia"})
    assert [row.code for row in found.context["cl"].result_list] == ["MTTN-KC-2023"]


def test_conference_is_not_for_a_province_to_edit(as_, binh, world):
    assert as_(binh).get(change(world.conference)).status_code == 403


def test_conference_action_drafts_a_delegation_for_each_participant(as_, minh, world):
    response = as_(minh).post(
        reverse("admin:conferences_conference_changelist"),
        {"action": "make_delegations", "_selected_action": [world.conference.pk]},
        follow=True,
    )
    assert "Đã lập 3 đoàn." in page_of(response)
    assert Delegation.objects.count() == 3


# ------------------------------------------------------------------------------------------------- delegations


def test_delegation_offers_the_participants_of_its_conference(as_, minh, world):
    address = f"{reverse('admin:conferences_delegation_add')}?conference={world.conference.pk}"
    form = as_(minh).get(address).context["adminform"].form
    assert [unit.key for unit in form.fields["unit"].queryset] == ["P63-67", "P63-64", "P63-68"]
    assert list(form.fields["conference"].queryset) == [world.conference]


def test_delegation_of_ones_own_province_alone_can_be_added(as_, an, world):
    address = f"{reverse('admin:conferences_delegation_add')}?conference={world.conference.pk}"
    client = as_(an)
    form = client.get(address).context["adminform"].form
    assert {unit.key for unit in form.fields["unit"].queryset} == {"P63-67", "P63-68"}
    sent = {"conference": world.conference.pk, "unit": world.gia_lai.pk, "order": 0, "status": "drafted"}
    assert client.post(address, sent).status_code == 200
    assert not Delegation.objects.exists()
    assert client.post(address, sent | {"unit": world.lam_dong.pk}).status_code == 302
    assert Delegation.objects.get().name == "Lâm Đồng"


def test_delegation_places_offer_the_groups_of_the_day(as_, minh, world, make_delegation):
    delegation = make_delegation(world.dak_nong)
    world.offices.valid_to = world.conference.day.replace(day=1)
    world.offices.save()
    (places,) = as_(minh).get(change(delegation)).context["inline_admin_formsets"]
    offered = places.formset.empty_form.fields["group"].queryset
    assert [group.code for group in offered] == ["lanh-dao-so", "trung-tam-chu-nha"]


def test_delegation_places_are_saved_and_checked(as_, minh, world, make_delegation):
    delegation = make_delegation()
    client = as_(minh)
    shown = client.get(change(delegation))
    more = {"places-TOTAL_FORMS": 1, "places-0-count": 3, "places-0-group": world.host_centre.pk}
    refused = client.post(change(delegation), typed(shown, **more))
    assert "Nhóm này chỉ dành cho đoàn chủ nhà." in page_of(refused)
    assert (
        client.post(
            change(delegation), typed(shown, **more | {"places-0-group": world.leaders.pk})
        ).status_code
        == 302
    )
    assert list(DelegationPlaces.objects.values_list("group__code", "count")) == [("lanh-dao-so", 3)]


# --------------------------------------------------------------------------------------------------- delegates


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

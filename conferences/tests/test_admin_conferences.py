"""The pages of conferences in the admin."""

import re

import pytest
from django.urls import reverse

from conferences.models import Conference, ConferenceChair, ConferenceSource, Delegation, ParticipatingUnit
from conferences.tests.pages import DELEGATES, change, page_of, typed

CONFERENCE_QUERIES = 14  # the last one is the line of who looked


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

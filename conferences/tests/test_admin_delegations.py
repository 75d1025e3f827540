"""The pages of delegations in the admin."""

from django.urls import reverse

from conferences.models import Delegation, DelegationPlaces
from conferences.tests.pages import change, page_of, typed


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

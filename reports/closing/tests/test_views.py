"""The pages of closings, as a browser meets them."""

from datetime import date

import pytest
from django.urls import reverse

from programs.choices import ClosureState
from programs.ledger import closing
from programs.models import Closure
from programs.tests.web import errors, sent

CLOSING = {"state": "closed", "budget_year": "2023", "cut_off": "30/09/2023"}


def test_leader_of_the_ministry_closes_a_province(sign_in, minh, world):
    response = sign_in(minh).post(reverse("closure_add"), sent(CLOSING, unit=world.lam_dong.pk))

    assert response.url == reverse("closure_list")
    assert set(Closure.objects.values_list("unit__key", flat=True)) == {
        "P34-68",
        "P63-68",
        "P63-67",
        "P63-60",
    }


def test_leader_of_the_ministry_closes_a_region(sign_in, minh, world):
    sign_in(minh).post(reverse("closure_add"), sent(CLOSING, region=world.region.pk))

    closed = Closure.objects.values_list("unit__key", "posting_id")
    assert sorted(closed) == [
        ("P34-52", 1), ("P34-68", 2), ("P63-52", 1), ("P63-60", 2), ("P63-67", 2), ("P63-68", 2),
    ]  # fmt: skip


def test_closing_is_told_with_its_state_its_writer_and_its_posting(sign_in, minh, world):
    client = sign_in(minh)
    client.post(reverse("closure_add"), sent(CLOSING, unit=world.lam_dong.pk, reason="Hết kỳ"))

    row = next(row for row in client.get(reverse("closure_list")).context["table"].rows)
    province, year, cut_off, state, who, reason, posting = (cell.text for cell in row["cells"])

    assert (year, cut_off, reason) == ("2023", "30/09/2023", "Hết kỳ")
    assert province == "Bình Thuận (đến 30/06/2025)" and "Đã chốt" in state
    assert who.startswith(f"{minh.full_name}, ")
    assert posting == f'<a href="{reverse("posting_detail", args=[1])}">1</a>'


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "unit"),
        ({"both": True}, "unit"),
        ({"cut_off": "30/09/2020"}, "cut_off"),
        ({"state": "reopened"}, "reason"),
    ],
)
def test_wrong_closing_is_told_at_its_field(sign_in, minh, world, changes, field):
    both = {"unit": world.lam_dong.pk, "region": world.region.pk}
    chosen = {} if not changes else both if changes.pop("both", False) else {"unit": world.lam_dong.pk}

    response = sign_in(minh).post(reverse("closure_add"), sent(CLOSING, **chosen, **changes))

    assert list(errors(response)) == [field]
    assert Closure.objects.count() == 0


@pytest.mark.parametrize("who", ["an", "lan", "dung", "chi"])
def test_others_read_the_closings_and_close_nothing(request, sign_in, who):
    client = sign_in(request.getfixturevalue(who))

    assert client.get(reverse("closure_list")).status_code == 200
    assert [
        client.get(reverse("closure_add")).status_code,
        client.post(reverse("closure_add")).status_code,
    ] == [403, 403]


def test_closings_of_others_are_not_listed(sign_in, an, binh, minh, world):
    closing.set_closure(
        unit=world.lam_dong, budget_year=2023, cut_off=date(2023, 9, 30), state=ClosureState.CLOSED, by=minh
    )

    assert [
        len(sign_in(person).get(reverse("closure_list")).context["object_list"])
        for person in (an, binh, minh)
    ] == [
        4,
        0,
        4,
    ]

"""What a person sees of conferences; new_page fails a test whose page logs an error or breaks the content policy."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from conferences.models import ConferenceChair, DelegationPlaces

pytestmark = pytest.mark.browser


@pytest.fixture
def filled(world, make_delegation, make_delegate):
    ConferenceChair.objects.create(
        conference=world.conference,
        order=1,
        full_name="Nguyễn Bá Út",
        position="Giám đốc Sở Công Thương tỉnh Đắk Nông",
        side="host",
    )
    for order, unit in enumerate([world.dak_nong, world.lam_dong, world.gia_lai]):
        delegation = make_delegation(unit, order=order)
        DelegationPlaces.objects.create(delegation=delegation, group=world.leaders, count=2)
        make_delegate(
            "Phạm Thị Hồng Nhung", delegation, position="Phó Giám đốc Sở", workplace=f"Sở {unit.name}"
        )


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [360, 1280])
def test_conference_opens_a_delegation_by_keyboard(open_as, minh, filled, width):
    page = open_as(minh, width=width)
    page.goto("/conferences/")
    assert fits(page)
    page.get_by_role("link", name="lần thứ XIII").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("lần thứ XIII, năm 2023")
    person = page.get_by_text("Phạm Thị Hồng Nhung").first
    expect(person).to_be_hidden()
    page.locator("details.delegation > summary").first.focus()
    page.keyboard.press("Enter")
    expect(person).to_be_visible()
    assert fits(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_admin_leads_from_a_conference_to_its_delegates_and_adds_one(open_as, minh, world, filled, width):
    page = open_as(minh, width=width)
    page.goto(reverse("admin:conferences_conference_change", args=[world.conference.pk]))
    assert fits(page)
    page.get_by_role("link", name="Danh sách đại biểu (3)").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(3)
    assert fits(page)
    page.locator(".object-tools").get_by_role("link", name="Thêm đại biểu").click()
    page.get_by_label("Đoàn đại biểu").select_option(label="Đoàn Gia Lai")
    page.get_by_label("Nhóm đại biểu").select_option(label="Lãnh đạo Sở Công Thương")
    page.get_by_label("Họ và tên").fill("Lê Văn Đạt")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#result_list tbody tr")).to_have_count(4)
    assert "Lê Văn Đạt" in page.locator("#result_list").inner_text()

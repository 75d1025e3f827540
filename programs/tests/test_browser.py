"""A year of entry by hand: without JavaScript, by the keyboard alone, on a phone."""

import pytest
from django.utils import timezone

from programs.models import Business, Project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_as(client, new_page, live_server):
    """A page of a person who has signed in."""

    def enter(person, **options):
        client.force_login(person)
        page = new_page(**options)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        return page

    return enter


def test_business_and_project_are_entered_without_javascript(open_as, an, world):
    page = open_as(an, java_script_enabled=False, width=360)
    page.goto("/businesses/")
    page.get_by_role("link", name="Thêm cơ sở").first.click()
    page.get_by_label("Tên cơ sở").fill("Hộ Nguyễn Bá Út")
    page.get_by_label("Loại hình").select_option(label="Hộ kinh doanh")
    page.get_by_label("Vốn đầu tư").fill("1,500,000")
    page.get_by_role("button", name="Lưu cơ sở").click()
    assert "nhiều dấu phẩy" in page.locator(".error-summary").inner_text()
    page.get_by_label("Vốn đầu tư").fill("1,5 triệu")
    page.get_by_role("button", name="Lưu cơ sở").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Hộ Nguyễn Bá Út"
    assert Business.objects.get().capital == 1_500_000

    page.goto("/projects/new/")
    page.get_by_label("Tên đề án").fill("Hỗ trợ máy sấy")
    page.get_by_label("Cấp", exact=False).first.select_option(label="Khuyến công địa phương")
    page.get_by_label("Nội dung chính").select_option(value=str(world.machines.pk))
    page.get_by_role("button", name="Đăng ký đề án").click()
    assert Project.objects.get().code == f"P34-68-KCDP-{timezone.localdate().year}-001"


def test_list_is_filtered_and_a_row_opened_by_the_keyboard_alone(open_as, an, make_business):
    make_business("HTX Đạ Tẻh")
    make_business("HTX Ea Pô")
    page = open_as(an)
    page.goto("/businesses/")
    page.locator("#id_q").focus()
    page.keyboard.type("da teh")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=da+teh**")
    row = page.locator("tr[data-href]")
    assert row.count() == 1
    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/businesses/*/")
    assert page.get_by_role("heading", level=1).inner_text() == "HTX Đạ Tẻh"


@pytest.mark.parametrize("width", [360, 1920])
def test_pages_fit_their_width(open_as, an, lan, make_project, make_business, width):
    project = make_project(lan, name="Hỗ trợ ứng dụng máy móc thiết bị tiên tiến trong sản xuất " * 4)
    business = make_business("Công ty trách nhiệm hữu hạn một thành viên sản xuất và thương mại " * 3)
    page = open_as(an, width=width)
    for address in (
        "/",
        "/projects/",
        "/projects/?q=may&level=kcdp",
        "/projects/?q=zzz",
        "/projects/new/",
        f"/projects/{project.code}/edit/",
        "/businesses/",
        f"/businesses/{business.pk}/",
        f"/businesses/{business.pk}/history/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_money_field_says_what_it_understood_as_the_server_reads_it(open_as, an):
    page = open_as(an)
    page.goto("/businesses/new/")
    box = page.get_by_label("Vốn đầu tư")
    for typed, said in [
        ("1.234,5 triệu", "= 1.234.500.000 đồng"),
        ("1.234,5 triệu đồng", "= 1.234.500.000 đồng"),
        ("1,2 tỷ", "= 1.200.000.000 đồng"),
        ("500 nghìn", "= 500.000 đồng"),
    ]:
        box.fill(typed)
        assert page.locator("#id_capital ~ output").inner_text() == said
    box.fill("1,234,500")
    assert "Chưa hiểu" in page.locator("#id_capital ~ output").inner_text()
    page.on("dialog", lambda dialog: dialog.accept())

"""What an officer does in a browser: with and without JavaScript, on a phone, by keyboard.

new_page fails a test whose page logs an error or breaks the content policy.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from programs.ledger import entries
from programs.models import MoneyEntry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_money_is_entered_and_put_right_on_a_phone(open_as, an, make_project, java_script_enabled):
    project = make_project(an)
    page = open_as(an, width=360, java_script_enabled=java_script_enabled)

    page.goto(reverse("project_detail", args=[project.code]))
    page.get_by_role("link", name="ghi kế hoạch giao").click()
    page.get_by_label("Ngày*").fill("5/6/2023")
    page.get_by_label("Số tiền*").fill("1.234,5 triệu")
    if java_script_enabled:
        expect(page.get_by_text("= 1.234.500.000 đồng")).to_be_visible()
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.get_by_text("Đã ghi một dòng kinh phí.")).to_be_visible()

    page.get_by_role("link", name="Điều chỉnh").click()
    page.get_by_label("Số tiền*").fill("1.200 triệu")
    page.get_by_label("Lý do điều chỉnh*").fill("Cắt giảm theo quyết định số 9")
    page.get_by_role("button", name="Lưu điều chỉnh").click()

    expect(page.get_by_text("Lý do: Cắt giảm theo quyết định số 9")).to_be_visible()
    assert not java_script_enabled or fits(page)
    amounts = MoneyEntry.objects.order_by("pk").values_list("amount", flat=True)
    assert list(amounts) == [1_234_500_000, -1_234_500_000, 1_200_000_000]


def test_error_takes_the_focus_and_leads_to_its_field_by_keyboard(open_as, an, make_project, page_problems):
    page = open_as(an)
    page.goto(reverse("money_add", args=[make_project(an).code]) + "?stage=assigned")
    page.get_by_label("Ngày*").fill("31/2/2023")
    page.get_by_label("Số tiền*").fill("100 triệu")
    page.keyboard.press("Enter")

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Ngày*")).to_be_focused()
    expect(page.get_by_label("Số tiền*")).to_have_value("100 triệu")
    assert all("422" in problem for problem in page_problems)
    page_problems.clear()


@pytest.mark.parametrize("width", [360, 1280])
def test_long_story_fits_the_screen(open_as, an, make_project, money, width):
    project = make_project(an, name="Hỗ trợ ứng dụng máy móc thiết bị tiên tiến trong sơ chế, chế biến " * 4)
    for _ in range(3):
        wrong = entries.add_money(entry=money(project, document="Quyết định số 1234/QĐ-UBND " * 5), by=an)
        entries.correct(
            entry=wrong, by=an, reason="Ghi nhầm", replacement=money(project, amount=9_999_999_999_999)
        )
    page = open_as(an, width=width)

    page.goto(reverse("project_detail", args=[project.code]))

    assert fits(page)
    expect(page.locator("#kinh-phi").get_by_text("9.999.999.999.999").first).to_be_visible()

"""The portal as people live it, in a real browser. A page that logs an error, breaks the content policy or asks another
host fails its test (see new_page in the root conftest.py).
"""

from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from khuyencong.tests.scene import TODAY, TODAY_TYPED, set_scene
from programs.models import Business, MoneyEntry, Project, ProjectEvent, ResultEntry
from programs.reference.loader import load
from programs.tests import cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer_and_chief(transactional_db, today_is):
    today_is(TODAY)
    load()
    return cast.enter("an"), cast.enter("minh")


def sign_in(page, username):
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(cast.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc cần xử lý")


def press(page, words):
    """Press the button that saves, and be told that it was saved."""
    page.get_by_role("button", name=words).click()
    expect(page.locator(".error-summary")).to_have_count(0)


# ------------------------------------------------------------------------------------------------------ the story


def test_officer_enters_a_year_and_the_ministry_reads_it(new_page, officer_and_chief):
    page = new_page()
    sign_in(page, "an.lamdong")
    enter_business(page)
    enter_project(page)
    code = Project.objects.get().code
    for stage, amount in [("assigned", "500 triệu"), ("contracted", "480.000.000"), ("paid", "300 triệu")]:
        enter_money(page, stage, amount)
    enter_result(page)
    for step, document in [("approved", "12/QĐ-SCT"), ("contracted", "7/HĐ-KC"), ("accepted", "3/BB-NT")]:
        enter_step(page, step, document)
    correct_payment(page)
    page.get_by_role("button", name="Trần Thị An").or_(page.get_by_text("Trần Thị An")).first.click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")

    reader = new_page()
    sign_in(reader, "minh.bct")
    read_dashboard(reader, code)
    check_workbook(download_workbook(reader))


def enter_business(page):
    page.get_by_role("link", name="Cơ sở CNNT").first.click()
    page.get_by_role("link", name="Thêm cơ sở").first.click()
    page.get_by_label("Tên cơ sở").fill("Hợp tác xã Hồ tiêu Đắk Song")
    page.get_by_label("Loại hình").select_option(label="Hợp tác xã")
    page.get_by_label("Tỉnh, thành phố nơi sản xuất").select_option(label="Đắk Nông (đến 30/06/2025)")
    press(page, "Lưu cơ sở")
    assert Business.objects.get().unit.key == "P63-67"


def enter_project(page):
    page.get_by_role("link", name="Đề án", exact=True).first.click()
    page.get_by_role("link", name="Đăng ký đề án").first.click()
    page.get_by_label("Tên đề án").fill("Hỗ trợ máy tách màu hồ tiêu")
    page.locator("#id_level").select_option("kcdp")
    page.locator("#id_activity").select_option(
        label=page.locator("#id_activity option", has_text="III.c").inner_text()
    )
    page.get_by_label("Tỉnh cũ nơi thực hiện").select_option(label="Đắk Nông (đến 30/06/2025)")
    press(page, "Đăng ký đề án")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hỗ trợ máy tách màu hồ tiêu")


def enter_money(page, stage, amount):
    page.get_by_role("link", name="Ghi kinh phí").first.click()
    page.locator("#id_stage").select_option(stage)
    page.locator("#id_budget_year").fill(str(TODAY.year))
    page.locator("#id_on").fill(TODAY_TYPED)
    page.locator("#id_amount").fill(amount)
    press(page, "Ghi vào sổ")


def enter_result(page):
    page.get_by_role("link", name="Ghi kết quả").first.click()
    page.locator("#id_indicator").select_option(index=1)
    page.locator("#id_on").fill(TODAY_TYPED)
    page.locator("#id_quantity").fill("2")
    press(page, "Ghi vào sổ")


def enter_step(page, step, document):
    page.get_by_role("link", name="Ghi bước").first.click()
    page.locator("#id_happening").select_option(step)
    page.locator("#id_on").fill(TODAY_TYPED)
    page.locator("#id_document").fill(document)
    press(page, "Ghi bước này")


def correct_payment(page):
    page.get_by_role("link", name="Điều chỉnh thanh toán 300.000.000 đồng").click()
    page.locator("#id_amount").fill("320 triệu")
    page.locator("#id_reason").fill("Ghi nhầm số tiền trên chứng từ")
    press(page, "Lưu điều chỉnh")
    expect(page.locator("#kinh-phi")).to_contain_text("320.000.000")
    standing = MoneyEntry.objects.filter(reverses__isnull=True, reversed_by__isnull=True)
    assert sorted(standing.values_list("stage", "amount")) == [
        ("assigned", 500_000_000),
        ("contracted", 480_000_000),
        ("paid", 320_000_000),
    ]
    assert (ResultEntry.objects.get().quantity, ProjectEvent.objects.count()) == (2, 3)


def read_dashboard(page, code):
    """The region's overview, and from a number of Lâm Đồng to the entries that make it."""
    page.get_by_role("link", name="Tổng quan").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Miền Trung - Tây Nguyên")
    row = page.locator("tbody tr", has=page.get_by_role("rowheader", name="Lâm Đồng"))
    row.get_by_role("link", name="500,0", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nguồn số liệu")
    expect(page.locator("main")).to_contain_text(code)
    expect(page.locator("main")).to_contain_text("500.000.000")
    page.go_back()


def download_workbook(page):
    page.get_by_role("link", name="Lập báo cáo hội nghị").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải Excel").first.click()
    return download.value.path().read_bytes()


def check_workbook(content):
    values = openpyxl.load_workbook(BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(content))
    annexes = [sheet.title for sheet in values if sheet.title.startswith("PL")]
    assert len(annexes) == 4
    for title in annexes[1:]:
        cells = [cell.value for row in values[title].iter_rows() for cell in row]
        assert 500 in cells, title  # triệu đồng
        texts = [str(cell.value) for row in formulas[title].iter_rows() for cell in row]
        assert any(text.startswith("=") for text in texts), title


# -------------------------------------------------------------------------------------- without mouse, without scripts


def test_project_is_registered_by_the_keyboard_alone(open_as, officer_and_chief):
    page = open_as(officer_and_chief[0])
    page.goto("/projects/new/")
    on_to(page, "id_name")
    page.keyboard.type("Hỗ trợ máy sấy cà phê")
    on_to(page, "id_level")
    page.keyboard.press("End")
    on_to(page, "id_activity")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    chosen = page.locator("#id_activity").input_value()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hỗ trợ máy sấy cà phê")
    project = Project.objects.get()
    assert (project.level, str(project.activity_id)) == ("kcdp", chosen)


def on_to(page, field):
    """On with Tab until the field is reached."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == field:
            return
    raise AssertionError(f"{field} is not reached by the keyboard")


def test_money_is_entered_without_scripts(open_as, transactional_db, today_is):
    today_is(TODAY)
    load()
    scene = set_scene()
    page = open_as(scene.people["officer"], java_script_enabled=False, width=360)
    page.goto(f"/projects/{scene.own.project.code}/")
    enter_money(page, "accepted", "120,5 triệu")
    expect(page.locator("#kinh-phi")).to_contain_text("120.500.000")
    assert MoneyEntry.objects.filter(stage="accepted").get().amount == 120_500_000

"""Limits of what comes in, as people meet them: bodies by who sends them, files by number, searches by words."""

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.searching import LONGEST, MOST_WORDS, TOO_MUCH, LimitedSearch, problem_of
from khuyencong.incoming import STRANGER_BYTES, UPLOAD_BYTES
from khuyencong.tests.addresses import client_of
from programs.pages.uploads import MAX_BYTES

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def told(response, status, words):
    assert response.status_code == status
    assert '<html lang="vi"' in response.text and words in response.text
    return True


# --------------------------------------------------------------------------------------------------------- bodies


def test_a_stranger_sends_little_and_is_told_to_sign_in(client, db):
    log_in = reverse("login")
    assert client.post(log_in, "a=" + "x" * (STRANGER_BYTES - 2), content_type=FORM).status_code == 200
    told(client.post(log_in, "a=" + "x" * (STRANGER_BYTES - 1), content_type=FORM), 413, "đăng nhập trước")


def test_a_file_of_the_largest_size_passes_and_a_larger_body_is_not_read(scene, officer, new_project):
    address = reverse("event_add", args=[new_project.code])
    largest = SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(MAX_BYTES - 5))
    assert officer.post(address, {"file": largest}).status_code == 200  # the form, with what else it misses
    answer = officer.post(address, bytes(UPLOAD_BYTES + 1), content_type="multipart/form-data; boundary=b")
    told(answer, 413, "tối đa 20 MB")
    assert not answer.wsgi_request.FILES


def test_a_long_form_without_files_has_a_limit_of_its_own(officer, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    told(
        officer.post(reverse("business_create"), "name=" + "x" * 1000, content_type=FORM), 413, "phần nhỏ hơn"
    )
    told(officer.post(reverse("business_create"), {"name": "x" * 1001}), 413, "phần nhỏ hơn")


def test_files_and_fields_are_counted(officer, new_project):
    address = reverse("event_add", args=[new_project.code])
    files = {f"file{number}": SimpleUploadedFile("a.pdf", b"%PDF-") for number in range(5)}
    told(officer.post(address, files), 400, "Mã lỗi 400")
    told(officer.post(address, {f"a{number}": "1" for number in range(3000)}), 400, "Mã lỗi 400")


def test_a_page_to_be_read_says_so_to_a_form(officer):
    answer = officer.post(reverse("business_list"), {"a": "1"})
    assert told(answer, 405, "không nhận yêu cầu kiểu này") and "GET" in answer["Allow"]
    assert int(answer["Content-Length"]) == len(answer.content)  # else the browser shows nothing


def test_an_act_says_so_to_who_opens_its_address(officer):
    answer = officer.get(reverse("logout"))
    assert told(answer, 405, "không nhận yêu cầu kiểu này") and "POST" in answer["Allow"]
    assert int(answer["Content-Length"]) == len(answer.content)


# -------------------------------------------------------------------------------------------------------- searches

WORDS = "a1 " * (MOST_WORDS + 1)


@pytest.mark.parametrize("typed", [WORDS, "x" * (LONGEST + 1), "a1 " * 2000])
@pytest.mark.parametrize(
    "name", ["project_list", "business_list", "result_list", "published_list", "conference_list"]
)
def test_a_list_refuses_a_search_without_end(scene, officer, name, typed):
    told(officer.get(reverse(name), {"q": typed}), 200, TOO_MUCH)


def test_a_search_within_the_limit_is_made(scene, officer):
    several = scene.own.business.name + " hop tac" * 3
    assert len(several.split()) <= MOST_WORDS
    response = officer.get(reverse("business_list"), {"q": several})
    assert TOO_MUCH not in response.text and scene.own.business.name in response.text


def test_choosing_a_business_refuses_a_search_without_end_and_offers_none(officer, new_project):
    response = officer.get(reverse("beneficiary_add", args=[new_project.code]), {"q": WORDS})
    assert told(response, 200, TOO_MUCH) and response.context["form"].found == []


SEARCHED = [page for page in admin.site._registry.values() if page.get_search_fields(None)]


@pytest.mark.parametrize("page", SEARCHED, ids=lambda page: page.opts.label)
def test_lists_and_look_ups_of_the_admin_refuse_a_search_without_end(scene, rf, page):
    assert isinstance(page, LimitedSearch)
    rows = page.model._default_manager.all()
    assert not page.get_search_results(rf.get("/"), rows, WORDS)[0].exists()


def test_a_list_of_the_admin_says_why_it_finds_nothing(scene):
    client = client_of(scene, "root")
    response = client.get(reverse("admin:programs_province_changelist"), {"q": WORDS})
    assert told(response, 200, TOO_MUCH) and response.context["cl"].result_count == 0
    assert client.get(reverse("admin:programs_province_changelist")).context["cl"].result_count > 60


@pytest.mark.parametrize(
    "typed", ["", "Đắk Nông", " ".join(["a"] * MOST_WORDS), "x" * LONGEST, "a " * 12 + "  "]
)
def test_what_people_search_for_is_within_the_limit(typed):
    assert problem_of(typed) == ""

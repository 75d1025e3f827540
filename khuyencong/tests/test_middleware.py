import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation

from khuyencong.middleware import OwnErrorPagesMiddleware


@pytest.mark.parametrize("path", ["/khong-co/", "/projects/P63-67-KCDP-1999-001/", "/businesses/987654321/"])
def test_with_debug_on_a_missing_page_is_told_in_vietnamese(client, an, settings, path):
    settings.DEBUG = True
    client.force_login(an)
    response = client.get(path)
    assert response.status_code == 404
    assert "Không tìm thấy trang" in response.text
    assert "DEBUG" not in response.text


def test_with_debug_on_an_address_without_its_slash_is_still_redirected(client, an, settings):
    settings.DEBUG = True
    client.force_login(an)
    assert client.get("/projects").headers["Location"] == "/projects/"


@pytest.mark.parametrize(
    ("exception", "status"), [(SuspiciousOperation("x"), 400), (ZeroDivisionError("x"), 500)]
)
def test_with_debug_on_a_mistake_of_ours_is_logged_and_told_without_its_traceback(
    rf, settings, caplog, exception, status
):
    settings.DEBUG = True
    response = OwnErrorPagesMiddleware(None).process_exception(rf.get("/"), exception)
    assert response.status_code == status
    assert b"Traceback" not in response.content
    assert [record.exc_info[1] for record in caplog.records] == ([exception] if status == 500 else [])


def test_a_refusal_and_production_are_left_to_django(rf, settings):
    pages = OwnErrorPagesMiddleware(None)
    settings.DEBUG = False
    assert pages.process_exception(rf.get("/"), ZeroDivisionError()) is None
    settings.DEBUG = True
    assert pages.process_exception(rf.get("/"), PermissionDenied()) is None

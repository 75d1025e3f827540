import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from khuyencong.context import frame
from programs.ledger.posting import post
from programs.models import Installation


@pytest.fixture
def shown_to():
    def build(user, path="/"):
        request = RequestFactory().get(path)
        request.user = user
        return frame(request)

    return build


def labels(context):
    return [entry["label"] for group in context["navigation"] for entry in group["entries"]]


def test_frame_of_a_stranger_is_empty_and_asks_nothing(shown_to, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert shown_to(AnonymousUser()) == {}


def test_frame_that_is_not_drawn_asks_nothing(shown_to, an, django_assert_num_queries):
    with django_assert_num_queries(0):
        shown_to(an)


def test_navigation_shows_only_what_the_person_may_use(shown_to, an, minh):
    assert {"Đề án", "Chốt số liệu"} < set(labels(shown_to(an)))
    assert "Quản trị hệ thống" not in labels(shown_to(minh))
    minh.is_staff = True
    assert "Quản trị hệ thống" in labels(shown_to(minh))


def test_navigation_marks_nothing_off_its_ways(shown_to, an):
    groups = shown_to(an, "/accounts/password/")["navigation"]
    assert not any(entry["current"] for group in groups for entry in group["entries"])


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Việc cần xử lý"),
        ("/projects/new/", "Đề án"),
        ("/businesses/", "Cơ sở CNNT"),
        ("/reports/", "Tổng quan"),
        ("/reports/conference/", "Báo cáo hội nghị"),
        ("/reports/closings/7/", "Chốt số liệu"),
    ],
)
def test_navigation_marks_where_one_is(shown_to, an, path, label):
    groups = shown_to(an, path)["navigation"]
    assert [e["label"] for group in groups for e in group["entries"] if e["current"]] == [label]


def test_frame_tells_the_last_posting_and_the_place_of_the_person(
    shown_to, an, lan, make_project, money, django_assert_num_queries
):
    assert str(shown_to(an)["as_of_line"]) == "Sổ chưa có bút toán nào."
    post(by=lan, kind="late", reason="Bổ sung", entries=[money(make_project(lan))])
    context = shown_to(an)
    with django_assert_num_queries(1):
        assert str(context["as_of_line"]).startswith("Số liệu đến bút toán số 1, ghi lúc ")
        assert not context["installation_mark"]
    assert str(context["person_line"]) == "Sở Công Thương Lâm Đồng · Chuyên viên"


def test_frame_marks_a_database_of_illustrative_data(shown_to, an):
    Installation.objects.create(pk=1, kind="demo")
    assert shown_to(an)["installation_mark"]

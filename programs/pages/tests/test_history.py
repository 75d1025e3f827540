import pytest

from programs.pages.history import changes_of, history_of
from programs.tests.factories import reword


def test_changes_name_rows_and_choices_not_keys(an, lan, make_project, world):
    project = make_project(lan, unit=world.dak_nong)
    reword(project, origin_unit=world.dak_nong, activity=world.model_line, level="kcqg")
    reword(project, origin_unit=None)
    second, first, made = changes_of(project.history.select_related("history_user"))
    assert second.fields == [("tỉnh cũ nơi thực hiện", "Đắk Nông (đến 30/06/2025)", "–")]
    assert first.fields == [
        ("tỉnh cũ nơi thực hiện", "–", "Đắk Nông (đến 30/06/2025)"),
        ("cấp", "Khuyến công địa phương", "Khuyến công quốc gia"),
        (
            "nội dung chính",
            "III.c. Ứng dụng máy móc thiết bị tiên tiến",
            "III.a. Mô hình trình diễn kỹ thuật",
        ),
    ]
    assert (made.title, made.fields, made.by) == ("Tạo mới", [], "Lê Thị Lan")


def test_changes_ask_one_query_a_table_however_many(lan, make_project, world, django_assert_num_queries):
    project = make_project(lan)
    for number in range(6):
        reword(project, activity=world.model_line if number % 2 else world.machines)
    records = list(project.history.select_related("history_user"))
    with django_assert_num_queries(1):
        changes_of(records)


def test_changes_tell_what_acts_set_and_no_key_or_counter(lan, make_project):
    project = make_project(lan)
    reword(project, phase="approved", name="Tên mới", version=2)

    told, _ = changes_of(project.history.all())

    assert told.fields == [
        ("tên đề án", "Hỗ trợ ứng dụng máy móc trong chế biến cà phê", "Tên mới"),
        ("tình trạng", "Đã đăng ký", "Đã phê duyệt"),
    ]


@pytest.mark.parametrize(
    ("asked", "newer", "older"), [("", None, 2), ("2", 1, None), ("0", None, 2), ("x", None, 2)]
)
def test_history_is_told_fifty_changes_at_a_time(lan, make_project, asked, newer, older):
    project = make_project(lan)
    for number in range(50):
        reword(project, note=str(number))

    told = history_of(project, asked)

    assert (told.newer, told.older) == (newer, older)
    assert len(told.changes) == (1 if newer else 50)
    assert told.changes[-1].title == ("Tạo mới" if newer else "Sửa")
    assert all(change.fields for change in told.changes if change.title == "Sửa")


def test_where_no_change_is_recorded_none_is_told(lan, make_project):
    project = make_project(lan)

    beyond_the_last = history_of(project, "2")

    assert (beyond_the_last.changes, beyond_the_last.newer, beyond_the_last.older) == ([], 1, None)
    assert changes_of(project.history.none()) == []  # a row loaded in bulk

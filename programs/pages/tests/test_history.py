from programs.pages.history import changes_of


def test_changes_name_rows_and_choices_not_keys(an, lan, make_project, world):
    project = make_project(lan, unit=world.dak_nong)
    project.origin_unit, project.activity, project.level = world.dak_nong, world.model_line, "kcqg"
    project.save()
    project.origin_unit = None
    project.save()
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
    assert (made.title, made.fields, made.by) == ("Tạo mới", [], "Hệ thống")


def test_changes_ask_one_query_a_table_however_many(lan, make_project, world, django_assert_num_queries):
    project = make_project(lan)
    for number in range(6):
        project.activity = world.model_line if number % 2 else world.machines
        project.save()
    records = list(project.history.select_related("history_user"))
    with django_assert_num_queries(1):
        changes_of(records)

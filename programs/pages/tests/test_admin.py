from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.access import Scope
from programs.models import (
    Activity,
    BeneficiaryEntry,
    Boundaries,
    Business,
    ClosingDate,
    Closure,
    Department,
    Indicator,
    LegalDocument,
    Membership,
    MoneyEntry,
    Posting,
    Project,
    ProjectEvent,
    Province,
    ProvinceName,
    Region,
    RegionMembership,
    ResultEntry,
    SourceLimit,
    SupportNorm,
    UnitLine,
)
from programs.pages.admin import ReadOnlyAdmin
from programs.tests.factories import membership, province
from programs.tests.pages import change_url, errors_of, typed, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
EDITABLE = [
    Region,
    Province,
    ProvinceName,
    RegionMembership,
    Boundaries,
    Department,
    LegalDocument,
    Activity,
    Indicator,
    SupportNorm,
    SourceLimit,
    ClosingDate,
]
LEDGERS = [Posting, MoneyEntry, ResultEntry, ProjectEvent, BeneficiaryEntry, Closure]


# --------------------------------------------------------------------------------------------------- what stands


def test_businesses_and_projects_are_not_in_the_admin():
    registered = {m for m in admin.site._registry if m._meta.app_label == "programs"}

    assert registered == {*EDITABLE, UnitLine, Membership, *LEDGERS}
    assert not registered & {Business, Project}


@pytest.mark.parametrize("model", EDITABLE)
def test_reference_pages_answer(client, root, model):
    row = model.objects.first()

    pages = [url(model, "changelist"), url(model, "add"), change_url(row), url(model, "history", row.pk)]

    assert [client.get(page).status_code for page in pages] == [200, 200, 200, 200]


@pytest.mark.parametrize("model", LEDGERS)
def test_ledgers_can_be_listed_and_never_added_to(client, root, model):
    assert isinstance(admin.site._registry[model], ReadOnlyAdmin)
    assert client.get(url(model, "changelist")).status_code == 200
    assert client.get(url(model, "add")).status_code == 403


@pytest.mark.parametrize("model", [Province, RegionMembership, Department, MoneyEntry])
def test_list_of_many_rows_asks_few_queries(client, root, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(url(model, "changelist"))


@pytest.mark.parametrize(
    ("model", "words", "found"),
    [
        (Province, "dak nong", {"Đắk Nông (đến 30/06/2025)"}),
        (RegionMembership, "Đăk Nông", {"Đắk Nông (đến 30/06/2025) – Miền Trung - Tây Nguyên"}),
        (LegalDocument, "nghi dinh 45/2012", {"45/2012/NĐ-CP", "235/2025/NĐ-CP", "46/2012/TT-BCT"}),
        (Activity, "may moc tien tien", {"III.c", "III"}),
        (Indicator, "MAY MOC duoc ho tro", {"III.3", "III.2"}),
    ],
)
def test_search_knows_no_accents(client, root, model, words, found):
    rows = client.get(url(model, "changelist"), {"q": words}).context["cl"].queryset

    assert {getattr(row, "code", "") or str(row) for row in rows} == found


# --------------------------------------------------------------------------------------------------------- saves


def test_edit_is_saved_with_a_page_of_history_that_says_what(client, root):
    page = change_url(province("P63-67"))

    response = client.post(page, typed(client, page, note="Tỉnh lỵ: Gia Nghĩa."))

    assert response.status_code == 302
    dak_nong = province("P63-67")
    assert (dak_nong.note, dak_nong.history.first().history_user) == ("Tỉnh lỵ: Gia Nghĩa.", root)
    history = client.get(url(Province, "history", dak_nong.pk))
    assert [change.fields for change in history.context["history"].changes] == [
        [("ghi chú", "–", "Tỉnh lỵ: Gia Nghĩa.")],
        [],
    ]
    assert "Ghi chú: – → Tỉnh lỵ: Gia Nghĩa." in history.content.decode()


def test_history_names_references_dates_and_choices_in_words(client, root):
    page = change_url(RegionMembership.objects.get(province__key="P34-01"))
    bac_to_nam = {"region": Region.objects.get(code="NAM").pk, "valid_from": "02/07/2025"}

    client.post(page, typed(client, page, **bac_to_nam))

    row = RegionMembership.objects.get(province__key="P34-01")
    history = client.get(url(RegionMembership, "history", row.pk))
    assert history.context["history"].changes[0].fields == [
        ("vùng", "Phía Bắc", "Phía Nam"),
        ("có hiệu lực từ", "01/07/2025", "02/07/2025"),
    ]


def test_history_asks_the_same_queries_however_many_the_changes(client, root, django_assert_num_queries):
    row = RegionMembership.objects.get(province__key="P34-01")
    north, south = Region.objects.get(code="BAC"), Region.objects.get(code="NAM")

    def save(times):
        for number in range(times):
            row.region = north if number % 2 else south
            row.save()

    page = url(RegionMembership, "history", row.pk)
    save(2)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    save(8)
    with django_assert_num_queries(len(few)):
        assert len(client.get(page).context["history"].changes) == 11


@pytest.mark.parametrize("model", [Province, Membership])
def test_content_and_version_are_read_by_one_query(rf, root, model, ministry, django_assert_num_queries):
    """Read one after the other, a save between them would be overwritten unseen."""
    row = model.objects.first() or membership(root, ministry)
    request = rf.get("/")
    request.user = root
    Scope.of(root)

    with django_assert_num_queries(1):
        found = admin.site._registry[model].get_object(request, str(row.pk))
    assert found.version == row.history.first().history_id


def test_stale_edit_is_refused_and_shows_both_values(client, root):
    page = change_url(province("P63-67"))
    mine, theirs = typed(client, page, note="Của tôi"), typed(client, page, note="Của người khác")
    client.post(page, theirs)

    response = client.post(page, mine)

    assert province("P63-67").note == "Của người khác"
    stale, both = errors_of(response)
    assert stale.startswith("Trong lúc anh/chị sửa, người khác đã lưu một bản mới.")
    assert both == "Ghi chú: đang lưu «Của người khác», anh/chị nhập «Của tôi»."


def test_stale_edit_is_saved_when_sent_again_knowingly(client, root):
    page = change_url(province("P63-67"))
    mine = typed(client, page, note="Của tôi")
    client.post(page, typed(client, page, note="Của người khác"))
    shown_again = client.post(page, mine).context["adminform"].form

    client.post(page, mine | {"seen_version": shown_again["seen_version"].value()})

    assert [h.note for h in province("P63-67").history.all()] == ["Của tôi", "Của người khác", ""]


def test_edit_without_a_version_is_refused(client, root):
    page = change_url(province("P63-67"))
    values = typed(client, page, note="Của tôi")
    del values["seen_version"]

    assert client.post(page, values).status_code == 200
    assert province("P63-67").note == ""


def test_edit_of_a_list_alone_counts_as_an_edit(client, root):
    machines = Activity.objects.get(code="III.c")
    page = change_url(machines)
    mine = typed(client, page, name="Máy móc")
    client.post(page, typed(client, page, indicators=[Indicator.objects.get(code="III.4").pk]))

    assert client.post(page, mine).status_code == 200
    assert Activity.objects.get(code="III.c").name == "Ứng dụng máy móc, thiết bị tiên tiến"
    assert machines.history.first().history_change_reason == "Sửa danh sách: chỉ tiêu kết quả"


def test_overlap_is_refused_in_vietnamese(client, root):
    response = client.post(
        url(RegionMembership, "add"),
        {
            "province": province("P34-68").pk,
            "region": Region.objects.get(code="NAM").pk,
            "valid_from": "01/01/2027",
            "order": "1",
        },
    )

    assert errors_of(response) == ["Khoảng thời gian hiệu lực trùng với một dòng đã có."]
    assert RegionMembership.objects.count() == 100


def test_day_comes_before_month(client, root):
    client.post(
        url(ClosingDate, "add"),
        {"level": "kcqg", "month": "1", "day": "22", "valid_from": "05/06/2010", "valid_to": "1/12/2013"},
    )

    row = ClosingDate.objects.get(valid_from__year=2010)
    assert (row.valid_from, row.valid_to) == (date(2010, 6, 5), date(2013, 12, 1))


@pytest.mark.parametrize("model", [Region, Province, RegionMembership, Boundaries, Department])
def test_what_reports_stand_on_is_never_deleted(client, root, model):
    row = model.objects.first()

    assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in client.get(url(model, "changelist")).content.decode()

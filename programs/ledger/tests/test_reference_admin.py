"""Reference rows in the admin once there are figures: an edit is a new row; what is fixed is shown with the reason."""

from datetime import date

import pytest

from programs.choices import Role
from programs.ledger.asof import head
from programs.ledger.posting import post
from programs.models import (
    Indicator,
    Posting,
    Region,
    RegionMembership,
    ResultEntry,
    SupportNorm,
    UnitLine,
)
from programs.tests.factories import membership, province, user
from programs.tests.pages import change_url, errors_of, sct, staff, typed, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def begun():
    """A count of Lâm Đồng: products chosen (IV.2)."""
    leader = user("lan", "Lê Thị Lan")
    membership(leader, sct("P34-68"), Role.LEADER)
    row = ResultEntry(unit=province("P63-68"), level="kcdp", indicator=Indicator.objects.get(code="IV.2"))
    row.kind, row.quantity, row.budget_year, row.on = "actual", 3, 2023, date(2023, 9, 10)
    post(by=leader, kind="late", reason="Bổ sung", entries=[row])
    return row


@pytest.fixture
def norm(begun):
    return SupportNorm.objects.get(norm_set="TT28_2018", item_code="MAY_MOC_CGCN")


def test_edit_of_a_norm_is_a_new_row_in_the_name_of_the_person(client, root, norm):
    page = change_url(norm)

    answer = client.post(page, typed(client, page, max_amount="1.234.567") | {"_continue": "1"})

    rows = SupportNorm.objects.filter(norm_set=norm.norm_set, item_code=norm.item_code).order_by("pk")
    old, new = rows
    assert (old.max_amount, new.max_amount) == (norm.max_amount, 1_234_567)
    assert old.ended == new.added == Posting.objects.first()
    assert new.added.recorded_by == root
    assert answer["Location"] == change_url(new)
    assert new.history.first().history_user == root


def test_save_that_changes_nothing_writes_no_posting(client, root, norm):
    page, before = change_url(norm), head()

    assert client.post(page, typed(client, page)).status_code == 302

    assert (head(), SupportNorm.objects.exclude(added=None).count()) == (before, 0)


def test_deleted_norm_is_ended_and_there_to_be_read(client, root, norm):
    client.post(url(SupportNorm, "delete", norm.pk), {"post": "yes"})

    norm.refresh_from_db()
    assert norm.ended == Posting.objects.first()
    page = client.get(change_url(norm))
    assert page.status_code == 200 and "_save" not in page.content.decode()
    listed = {
        shown: norm
        in client.get(url(SupportNorm, "changelist"), shown and {"standing": shown}).context["cl"].queryset
        for shown in ("", "ended", "all")
    }
    assert listed == {"": False, "ended": True, "all": True}


def test_norms_chosen_in_the_list_are_ended_in_one_posting(client, root, norm):
    chosen = SupportNorm.objects.filter(norm_set="TT28_2018")[:3]
    before = head()

    client.post(
        url(SupportNorm, "changelist"),
        {"action": "delete_selected", "_selected_action": [row.pk for row in chosen], "post": "yes"},
    )

    assert (head(), SupportNorm.objects.filter(ended=before + 1).count()) == (before + 1, 3)


def test_stale_edit_is_told_by_its_form_and_nothing_typed_is_lost(client, root, norm):
    page = change_url(norm)
    mine = typed(client, page, max_amount="1.000.000")
    client.post(page, typed(client, page, max_amount="2.000.000"))
    before = head()

    answer = client.post(page, mine)

    assert errors_of(answer) == [
        f"Trong lúc anh/chị sửa, dòng này đã được người khác sửa hoặc bỏ ở bút toán số {before}. "
        "Chưa có gì được ghi đè. Hãy mở dòng thay cho nó trong danh sách rồi sửa ở đó."
    ]
    assert answer.context["adminform"].form["max_amount"].value() == "1.000.000"
    assert head() == before


def test_member_of_a_region_is_moved_by_posting_and_never_taken_out(client, root, begun):
    row = RegionMembership.objects.get(province__key="P63-67")
    page = change_url(row)

    client.post(page, typed(client, page, region=Region.objects.get(code="NAM").pk))

    assert [
        r.region.code for r in RegionMembership.objects.filter(province__key="P63-67").order_by("pk")
    ] == [
        "MTTN",
        "NAM",
    ]
    standing = RegionMembership.objects.get(province__key="P63-67", ended=None)
    assert client.post(url(RegionMembership, "delete", standing.pk), {"post": "yes"}).status_code == 403


def test_pages_ask_for_the_right_of_the_way_in(client, norm):
    """Who may add but not change would be refused by the way in: the page offers nothing."""
    client.force_login(staff("ke", rights=["add_supportnorm", "view_supportnorm"]))

    assert client.get(url(SupportNorm, "add")).status_code == 403


# ------------------------------------------------------------------------------------------- what use has fixed


@pytest.mark.parametrize(
    ("find", "fixed", "way_out"),
    [
        (
            lambda: Indicator.objects.get(code="IV.2"),
            {"code", "kind", "scale"},
            "lập chỉ tiêu mới với mã mới",
        ),
        (
            lambda: Indicator.objects.get(code="F.11"),
            {"code", "kind", "scale"},
            "lập chỉ tiêu mới với mã mới",
        ),
        (lambda: province("P63-67"), {"valid_from", "valid_to", "successor"}, "lập đơn vị mới với khóa mới"),
        (lambda: UnitLine.objects.first(), {"line"}, "lập cách thể hiện địa giới mới"),
    ],
    ids=["typed indicator", "computed indicator", "province", "line"],
)
def test_page_shows_what_is_fixed_and_says_why(client, root, begun, find, fixed, way_out):
    page = client.get(change_url(find()))

    offered = set(page.context["adminform"].form.fields)
    assert not offered & fixed
    assert way_out in page.content.decode()


@pytest.mark.parametrize(
    ("find", "values"),
    [
        (lambda: Indicator.objects.get(code="IV.2"), {"scale": "2"}),
        (lambda: province("P63-67"), {"valid_to": "31/12/2025"}),
        (lambda: UnitLine.objects.first(), {"line": lambda: province("P34-01").pk}),
    ],
)
def test_fixed_value_that_is_sent_all_the_same_is_refused_in_words(client, root, begun, find, values):
    """As from a page that was opened before the first use."""
    row = find()
    page = change_url(row)
    values = {name: value() if callable(value) else value for name, value in values.items()}
    before = type(row).objects.filter(pk=row.pk).values().get()

    answer = client.post(page, typed(client, page) | values)

    assert answer.status_code == 200
    (error,) = errors_of(answer)
    assert "Cần" in error and "mới" in error
    assert type(row).objects.filter(pk=row.pk).values().get() == before


def test_words_of_a_used_indicator_are_edited_as_ever(client, root, begun):
    page = change_url(begun.indicator)

    assert client.post(page, typed(client, page, name="Số sản phẩm tiêu biểu")).status_code == 302
    assert Indicator.objects.get(code="IV.2").name == "Số sản phẩm tiêu biểu"


def test_first_successor_is_named_in_the_admin(client, root, begun):
    page = change_url(province("P34-68"))
    sent = typed(client, page, successor=province("P34-52").pk, valid_to="30/06/2030")

    assert client.post(page, sent).status_code == 302
    assert province("P34-68").successor == province("P34-52")
    assert "chỉ ghi được một lần" in client.get(page).content.decode()

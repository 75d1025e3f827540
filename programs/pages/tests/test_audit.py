"""What the log keeps of the admin's and the portal's pages: changes with both values, refusals, who looked at people."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.audited import AuditedAdmin, WatchedAdmin
from accounts.models import AuditEvent, User
from accounts.personal import inventory
from accounts.refusals import noted
from programs.access import refuse_unless_may
from programs.choices import PostingKind, Role
from programs.models import ClosingDate, LegalDocument, Province, Region, SupportNorm
from programs.pages.admin import ReferenceAdmin
from programs.tests.factories import business, province
from programs.tests.pages import change_url, rights_to, sct, staff, typed, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def lines(kind):
    return [(event.object, event.detail) for event in AuditEvent.objects.filter(kind=kind).order_by("pk")]


def test_every_page_that_can_change_a_row_of_everybody_is_audited():
    pages = admin.site._registry.values()
    loose = [
        page for page in pages if isinstance(page, ReferenceAdmin) and not isinstance(page, AuditedAdmin)
    ]
    unwatched = [model for model in inventory() if model in admin.site._registry]
    unwatched = [model for model in unwatched if not isinstance(admin.site._registry[model], WatchedAdmin)]

    assert (loose, unwatched) == ([], [])


def test_columns_that_hold_data_about_people_are_columns():
    assert {model: set(names) - {field.name for field in model._meta.fields} for model, names in inventory().items()
            } == {model: set() for model in inventory()}  # fmt: skip
    assert {User, AuditEvent} <= set(inventory())


@pytest.fixture
def an():
    return staff("an.lamdong", sct("P34-68"))


@pytest.mark.parametrize(
    ("model", "column", "typed_value"),
    [(Region, "name", "Miền thử"), (SupportNorm, "max_percent", "12,5"), (LegalDocument, "title", "Tên thử")],
)
def test_change_of_a_reference_row_is_one_line_with_both_values(client, root, model, column, typed_value):
    row = model.objects.standing().first() if model is SupportNorm else model.objects.first()
    page = change_url(row)

    assert client.post(page, typed(client, page)).status_code == 302
    assert lines("reference_changed") == []  # saved as it was
    assert client.post(page, typed(client, page, **{column: typed_value})).status_code == 302

    ((_, detail),) = lines("reference_changed")
    ((old, new),) = detail["changes"].values()
    assert new in (typed_value, "12,50")
    assert old != new


def test_reference_row_that_is_added_and_deleted_leaves_its_values(client, root):
    kept = ClosingDate.objects.first()
    sent = typed(
        client, change_url(kept), day="7", valid_from="01/01/1900", valid_to="31/12/1900", status="thử"
    )
    assert client.post(url(ClosingDate, "add"), sent).status_code == 302
    row = ClosingDate.objects.get(status="thử")
    client.post(url(ClosingDate, "delete", row.pk), {"post": "yes"})

    (_, added), (_, deleted) = lines("reference_changed")
    assert "7" in [new for _, new in added["changes"].values()]
    (((before, after),),) = [list(deleted["deleted"].values())]
    assert "01/01/1900" in before
    assert after == "–"


def test_row_out_of_sight_and_row_that_is_not_there_are_refusals_alike(client, an):
    client.force_login(an)
    foreign = business(province("P34-52"))

    for pk in (foreign.pk, 999_999):
        assert client.get(reverse("business_detail", args=[pk])).status_code == 404
    client.get("/khong-co-dia-chi/")

    assert [detail for _, detail in lines("denied")] == [{"method": "GET", "status": 404}] * 2


def test_foreign_choice_in_a_form_is_a_refusal(client, an):
    client.force_login(an)

    client.post(reverse("business_create"), {"unit": province("P34-52").pk, "name": "X"})

    ((_, detail),) = lines("denied")
    assert detail["reasons"][0].endswith("giá trị ngoài phạm vi hoặc không có.")


def test_refusal_of_an_owner_is_kept_for_the_log(an):
    with pytest.raises(Exception, match="Chỉ lãnh đạo"):
        refuse_unless_may(an, PostingKind.LATE, province("P34-68").pk)

    assert noted(an) == ["Chỉ lãnh đạo đơn vị được bổ sung sau chốt."]


def test_looking_at_people_is_one_line_a_page(client, root):
    for number in range(3):
        staff(f"nguoi.{number}", sct("P34-68"), Role.VIEWER, rights_to(Province))
    person = User.objects.get(username="nguoi.0")
    client.force_login(root)

    client.get(reverse("admin:accounts_user_changelist"), {"q": "nguoi"})
    client.get(reverse("admin:accounts_user_change", args=[person.pk]))
    client.get(reverse("admin:accounts_user_history", args=[person.pk]))
    client.get(reverse("admin:accounts_auditevent_changelist"))
    client.get(url(Region, "changelist"))

    seen = lines("personal_seen")
    assert [name for name, _ in seen] == [
        "tài khoản", f"tài khoản số {person.pk}", f"tài khoản số {person.pk}", "nhật ký hệ thống",
    ]  # fmt: skip
    assert seen[0][1]["rows"] == 3
    assert seen[0][1]["query"] == {"q": ["nguoi"]}
    assert "tài khoản: họ và tên" in seen[0][1]["fields"]


def test_looking_at_a_business_is_one_line_a_page(client, an):
    """On each of its pages stand a telephone and a number that may be a citizen's."""
    row = business(province("P34-68"))
    client.force_login(an)

    for page in ("business_detail", "business_edit", "business_history"):
        client.get(reverse(page, args=[row.pk]))

    assert [name for name, _ in lines("personal_seen")] == [row.name] * 3


def test_look_up_of_people_is_a_line(client, root):
    asked = {"app_label": "programs", "model_name": "membership", "field_name": "user", "term": "r"}

    assert client.get(reverse("admin:autocomplete"), asked).status_code == 200
    assert [name for name, _ in lines("personal_seen")] == ["Chọn tài khoản"]

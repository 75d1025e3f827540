import pytest

from programs.models import Province, UnitLine
from programs.tests.factories import province
from programs.tests.pages import change_url, typed, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_new_province_gets_its_lines(client, root):
    values = {"key": "P33-01", "era": "33", "gso_code": "99", "name": "Mới", "full_name": "Tỉnh Mới"}

    client.post(
        url(Province, "add"), values | {"kind": "province", "slug": "moi", "valid_from": "01/01/2030"}
    )

    lines = UnitLine.objects.filter(unit__key="P33-01")
    assert {(row.boundaries.code, row.line.key) for row in lines} == {
        ("then", "P33-01"),
        ("34", "P33-01"),
        ("63", "P33-01"),
    }


def test_key_of_a_province_never_changes(client, root):
    page = change_url(province("P63-67"))

    client.post(page, typed(client, page, key="P63-00", era="34"))

    assert (province("P63-67").name, province("P63-67").era) == ("Đắk Nông", 63)


def test_line_of_a_province_can_be_moved_but_not_added_or_deleted(client, root):
    row = UnitLine.objects.get(boundaries__code="63", unit__key="P34-68")
    page = change_url(row)

    client.post(page, typed(client, page, line=province("P63-68").pk))

    row.refresh_from_db()
    assert row.line.key == "P63-68"
    assert client.get(url(UnitLine, "add")).status_code == 403
    assert client.post(url(UnitLine, "delete", row.pk), {"post": "yes"}).status_code == 403

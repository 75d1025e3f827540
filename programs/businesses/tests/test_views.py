import pytest
from django.urls import reverse

from programs.choices import Stage
from programs.models import Beneficiary, Business
from programs.projects import beneficiaries
from programs.tests.factories import OF_2023
from programs.tests.web import chosen_values, filled


def names(response):
    return [row["cells"][0][1] for row in response.context["rows"]]


@pytest.mark.parametrize("words", ["ca phe di linh", "CÀ PHÊ", "ca\u0300 phe\u0302", "linh cà"])
def test_business_list_finds_without_accents(sign_in, an, make_business, words):
    make_business()
    make_business("HTX Hồ tiêu Đắk Mil")
    response = sign_in(an).get(reverse("business_list"), {"q": words})
    assert names(response) == ["Công ty TNHH Cà phê Di Linh"]


def test_business_list_shows_what_is_in_reach_in_vietnamese_order(sign_in, an, chi, make_business, world):
    for name, unit in [
        ("HTX Đạ Tẻh", world.lam_dong),
        ("HTX Dran", world.lam_dong),
        ("HTX Ea Pô", world.dak_nong),
        ("HTX Chư Sê", world.gia_lai),
    ]:
        make_business(name, unit=unit)
    assert names(sign_in(an).get(reverse("business_list"))) == ["HTX Dran", "HTX Đạ Tẻh", "HTX Ea Pô"]
    assert len(names(sign_in(chi).get(reverse("business_list")))) == 4


def test_business_list_of_a_province_holds_what_was_merged_into_it(sign_in, chi, make_business, world):
    make_business("HTX Ea Pô", unit=world.dak_nong)
    make_business("HTX Chư Sê", unit=world.gia_lai)
    response = sign_in(chi).get(reverse("business_list"), {"unit": world.lam_dong.pk})
    assert names(response) == ["HTX Ea Pô"]
    assert response.context["chips"] == [{"label": "Tỉnh, thành phố: Lâm Đồng", "url": "?"}]


def test_business_list_offers_no_province_out_of_reach(sign_in, an, world):
    response = sign_in(an).get(reverse("business_list"), {"unit": world.gia_lai.pk})
    offered = set(response.context["filter"].form.fields["unit"].queryset)
    assert offered == {world.lam_dong, world.old_lam_dong, world.dak_nong, world.binh_thuan}
    assert "unit" in response.context["filter"].form.errors


def test_business_detail_tells_its_support(sign_in, an, make_business, make_project, lan, late):
    business, project = make_business(), make_project(lan)
    benefit = beneficiaries.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=business, amount=150_000_000), by=lan, **OF_2023
    )
    late(project, stage=Stage.PAID, amount=40_000_000, beneficiary=benefit)
    response = sign_in(an).get(reverse("business_detail", args=[business.pk]))
    [told] = response.context["benefits"]
    assert (told.beneficiary.project, told.amount, told.disbursed) == (project, 150_000_000, 40_000_000)
    assert response.context["may_edit"]


def test_business_out_of_sight_is_missing_and_in_sight_is_refused_with_reason(
    sign_in, an, dung, make_business, world
):
    mine, theirs = make_business(), make_business("HTX Chư Sê", unit=world.gia_lai)
    for page in ("business_detail", "business_edit", "business_history"):
        assert sign_in(an).get(reverse(page, args=[theirs.pk])).status_code == 404
    assert sign_in(an).post(reverse("business_edit", args=[theirs.pk]), {}).status_code == 404
    refused = sign_in(dung).get(reverse("business_edit", args=[mine.pk]))
    assert refused.status_code == 403
    assert "Anh/chị xem được nội dung này nhưng không được sửa." in refused.text
    assert sign_in(dung).get(reverse("business_create")).status_code == 403


def test_business_is_created_once_however_often_it_is_sent(sign_in, an):
    client = sign_in(an)
    page = client.get(reverse("business_create"))
    sent = filled(
        page, name="HTX Nguye\u0302\u0303n Ba\u0301 U\u0301t", legal_form="cooperative", capital="1,5 tỷ"
    )
    answers = [client.post(reverse("business_create"), sent).url for _ in range(2)]
    business = Business.objects.get()
    assert answers == [reverse("business_detail", args=[business.pk])] * 2
    assert (business.name, business.capital) == ("HTX Nguyễn Bá Út", 1_500_000_000)
    assert business.history.get().history_user == an


def test_business_form_keeps_what_was_typed_and_says_the_way_out(sign_in, an):
    client = sign_in(an)
    sent = filled(client.get(reverse("business_create")), name="HTX Út", tax_code="58-1", capital="1,500,000")
    response = client.post(reverse("business_create"), sent)
    assert response.status_code == 200
    assert response.context["form"].errors["tax_code"] == [
        "Mã số thuế có 10 số, 13 số viết 0123456789-001, hoặc 12 số. Chưa rõ thì để trống."
    ]
    assert 'value="1,500,000"' in response.text
    assert "#id_capital" in response.text
    assert not Business.objects.exists()


def test_business_form_offers_own_provinces_only_and_refuses_others(sign_in, an, world):
    client = sign_in(an)
    page = client.get(reverse("business_create"))
    assert str(world.gia_lai.pk) not in chosen_values(page, "unit")
    assert page.context["form"].initial["unit"] == world.lam_dong.pk
    sent = filled(page, name="HTX Chư Sê", legal_form="cooperative", unit=world.gia_lai.pk)
    assert "unit" in client.post(reverse("business_create"), sent).context["form"].errors
    assert not Business.objects.exists()


def test_later_of_two_edits_is_shown_both_values_and_may_overwrite(sign_in, an, make_business):
    business, client = make_business(products="Cà phê nhân"), sign_in(an)
    address = reverse("business_edit", args=[business.pk])
    first = filled(client.get(address), products="Cà phê bột")
    second = filled(client.get(address), products="Cà phê hòa tan")
    assert client.post(address, first).status_code == 302
    conflict = client.post(address, second)
    assert conflict.status_code == 200
    assert conflict.context["conflict"]["by"] == "Trần Thị An"
    assert Business.objects.get().products == "Cà phê bột"
    assert client.post(address, filled(conflict)).status_code == 302
    assert Business.objects.get().products == "Cà phê hòa tan"


def test_business_history_tells_changes_in_words(sign_in, an, make_business, world):
    business, client = make_business(), sign_in(an)
    address = reverse("business_edit", args=[business.pk])
    sent = filled(
        client.get(address), unit=world.dak_nong.pk, capital="2 tỷ", exports="on", legal_form="household"
    )
    client.post(address, sent)
    change = client.get(reverse("business_history", args=[business.pk])).context["history"].changes[0]
    assert (change.title, change.by) == ("Sửa", "Trần Thị An")
    assert change.fields == [
        ("loại hình", "Công ty TNHH", "Hộ kinh doanh"),
        ("tỉnh, thành phố nơi sản xuất", "Lâm Đồng", "Đắk Nông (đến 30/06/2025)"),
        ("vốn đầu tư (đồng)", "–", "2.000.000.000"),
        ("có xuất khẩu", "Không", "Có"),
    ]

import uuid

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import IntegrityError, transaction

from accounts.versions import Stale
from programs.businesses.forms import BusinessCreateForm, BusinessEditForm
from programs.models import Business
from programs.pages.forms import ScopedForm, refused_by


class ChoiceOfBusiness(ScopedForm):
    business = forms.ModelChoiceField(Business.objects.all())


class ChoiceOfGroup(ScopedForm):
    group = forms.ModelChoiceField(Group.objects.all())


def values(business, **changes):
    return {
        "name": business.name,
        "legal_form": business.legal_form,
        "unit": business.unit_id,
        "seen_version": business.version,
    } | changes


def test_scoped_form_offers_only_rows_in_reach(an, make_business, world):
    mine = make_business()
    theirs = make_business("HTX Chư Sê", unit=world.gia_lai)
    assert list(ChoiceOfBusiness(user=an).fields["business"].queryset) == [mine]
    form = ChoiceOfBusiness({"business": theirs.pk}, user=an)
    assert "business" in form.errors


def test_scoped_form_over_a_table_without_scope_is_an_error(an):
    with pytest.raises(ImproperlyConfigured, match="chưa có phạm vi"):
        ChoiceOfGroup(user=an)


def test_errors_of_an_action_find_their_field_or_the_top(an):
    form = ChoiceOfBusiness({"business": ""}, user=an)
    form.errors.clear()
    form.take_errors(ValidationError({"business": "Cơ sở đã ngừng hoạt động.", "on": "Ngày đã chốt."}))
    assert form.errors == {"business": ["Cơ sở đã ngừng hoạt động."], "__all__": ["Ngày đã chốt."]}


def test_constraint_over_a_computed_key_speaks_at_its_field(an, make_business, world):
    make_business("Công ty TNHH Cà phê Di Linh", commune="Di Linh")
    form = BusinessCreateForm(
        {
            "name": "công ty tnhh  CÀ PHÊ Di Linh",
            "legal_form": "company_limited",
            "unit": world.lam_dong.pk,
            "commune": "Di Linh",
            "submission_key": uuid.uuid4(),
        },
        user=an,
    )
    assert form.errors == {"name": ["Cơ sở cùng tên ở cùng địa bàn đã có trong danh sách."]}


def test_constraint_of_a_condition_speaks_at_its_field(an, make_business):
    make_business(tax_code="5800000001")
    other = make_business("HTX Bảo Lộc")
    form = BusinessEditForm(values(other, tax_code="5800000001"), instance=other, user=an)
    assert form.errors == {"tax_code": ["Mã số thuế này đã có ở một cơ sở khác trong tỉnh."]}


def test_refusal_of_the_database_is_told_in_the_words_of_the_constraint(make_business):
    first = make_business()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make_business(first.name)
    assert refused_by(refusal.value, Business).messages == [
        "Cơ sở cùng tên ở cùng địa bàn đã có trong danh sách."
    ]


def test_stale_edit_writes_nothing_and_shows_both_values(an, make_business):
    business = make_business(products="Cà phê nhân")
    mine = BusinessEditForm(
        values(business, products="Cà phê bột"), instance=Business.objects.get(pk=business.pk), user=an
    )
    other = BusinessEditForm(values(business, products="Cà phê hòa tan"), instance=business, user=an)
    assert other.is_valid()
    other.save()
    assert mine.is_valid()
    with pytest.raises(Stale):
        mine.save()
    assert Business.objects.get(pk=business.pk).products == "Cà phê hòa tan"
    mine.show_conflict()
    assert mine.conflict["rows"] == [("Sản phẩm chính", "Cà phê hòa tan", "Cà phê bột")]
    assert mine.data["seen_version"] == "2"


def test_second_submit_after_a_conflict_overwrites_knowingly(an, make_business):
    business = make_business(products="Cà phê nhân")
    Business.objects.filter(pk=business.pk).update(version=2, products="Cà phê hòa tan")
    form = BusinessEditForm(
        values(business, products="Cà phê bột", seen_version=2),
        instance=Business.objects.get(pk=business.pk),
        user=an,
    )
    assert form.is_valid()
    form.save()
    stored = Business.objects.get(pk=business.pk)
    assert (stored.products, stored.version) == ("Cà phê bột", 3)
    assert stored.history.first().products == "Cà phê bột"

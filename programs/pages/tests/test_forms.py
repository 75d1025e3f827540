import uuid

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import IntegrityError, transaction

from accounts.versions import Stale
from programs.businesses import forms as business_forms
from programs.businesses.forms import BusinessCreateForm, BusinessEditForm
from programs.ledger import money_forms, result_forms
from programs.models import Business
from programs.pages.forms import HouseForm, ScopedForm
from programs.pages.refusals import refused_by
from programs.projects import beneficiary_forms, step_forms
from programs.projects import forms as project_forms
from programs.tests.factories import reword


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


class PutByItself(ScopedForm):
    """Puts another choice in the place of one, and one of its own beside it, both as wide as the table."""

    fieldsets = (("Chọn", ("other", "there_is_none")),)
    business = forms.ModelChoiceField(Business.objects.none())

    def settle(self):
        super().settle()
        self.fields["business"].queryset = Business.objects.order_by("-pk")
        self.fields["other"] = forms.ModelChoiceField(Business.objects.all())


def test_what_a_form_puts_in_by_itself_is_narrowed_worded_and_laid_out(an, make_business, world):
    mine = make_business()
    make_business("HTX Chư Sê", unit=world.gia_lai)
    form = PutByItself({}, user=an)

    assert [list(field.queryset) for field in form.fields.values()] == [[mine], [mine]]
    assert form.errors == {"business": ["Hãy chọn một mục."], "other": ["Hãy chọn một mục."]}
    assert [pointer.name for pointer in form.helper.layout.get_field_names()] == ["other", "business"]


def test_form_that_forgets_its_parents_is_an_error(an):
    class Forgetful(ScopedForm):
        def settle(self):
            pass

    with pytest.raises(ImproperlyConfigured, match="super"):
        Forgetful(user=an)


EVERY_FORM = [
    kind
    for module in (
        business_forms,
        project_forms,
        beneficiary_forms,
        step_forms,
        money_forms,
        result_forms,
    )
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, HouseForm) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", EVERY_FORM, ids=lambda kind: kind.__name__)
def test_layout_names_no_field_that_nobody_has(kind):
    """A name in a fieldset that is mistyped would put its field at the end of the page, and nobody would notice."""
    named = [name for _, names in kind.fieldsets for name in names]
    assert len(named) == len(set(named))
    assert set(named) <= {*kind.base_fields, "confirm_slip", "reason", "late"}


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


def test_refusal_of_a_race_finds_the_field_of_its_constraint(an, make_business):
    first = make_business(tax_code="5800000001")
    form = BusinessEditForm(values(first), instance=first, user=an)
    assert form.is_valid()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make_business("HTX Bảo Lộc", tax_code="5800000001")

    form.take_errors(refused_by(refusal.value, Business))

    assert form.errors == {"tax_code": ["Mã số thuế này đã có ở một cơ sở khác trong tỉnh."]}


def test_refusal_of_a_condition_is_told_by_its_name(make_business):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make_business(capital=-1)
    assert refused_by(refusal.value, Business).code == "business_money_not_negative"


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
    reword(business, version=2, products="Cà phê hòa tan")
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

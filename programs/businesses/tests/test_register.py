import pytest
from django.core.exceptions import ValidationError

from programs.businesses.register import keep, keep_all
from programs.choices import LegalForm
from programs.models import Business


@pytest.mark.parametrize(("who", "to"), [("an", "gia_lai"), ("binh", "gia_lai"), ("binh", "lam_dong")])
def test_business_moves_only_if_both_provinces_are_ones_own(request, make_business, world, who, to):
    business = make_business()
    business.unit = getattr(world, to)

    with pytest.raises(ValidationError, match="không có quyền"):
        keep(business=business, by=request.getfixturevalue(who))

    assert Business.objects.get().unit == world.lam_dong


def test_business_moves_within_what_one_writes_for(an, make_business, world):
    business = make_business()
    business.unit = world.dak_nong

    keep(business=business, by=an)

    assert Business.objects.get().unit == world.dak_nong


def test_many_come_in_whole_or_not_at_all_and_with_their_history(an, world):
    def new(name, unit):
        return Business(name=name, legal_form=LegalForm.COOPERATIVE, unit=unit)

    with pytest.raises(ValidationError):
        keep_all(businesses=[new("Một", world.lam_dong), new("Hai", world.gia_lai)], by=an, reason="Nạp")
    keep_all(businesses=[new("Một", world.lam_dong), new("Hai", world.dak_nong)], by=an, reason="Nạp")

    kept = Business.history.values_list("name", "history_user", "history_change_reason")
    assert sorted(kept) == [("Hai", an.pk, "Nạp"), ("Một", an.pk, "Nạp")]

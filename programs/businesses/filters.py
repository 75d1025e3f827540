"""Filters of the list of businesses."""

from django.db.models import Q

from programs.choices import LegalForm, Sector
from programs.models import Business
from programs.pages.filters import ListFilter, choice_filter, search_filter
from programs.units.filters import UnitFilter


class BusinessFilter(ListFilter):
    q = search_filter("tên, mã số thuế, xã, sản phẩm")
    unit = UnitFilter()
    legal_form = choice_filter("Loại hình", LegalForm.choices)
    sector = choice_filter("Ngành nghề", Sector.choices)
    supported = choice_filter(
        "Hỗ trợ khuyến công", [("yes", "Đã được hỗ trợ"), ("no", "Chưa được hỗ trợ")], method="by_support"
    )

    class Meta:
        model = Business
        fields = ["q", "unit", "legal_form", "sector", "supported"]

    def by_words(self, rows, name, value):
        return rows.search(value)

    def by_support(self, rows, name, value):
        standing = Q(benefits__withdrawn__isnull=True, benefits__isnull=False)
        having = rows.filter(standing).values("pk")
        return rows.filter(pk__in=having) if value == "yes" else rows.exclude(pk__in=having)

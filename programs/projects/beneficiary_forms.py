"""The form by which a business joins a project."""

from django import forms

from programs.models import Beneficiary, Business
from programs.pages.fields import MoneyField
from programs.pages.forms import ScopedModelForm
from programs.pages.once import SubmittedOnce

SHOWN_BUSINESSES = 20


class BeneficiaryForm(SubmittedOnce, ScopedModelForm):
    """A business joins a project. Those that the search found are offered; the rest stay out of the page."""

    business = forms.ModelChoiceField(
        label="Cơ sở", queryset=Business.objects.all(), widget=forms.RadioSelect, empty_label=None
    )
    amount = MoneyField(
        label="Kinh phí hỗ trợ",
        required=False,
        help_text="Số dự kiến hỗ trợ riêng cơ sở này; có thể để trống.",
    )

    class Meta:
        model = Beneficiary
        fields = ["business", "amount", "place"]
        help_texts = {"place": "Nếu khác địa chỉ sản xuất của cơ sở."}

    def __init__(self, *args, project, words="", **kwargs):
        self.project, self.words = project, words
        super().__init__(*args, **kwargs)

    def settle(self):
        super().settle()
        self.instance.project = self.project
        mine = self.fields["business"].queryset
        rows = mine.filter(unit__in=family_of(self.project.unit)).select_related("unit")
        self.fields["business"].queryset = rows
        joined = Beneficiary.objects.standing().filter(project=self.project).values("business")
        found = list(rows.search(self.words).exclude(pk__in=joined)[: SHOWN_BUSINESSES + 1])
        chosen = self.data.get("business", "")
        self.more = len(found) > SHOWN_BUSINESSES
        self.found = found[:SHOWN_BUSINESSES]
        if chosen.isdecimal() and int(chosen) not in [row.pk for row in self.found]:
            self.found += list(rows.filter(pk=chosen))  # chosen before another search: still in sight
        self.fields["business"].choices = [(row.pk, name_with_place(row)) for row in self.found]


def family_of(unit) -> frozenset[int]:
    """The province of today that a province belongs to, and everything that was merged into it."""
    while unit.successor_id:
        unit = unit.successor
    return unit.lineage_ids()


def name_with_place(business) -> str:
    facts = [business.tax_code and f"MST {business.tax_code}", business.place, str(business.unit)]
    return " · ".join([business.name, *(fact for fact in facts if fact)])

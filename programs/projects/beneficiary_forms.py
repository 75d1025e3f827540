"""Forms of the beneficiaries of a project: one joins, takes a place, is promised more, is accepted, leaves."""

from django import forms

from programs.choices import BeneficiaryChange
from programs.ledger.entry_forms import Correcting, ReasonForm, WithReason
from programs.models import Beneficiary, BeneficiaryEntry, Business
from programs.pages.fields import MoneyField, VietnameseDateField, YearField
from programs.pages.forms import ScopedModelForm
from programs.pages.once import SubmittedOnce

SHOWN_BUSINESSES = 20


class OfDay(forms.Form):
    """When a line counts: on its day, in its budget year and after it."""

    on = VietnameseDateField(label="Ngày", help_text="Ngày của văn bản, của việc này.")
    budget_year = YearField(
        label="Năm ngân sách", help_text="Từ năm này trở đi cơ sở được đếm, hoặc thôi được đếm."
    )
    note = forms.CharField(
        label="Diễn giải",
        max_length=250,
        required=False,
        help_text="Ghi lý do khi năm ngân sách cách ngày hơn một năm.",
    )

    @property
    def when(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("on", "budget_year", "note")}


class BeneficiaryForm(WithReason, SubmittedOnce, ScopedModelForm, OfDay):
    """A business joins a project. Those that the search found are offered; the rest stay out of the page.

    `words` is None where the search was not understood: then none is offered.
    """

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
        self.initial.setdefault("budget_year", self.project.first_year)
        self.ask_why()
        mine = self.fields["business"].queryset
        rows = mine.filter(unit__in=family_of(self.project.unit)).select_related("unit")
        self.fields["business"].queryset = rows
        joined = Beneficiary.objects.standing().filter(project=self.project).values("business")
        meant = rows.none() if self.words is None else rows.search(self.words)
        found = list(meant.exclude(pk__in=joined)[: SHOWN_BUSINESSES + 1])
        chosen = self.data.get("business") or self.initial.get("business", "")
        self.more = len(found) > SHOWN_BUSINESSES
        self.in_already = [] if found else list(meant.filter(pk__in=joined)[:SHOWN_BUSINESSES])
        self.found = found[:SHOWN_BUSINESSES]
        if chosen.isdecimal() and int(chosen) not in [row.pk for row in self.found]:
            self.found += list(rows.filter(pk=chosen))  # chosen before another search: still in sight
        self.fields["business"].choices = [(row.pk, name_with_place(row)) for row in self.found]

    def ask_why(self):
        self.ask_for_late_reason([self.project.unit_id])


class ReplaceForm(BeneficiaryForm):
    """Another business takes the place of one."""

    def ask_why(self):
        self.ask_for_reason("Lý do thay", self.project.unit_id)


class WithdrawForm(ReasonForm, OfDay):
    """A business leaves a project."""

    fieldsets = (("", ("on", "budget_year", "note", "reason", "late")),)


class ChangeForm(WithReason, SubmittedOnce, ScopedModelForm, OfDay):
    """A beneficiary is promised another support, or was accepted."""

    SAID_HERE = (BeneficiaryChange.SUPPORT, BeneficiaryChange.ACCEPTED)
    change = forms.ChoiceField(
        label="Việc", choices=[(c, c.label) for c in SAID_HERE], widget=forms.RadioSelect
    )
    support = MoneyField(
        label="Kinh phí hỗ trợ", required=False, help_text="Số mới, chỉ ghi khi đổi kinh phí hỗ trợ."
    )

    class Meta:
        model = BeneficiaryEntry
        fields = ["change", "support", "on", "budget_year", "note"]

    def __init__(self, *args, beneficiary, **kwargs):
        self.beneficiary = beneficiary
        super().__init__(*args, **kwargs)

    def settle(self):
        super().settle()
        self.fields["budget_year"].help_text = "Năm mà dòng này thuộc về."
        self.instance.beneficiary = self.beneficiary
        self.initial.setdefault("budget_year", self.beneficiary.project.first_year)
        self.ask_for_late_reason([self.beneficiary.unit_id])

    def clean(self):
        data = super().clean()
        change, support = data.get("change"), data.get("support")
        if change == BeneficiaryChange.SUPPORT and support is None and "support" not in self.errors:
            self.add_error("support", "Hãy ghi số kinh phí hỗ trợ mới.")
        if change == BeneficiaryChange.ACCEPTED and support is not None:
            self.add_error("support", "Nghiệm thu không ghi số tiền ở đây; để trống ô này.")
        return data


class CorrectForm(Correcting, SubmittedOnce, ScopedModelForm, OfDay):
    """A line of a beneficiary put right: taken back, with another in its place."""

    support = MoneyField(label="Kinh phí hỗ trợ", required=False)

    class Meta:
        model = BeneficiaryEntry
        fields = ["support", "on", "budget_year", "note"]

    def __init__(self, *args, entry, **kwargs):
        self.entry = entry
        kwargs["initial"] = {name: getattr(entry, name) for name in self.Meta.fields}
        super().__init__(*args, **kwargs)

    def settle(self):
        super().settle()
        self.fields["budget_year"].help_text = "Năm mà dòng này thuộc về."
        self.instance.beneficiary, self.instance.change = self.entry.beneficiary, self.entry.change
        if self.entry.change not in (BeneficiaryChange.JOINED, BeneficiaryChange.SUPPORT):
            del self.fields["support"]

    def clean(self):
        data = super().clean()
        self.refuse_no_change()
        return data


def family_of(unit) -> frozenset[int]:
    """The province of today that a province belongs to, and everything that was merged into it."""
    while unit.successor_id:
        unit = unit.successor
    return unit.lineage_ids()


def name_with_place(business) -> str:
    facts = [business.tax_code and f"MST {business.tax_code}", business.place, str(business.unit)]
    return " · ".join([business.name, *(fact for fact in facts if fact)])

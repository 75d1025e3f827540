"""The form that closes or reopens the books."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F

from accounts.clock import today
from programs.choices import ClosureState, PostingKind
from programs.ledger.rules import NEEDS_REASON
from programs.models import Province, Region
from programs.pages.fields import VietnameseDateField, YearField
from programs.pages.forms import ScopedForm
from programs.pages.once import SubmittedOnce


class ClosureForm(SubmittedOnce, ScopedForm):
    """Close or reopen a budget year up to a day: for a province, or for every province of a region."""

    state = forms.ChoiceField(
        label="Việc",
        choices=[(ClosureState.CLOSED, "Chốt số liệu"), (ClosureState.REOPENED, "Mở lại số liệu đã chốt")],
        widget=forms.RadioSelect,
        initial=ClosureState.CLOSED,
    )
    unit = forms.ModelChoiceField(
        label="Tỉnh, thành phố",
        queryset=Province.objects.order_by(F("valid_to").desc(nulls_first=True), "sort_key"),
        required=False,
        help_text="Gồm cả các tỉnh cũ đã nhập vào.",
    )
    region = forms.ModelChoiceField(label="Hoặc cả vùng", queryset=Region.objects.all(), required=False)
    budget_year = YearField(label="Năm ngân sách")
    cut_off = VietnameseDateField(
        label="Đến hết ngày", help_text="Các dòng ghi ngày đến hết ngày này bị khóa."
    )
    reason = forms.CharField(
        label="Lý do",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bắt buộc khi mở lại.",
    )

    def settle(self):
        super().settle()
        self.fields["unit"].empty_label = "Cả vùng, chọn ở ô dưới"
        self.fields["region"].empty_label = "Không chọn vùng"

    def clean(self):
        data = super().clean()
        unit, region, year, cut_off = (data.get(n) for n in ("unit", "region", "budget_year", "cut_off"))
        if not {"unit", "region"} & set(self.errors) and bool(unit) == bool(region):
            self.add_error("unit", ValidationError("Hãy chọn một tỉnh, hoặc một vùng.", code="one"))
        if year and cut_off and abs(cut_off.year - year) > 1:
            self.add_error("cut_off", f"Ngày này cách năm ngân sách {year} hơn một năm.")
        if data.get("state") == ClosureState.REOPENED and not data.get("reason"):
            self.add_error("reason", NEEDS_REASON[PostingKind.REOPENING])
        return data

    def provinces(self) -> list[Province]:
        """The provinces to be closed; what was merged into each comes with it."""
        if self.cleaned_data.get("unit"):
            return [self.cleaned_data["unit"]]
        inside = self.cleaned_data["region"].unit_ids(today())
        return list(Province.objects.filter(pk__in=inside, successor__isnull=True).order_by("sort_key"))

"""Forms of what happens to a project: steps with their documents, beneficiaries, and the closing of periods."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from programs.actions import STEPS
from programs.choices import ClosureState, Happening, Outcome
from programs.entry_forms import WithReason, YearField
from programs.fields import MoneyField, VietnameseDateField
from programs.forms import ScopedForm, ScopedModelForm, SubmittedOnce
from programs.models import Beneficiary, Business, ProjectEvent, Province, Region
from programs.uploads import AttachmentField

WITHOUT_DOCUMENT = (Happening.RUNNING,)  # work begins by itself; everything else has its paper
SHOWN_BUSINESSES = 20


class EventForm(WithReason, SubmittedOnce, ScopedModelForm):
    """A step of a project: what, how it ended, on which day, by which document."""

    happening = forms.ChoiceField(label="Bước")
    outcome = forms.ChoiceField(
        label="Kết quả",
        choices=[(value, label) for value, label in Outcome.choices if value != Outcome.UNDONE],
        widget=forms.RadioSelect,
        initial=Outcome.DONE,
    )
    budget_year = YearField(label="Năm ngân sách", help_text="Bước được đếm vào báo cáo của năm này.")
    file = AttachmentField(label="Tệp đính kèm", required=False)

    class Meta:
        model = ProjectEvent
        fields = [
            "happening",
            "outcome",
            "on",
            "budget_year",
            "document",
            "document_on",
            "signer",
            "file",
            "note",
        ]
        field_classes = {"on": VietnameseDateField, "document_on": VietnameseDateField}
        help_texts = {
            "document": "Số, ký hiệu: 12/QĐ-SCT.",
            "note": "Ví dụ: nội dung điều chỉnh, lý do trả lại.",
        }

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.project = project
        self.initial.setdefault("budget_year", project.first_year)
        ready = [(h, Happening(h).label) for h, (phases, _) in STEPS.items() if project.phase in phases]
        later = [(h, Happening(h).label) for h in STEPS if h not in dict(ready)]
        groups = [("Ghi được ở tình trạng hiện nay", ready), ("Chưa ghi được", later)]
        self.fields["happening"].choices = [("", "Chọn bước"), *(group for group in groups if group[1])]
        self.ask_for_late_reason([project.unit_id])
        self.add_submission_key()

    def clean(self):
        data = super().clean()
        on, signed = data.get("on"), data.get("document_on")
        happening, document = data.get("happening"), data.get("document")
        if happening and happening not in WITHOUT_DOCUMENT and not document and "document" not in self.errors:
            self.add_error("document", "Hãy ghi số văn bản của bước này.")
        if signed and signed > timezone.localdate():
            self.add_error("document_on", "Ngày văn bản ở sau hôm nay.")
        if document and on and not signed and "document_on" not in self.errors:
            data["document_on"] = on
        return data


# ---------------------------------------------------------------------------------------------- beneficiaries


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
        super().__init__(*args, **kwargs)
        self.instance.project = project
        rows = (
            self.fields["business"].queryset.filter(unit__in=family_of(project.unit)).select_related("unit")
        )
        self.fields["business"].queryset = rows
        joined = Beneficiary.objects.standing().filter(project=project).values("business")
        found = list(rows.search(words).exclude(pk__in=joined)[: SHOWN_BUSINESSES + 1])
        chosen = self.data.get("business", "")
        self.more = len(found) > SHOWN_BUSINESSES
        self.found = found[:SHOWN_BUSINESSES]
        if chosen.isdecimal() and int(chosen) not in [row.pk for row in self.found]:
            self.found += list(rows.filter(pk=chosen))  # chosen before another search: still in sight
        self.fields["business"].choices = [(row.pk, in_words(row)) for row in self.found]
        self.add_submission_key()


def family_of(unit) -> frozenset[int]:
    """The province of today that a province belongs to, and everything that was merged into it."""
    while unit.successor_id:
        unit = unit.successor
    return unit.lineage_ids()


def in_words(business) -> str:
    facts = [business.tax_code and f"MST {business.tax_code}", business.place, str(business.unit)]
    return " · ".join([business.name, *(fact for fact in facts if fact)])


# ---------------------------------------------------------------------------------------------------- closing


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].empty_label = "Cả vùng, chọn ở ô dưới"
        self.fields["region"].empty_label = "Không chọn vùng"
        self.add_submission_key()

    def clean(self):
        data = super().clean()
        unit, region, year, cut_off = (data.get(n) for n in ("unit", "region", "budget_year", "cut_off"))
        if not {"unit", "region"} & set(self.errors) and bool(unit) == bool(region):
            self.add_error("unit", ValidationError("Hãy chọn một tỉnh, hoặc một vùng.", code="one"))
        if year and cut_off and abs(cut_off.year - year) > 1:
            self.add_error("cut_off", f"Ngày này cách năm ngân sách {year} hơn một năm.")
        if data.get("state") == ClosureState.REOPENED and not data.get("reason"):
            self.add_error("reason", "Mở lại số liệu phải ghi lý do.")
        return data

    def provinces(self) -> list[Province]:
        """The provinces to be closed; what was merged into each comes with it."""
        if self.cleaned_data.get("unit"):
            return [self.cleaned_data["unit"]]
        inside = self.cleaned_data["region"].unit_ids(timezone.localdate())
        return list(Province.objects.filter(pk__in=inside, successor__isnull=True).order_by("sort_key"))

"""Forms that add a line to the result ledger, for a project or for a province, and that put one right."""

from django import forms

from accounts.clock import today
from programs.access import Scope
from programs.choices import IndicatorKind, ResultKind
from programs.ledger.entry_forms import Correcting, WithReason
from programs.ledger.stocks import WHERE_TO_STATE
from programs.models import Indicator, ResultEntry
from programs.pages.fields import QuantityField, VietnameseDateField, YearField
from programs.pages.forms import ScopedModelForm
from programs.pages.once import SubmittedOnce
from programs.readings import from_steps, to_steps
from programs.units.choices import choose_province

TYPED = Indicator.objects.filter(feed="ResultEntry")


class ResultFields(SubmittedOnce, ScopedModelForm):
    """One planned or achieved quantity."""

    constraint_fields = {"result_not_zero": "quantity", "result_within_bounds": "quantity"}
    measure = "quantity"  # the field that is typed in the indicator's unit
    indicator = forms.ModelChoiceField(
        label="Chỉ tiêu",
        queryset=TYPED.exclude(kind=IndicatorKind.STOCK),
        empty_label="Chọn chỉ tiêu",
        help_text=WHERE_TO_STATE,
    )
    kind = forms.ChoiceField(
        label="Kế hoạch hay thực hiện",
        choices=ResultKind.choices,
        widget=forms.RadioSelect,
        initial=ResultKind.ACTUAL,
    )
    budget_year = YearField(label="Năm ngân sách")
    quantity = QuantityField(label="Số lượng", help_text="Theo đơn vị tính của chỉ tiêu.")

    class Meta:
        model = ResultEntry
        fields = ["indicator", "kind", "budget_year", "on", "quantity", "document", "note"]
        field_classes = {"on": VietnameseDateField}
        help_texts = {"document": "Biên bản nghiệm thu, báo cáo, danh sách …"}

    def settle(self):
        super().settle()
        self.initial.setdefault("budget_year", today().year)

    def offer_indicators(self, first=(), heading=""):
        """The indicators of the content first; the others follow."""
        rows = list(self.fields["indicator"].queryset)
        near = {indicator.pk for indicator in first}
        others = "Các chỉ tiêu khác" if near else "Chỉ tiêu"
        groups = [
            (heading, [(row.pk, str(row)) for row in rows if row.pk in near]),
            (others, [(row.pk, str(row)) for row in rows if row.pk not in near]),
        ]
        self.fields["indicator"].choices = [("", "Chọn chỉ tiêu"), *(group for group in groups if group[1])]

    def in_steps(self, name):
        indicator, typed = self.cleaned_data.get("indicator"), self.cleaned_data[name]
        return to_steps(typed, indicator.scale) if indicator and typed is not None else typed

    def clean_quantity(self):
        return self.in_steps("quantity")


class LevelFields(ResultFields):
    """The level that a stock of a province has reached: a statement, see programs.ledger.stocks."""

    constraint_fields = {"result_level_of_statement": "level_stated"}
    measure = "level_stated"
    indicator = forms.ModelChoiceField(
        label="Chỉ tiêu", queryset=TYPED.filter(kind=IndicatorKind.STOCK), empty_label="Chọn chỉ tiêu"
    )
    budget_year = quantity = None  # that of its day; 0
    level_stated = QuantityField(
        label="Mức",
        help_text="Tổng số đang có đến hết ngày ghi dưới đây, theo đơn vị tính của chỉ tiêu; 0 cũng ghi.",
    )

    class Meta(ResultFields.Meta):
        fields = ["indicator", "kind", "level_stated", "on", "document", "note"]
        labels = {"on": "Tính đến ngày"}

    def settle(self):
        super().settle()
        self.instance.quantity = 0

    def clean_level_stated(self):
        return self.in_steps("level_stated")

    def clean(self):
        data = super().clean()
        if on := data.get("on"):
            self.instance.budget_year = on.year
        return data


class ProjectResultForm(WithReason, ResultFields):
    """A new result of a project."""

    def __init__(self, *args, project, **kwargs):
        self.project = project
        super().__init__(*args, **kwargs)

    def settle(self):
        super().settle()
        self.instance.project = self.project
        activity = self.project.activity
        self.offer_indicators(activity.indicators.all(), f"Chỉ tiêu của nội dung {activity.code}")
        self.ask_for_late_reason([self.project.unit_id])


class OfProvince(WithReason):
    """A line that belongs to no project, of a province of one's own."""

    def settle(self):
        super().settle()
        choose_province(self)
        self.offer_indicators()
        self.ask_for_late_reason(Scope.of(self.user).lead_ids)


class ProvinceResultForm(OfProvince, ResultFields):
    """A new result that belongs to no project: awards, meetings …"""

    class Meta(ResultFields.Meta):
        fields = ["unit", "level", *ResultFields.Meta.fields]


class LevelForm(OfProvince, LevelFields):
    """A new statement: collaborators in place …"""

    class Meta(LevelFields.Meta):
        fields = ["unit", "level", *LevelFields.Meta.fields]


class OfLine(Correcting):
    """A result put right; its indicator stays, as another indicator would be another line."""

    KEPT = ("unit_id", "origin_id", "project_id", "level", "activity_id", "beneficiary_id")

    def __init__(self, *args, entry, **kwargs):
        self.entry = entry
        shown = ("kind", "budget_year", "on", "document", "note")
        kwargs["initial"] = {name: getattr(entry, name) for name in shown} | {
            "indicator": entry.indicator_id,
            self.measure: from_steps(getattr(entry, self.measure), entry.indicator.scale),
        }
        super().__init__(*args, **kwargs)

    def settle(self):
        super().settle()
        for name in self.KEPT:
            setattr(self.instance, name, getattr(self.entry, name))
        self.offer_indicators()
        self.fields["indicator"].disabled = True

    def clean(self):
        data = super().clean()
        self.refuse_no_change()
        return data


class ResultCorrectForm(OfLine, ResultFields):
    """A quantity put right."""


class LevelCorrectForm(OfLine, LevelFields):
    """A level put right; one that was typed at a project once is the province's from now on."""

    KEPT = ("unit_id", "level")

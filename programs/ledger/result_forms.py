"""Forms that add a line to the result ledger, for a project or for a province, and that put one right."""

from django import forms

from accounts.clock import today
from programs.access import Scope
from programs.choices import IndicatorKind, ResultKind
from programs.ledger import stocks
from programs.ledger.entry_forms import Correcting, WithReason
from programs.models import Indicator, ResultEntry
from programs.pages.fields import QuantityField, VietnameseDateField, YearField
from programs.pages.forms import ScopedModelForm
from programs.pages.once import SubmittedOnce
from programs.readings import from_steps, to_steps
from programs.units.choices import choose_province


def name_to_choose(indicator) -> str:
    return f"{indicator} – mức" if indicator.kind == IndicatorKind.STOCK else str(indicator)


class ResultFields(SubmittedOnce, ScopedModelForm):
    """One planned or achieved quantity. Of a stock the level reached is typed: see programs.ledger.stocks."""

    constraint_fields = {"result_not_zero": "quantity", "result_within_bounds": "quantity"}
    indicator = forms.ModelChoiceField(
        label="Chỉ tiêu", queryset=Indicator.objects.filter(feed="ResultEntry"), empty_label="Chọn chỉ tiêu"
    )
    kind = forms.ChoiceField(
        label="Kế hoạch hay thực hiện",
        choices=ResultKind.choices,
        widget=forms.RadioSelect,
        initial=ResultKind.ACTUAL,
    )
    budget_year = YearField(label="Năm ngân sách")
    quantity = QuantityField(
        label="Số lượng",
        help_text="Theo đơn vị tính của chỉ tiêu. Chỉ tiêu tại thời điểm (có ghi «mức») thì ghi tổng số đến ngày đó.",
    )

    class Meta:
        model = ResultEntry
        fields = ["indicator", "kind", "budget_year", "on", "quantity", "document", "note"]
        field_classes = {"on": VietnameseDateField}
        help_texts = {"document": "Biên bản nghiệm thu, báo cáo, danh sách …"}

    level_reached = None

    def settle(self):
        super().settle()
        self.initial.setdefault("budget_year", today().year)

    def offer_indicators(self, first=(), heading=""):
        """The indicators of the content first; the others follow."""
        rows = list(self.fields["indicator"].queryset)
        near = {indicator.pk for indicator in first}
        others = "Các chỉ tiêu khác" if near else "Chỉ tiêu"
        groups = [
            (heading, [(row.pk, name_to_choose(row)) for row in rows if row.pk in near]),
            (others, [(row.pk, name_to_choose(row)) for row in rows if row.pk not in near]),
        ]
        self.fields["indicator"].choices = [("", "Chọn chỉ tiêu"), *(group for group in groups if group[1])]

    def clean_quantity(self):
        indicator, quantity = self.cleaned_data.get("indicator"), self.cleaned_data["quantity"]
        return to_steps(quantity, indicator.scale) if indicator and quantity is not None else quantity

    def clean(self):
        data = super().clean()
        indicator, quantity = data.get("indicator"), data.get("quantity")
        if indicator and quantity is not None and indicator.kind == IndicatorKind.STOCK:
            self.level_reached = quantity
            data["quantity"] = quantity or 1  # the action works out the change; a level of zero is one, too
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


class ProvinceResultForm(WithReason, ResultFields):
    """A new result that belongs to no project: awards, collaborators, meetings …"""

    class Meta(ResultFields.Meta):
        fields = ["unit", "level", *ResultFields.Meta.fields]

    def settle(self):
        super().settle()
        choose_province(self)
        self.offer_indicators()
        self.ask_for_late_reason(Scope.of(self.user).lead_ids)


class ResultCorrectForm(Correcting, ResultFields):
    """A result put right; its indicator stays, as another indicator would be another line."""

    def __init__(self, *args, entry, **kwargs):
        self.entry = entry
        shown = stocks.balance(entry) if stocks.is_stock(entry) else entry.quantity
        names = ("kind", "budget_year", "on", "document", "note")
        kwargs["initial"] = {name: getattr(entry, name) for name in names} | {
            "indicator": entry.indicator_id,
            "quantity": from_steps(shown, entry.indicator.scale),
        }
        super().__init__(*args, **kwargs)

    def settle(self):
        super().settle()
        for name in ("unit_id", "origin_id", "project_id", "level", "activity_id", "beneficiary_id"):
            setattr(self.instance, name, getattr(self.entry, name))
        self.offer_indicators()
        self.fields["indicator"].disabled = True

    def clean(self):
        data = super().clean()
        self.refuse_no_change()
        return data

"""The one filter bar of the report pages: kept in the address, works without JavaScript, loses nothing typed."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from accounts import clock
from programs.access import Scope
from programs.pages.fields import VietnameseDateField, YearField
from programs.periods import FIRST_AFTER_LAST, BudgetPeriod
from reports.question.territory import Territory

EVERYTHING = "all"
QUARTERS = [("12", "Cả năm"), ("9", "9 tháng đầu năm"), ("6", "6 tháng đầu năm"), ("3", "3 tháng đầu năm")]
MONTHS = [("12", "Cả năm"), *((str(n), f"{n} tháng đầu năm") for n in range(11, 0, -1))]


def is_months(text: str) -> bool:
    return text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 12


def months_offered(choices, asked: str) -> list:
    """The choices, and among them the months asked for by a link: what is in force is what the page shows."""
    if not is_months(asked) or asked in dict(choices):
        return choices
    return sorted([*choices, (asked, f"{int(asked)} tháng đầu năm")], key=lambda choice: -int(choice[0]))


class QuestionForm(forms.Form):
    """Period, place, boundaries, as-of. Its choices of place come from the dated units: see offer()."""

    month_choices = QUARTERS
    basic = ("place", "year", "months")
    more = ("from_year", "until", "boundaries", "as_of")

    place = forms.CharField(label="Vùng, tỉnh", required=False, widget=forms.Select)
    year = YearField(label="Năm ngân sách", error_messages={"required": "Hãy ghi năm, ví dụ 2023."})
    months = forms.CharField(label="Kỳ", required=False, widget=forms.Select)
    from_year = YearField(
        label="Lũy kế từ năm",
        required=False,
        help_text="Cộng từ năm ngân sách này; để trống là chỉ một năm.",
    )
    until = VietnameseDateField(
        label="Hoặc đến ngày", required=False, help_text="Thay cho số tháng; trong năm ngân sách."
    )
    boundaries = forms.CharField(label="Địa giới", required=False, widget=forms.Select)
    as_of = forms.CharField(
        label="Mốc số liệu",
        required=False,
        max_length=40,
        help_text="Số bút toán hoặc ngày; để trống là hiện nay.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "hiện nay"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["months"].widget.choices = months_offered(self.month_choices, self.data.get("months", ""))
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_select else "form-control"

    def basic_fields(self):
        return [self[name] for name in self.basic]

    def more_fields(self):
        return [self[name] for name in self.more if name in self.fields]

    @property
    def more_is_open(self) -> bool:
        """Open where one of the fields below says something, or is wrong."""
        asked = any(self.data.get(name) for name in self.more if name != "boundaries")
        return asked or any(name in self.errors for name in self.more)

    def clean_months(self):
        text = self.cleaned_data["months"] or "12"
        if not is_months(text):
            raise ValidationError("Số tháng phải từ 1 đến 12.")
        return int(text)

    def clean(self):
        values = super().clean()
        year, until = values.get("year"), values.get("until")
        if year and until and until.year != year:
            self.add_error("until", f"Ngày này không thuộc năm ngân sách {year}.")
        if year and (values.get("from_year") or year) > year:
            self.add_error("from_year", FIRST_AFTER_LAST)
        return values

    @property
    def period(self) -> BudgetPeriod:
        """Of a form without errors in its period."""
        values = self.cleaned_data
        if values.get("until"):
            return BudgetPeriod(values["year"], values["until"], values["from_year"])
        return BudgetPeriod.of_months(values["year"], values["months"], values["from_year"])

    def offer(self, territory: Territory, scope: Scope, listed: str = ""):
        """Fill the choices: the drawings, and the regions and provinces that the person may see."""
        self.fields["boundaries"].widget.choices = [(row.code, row.name) for row in territory.drawings]
        self.fields["place"].widget.choices = place_choices(territory, scope, self.data.get("place"), listed)


def place_choices(territory: Territory, scope: Scope, chosen: str | None = None, listed: str = "") -> list:
    """Whole regions for those who see several provinces; the one chosen (by a conference's link) for everybody.

    `listed` is the conference whose list stands in place of the country.
    """
    held = [pk for pk in territory.provinces if scope.sees(pk)]
    held.sort(key=lambda pk: territory.provinces[pk].sort_key)
    today = [pk for pk in held if territory.provinces[pk].valid_to is None]
    ended = [pk for pk in held if territory.provinces[pk].valid_to is not None]
    everything = "Cả nước" if scope.nationwide else "Mọi tỉnh, thành phố trong phạm vi của anh/chị"
    if listed:
        everything = f"Các tỉnh, thành phố dự {listed}"
    choices: list = [(EVERYTHING, everything)]
    sees_regions = scope.nationwide or len(today) > 1
    rows = [territory.regions[pk] for pk in regions_seen(territory, scope)] if sees_regions else []
    rows += [row for row in territory.regions.values() if row.code == chosen and row not in rows]
    if rows:
        rows.sort(key=lambda region: region.order)
        choices.append(("Vùng", [(row.code, row.name) for row in rows]))
    if today:
        choices.append(("Tỉnh, thành phố hiện nay", [_province(territory, pk) for pk in today]))
    if ended:
        choices.append(("Đơn vị trước sáp nhập", [_province(territory, pk) for pk in ended]))
    return choices


def regions_seen(territory: Territory, scope: Scope) -> set[int]:
    """The regions of today in which the person sees a province: scope is judged today, whatever the report's day."""
    return {region for pk, region in territory.regions_on(clock.today()).items() if scope.sees(pk)}


def _province(territory: Territory, pk: int) -> tuple[str, str]:
    province = territory.provinces[pk]
    return province.key, str(province)


class ConferenceForm(QuestionForm):
    """The conference report: any number of months, and the day that fixes the members of the region."""

    month_choices = MONTHS
    basic = ("place", "year", "months", "boundaries")
    more = ("from_year", "region_on", "as_of")

    until = None
    region_on = VietnameseDateField(
        label="Thành viên của vùng theo ngày",
        required=False,
        help_text="Để trống: ngày cuối của kỳ báo cáo.",
    )
    conference = forms.SlugField(required=False, widget=forms.HiddenInput)


class EvidenceForm(ConferenceForm):
    """Everything by which a page may have asked the figure whose evidence is shown."""

    month_choices = MONTHS
    until = QuestionForm.base_fields["until"]


def default_months(last: date, year: int) -> int:
    """The quarter's end that holds the last entry; the whole year where entries reach beyond it."""
    return 12 if last.year > year else -(-last.month // 3) * 3 if last.year == year else 3

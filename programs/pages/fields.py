"""Form fields for days, years, money and quantities: read day first, with Vietnamese numbers; slips are asked about."""

from decimal import Decimal
from statistics import median

from django import forms
from django.core.exceptions import ValidationError

from printing.numbers import MINUS, format_money, format_quantity
from programs.periods import FIRST_YEAR, LAST_YEAR, WRONG_YEAR
from programs.readings import MAX_AMOUNT, from_steps, read_day, read_money, read_quantity, to_steps


class VietnameseDateField(forms.DateField):
    """A day, written and read day first whatever the browser's language.

    None of these fields turns autocomplete off: browsers then forget what was typed when one goes back to the form.
    """

    def __init__(self, **kwargs):
        attrs = {"data-date": "", "placeholder": "ngày/tháng/năm", "size": "12"}
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            return read_day(value)
        return super().to_python(value)


class YearField(forms.IntegerField):
    """A year of four digits, within the years that may be written down here."""

    def __init__(self, **kwargs):
        attrs = {"inputmode": "numeric", "maxlength": "4"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs | {"min_value": FIRST_YEAR, "max_value": LAST_YEAR})
        self.error_messages["invalid"] = "Hãy ghi năm bằng bốn chữ số, ví dụ 2023."
        for validator in self.validators:
            validator.message = WRONG_YEAR


class _Measured(forms.Field):
    """A number within limits. Limits are said as the number is typed: an amount in đồng, a quantity in its own unit."""

    noun = ""

    def __init__(self, *, allow_negative=False, min_value=None, max_value=None, **kwargs):
        self.allow_negative = allow_negative
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def measure(self, value):
        """The cleaned value in the unit of the limits."""
        return value

    def worded(self, limit) -> str:
        raise NotImplementedError

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        size = self.measure(value)
        if size < 0 and not self.allow_negative:
            raise ValidationError(f"{self.noun} không được âm.", code="negative")
        if self.min_value is not None and size < self.min_value:
            least = self.worded(self.min_value)
            raise ValidationError(f"{self.noun} không được nhỏ hơn {least}.", code="min_value")
        if self.max_value is not None and size > self.max_value:
            most = self.worded(self.max_value)
            raise ValidationError(f"{self.noun} không được lớn hơn {most}.", code="max_value")


class MoneyField(_Measured):
    """An amount in whole đồng; the page says under the field what was understood."""

    noun = "Số tiền"

    def __init__(self, **kwargs):
        attrs = {"data-money": "", "placeholder": "1.234,5 triệu"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value is None or isinstance(value, int):
            return value
        return read_money(value) if value.strip() else None

    def worded(self, limit):
        return f"{format_money(limit)} đồng"

    def validate(self, value):
        if value is not None and abs(value) >= MAX_AMOUNT:
            raise ValidationError(
                "Số tiền phải dưới 10.000 tỷ đồng. Hãy kiểm tra lại đơn vị (đồng, triệu, tỷ).", code="too_big"
            )
        super().validate(value)

    def prepare_value(self, value):
        return format_money(value).replace(MINUS, "-") if isinstance(value, int) else value


class QuantityField(_Measured):
    """A quantity of an indicator, in whole steps of 10^-scale; with `scale=None` a Decimal, for to_steps() later."""

    noun = "Số lượng"

    def __init__(self, *, scale=None, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        self.scale = scale
        super().__init__(**kwargs)

    def to_python(self, value):
        if value is None or isinstance(value, int | Decimal):
            return value
        if not value.strip():
            return None
        quantity = read_quantity(value)
        return quantity if self.scale is None else to_steps(quantity, self.scale)

    def measure(self, value):
        return value if self.scale is None else from_steps(value, self.scale)

    def worded(self, limit):
        return format_quantity(limit)

    def prepare_value(self, value):
        if isinstance(value, int | Decimal):
            return format_quantity(self.measure(value)).replace(MINUS, "-")
        return value


class CountField(QuantityField):
    """A whole number of people or things; 1.200 is twelve hundred."""

    LARGEST = 10_000_000

    def __init__(self, **kwargs):
        super().__init__(scale=0, **kwargs)

    def validate(self, value):
        if value is not None and value > self.LARGEST:
            raise ValidationError("Số quá lớn. Hãy kiểm tra lại.", code="too_big")
        super().validate(value)


# ------------------------------------------------------------------------------------- slips of a thousandfold

FAR_ABOVE = 200  # so many times the usual size, an amount was probably typed in a unit too large
SMALLEST_USUAL, LARGEST_USUAL = 100_000, 10**12  # đồng; asked only where a project has no other amount yet
SMALLEST_MEANT = 1000  # đồng: nobody pays less beside millions; most likely the unit was left out


def slip_question(amount: int, others) -> str | None:
    """A question when `amount` is a thousand or a million times off the project's other amounts; None if it is not."""
    size = abs(amount)
    sizes = [abs(other) for other in others if other]
    if not size:
        return None
    if not sizes:
        if SMALLEST_USUAL <= size <= LARGEST_USUAL:
            return None
        return f"Số tiền là {format_money(amount)} đồng. Có nhầm đơn vị (đồng, nghìn, triệu) không?"
    usual = int(median(sizes))
    if size < SMALLEST_MEANT and size * 1000 < usual:
        return _ask(amount, usual, "nhỏ hơn", usual // size)
    if size >= FAR_ABOVE * max(sizes):
        return _ask(amount, usual, "lớn hơn", size // usual)
    if any(usual // 5 <= size * factor <= usual * 5 for factor in (10**3, 10**6)) and size * 5 < min(sizes):
        return _ask(amount, usual, "nhỏ hơn", usual // size)
    return None


def _ask(amount, usual, how, times):
    return (
        f"Số tiền là {format_money(amount)} đồng, {how} khoảng {format_money(times).removesuffix(',0')} lần "
        f"so với các khoản khác của đề án (thường {format_money(usual)} đồng). Có nhầm đơn vị không?"
    )


class ConfirmInput(forms.CheckboxInput):
    """A box whose value is the amount it confirms: another amount asks again."""

    amount = ""

    def check_test(self, value):
        return bool(self.amount) and str(value) == self.amount

    def format_value(self, value):
        return self.amount or None

    def value_from_datadict(self, data, files, name):
        return data.get(name, "")


class SlipQuestions:
    """For forms with money: `ask_about_slip()` in clean(). The box "confirm_slip" shows only after a question."""

    def settle(self):
        super().settle()
        self.fields["confirm_slip"] = forms.CharField(
            label="Số tiền trên là đúng, không nhầm đơn vị", required=False, widget=forms.HiddenInput
        )

    def ask_about_slip(self, name, amount, others):
        """An error at the field unless the box confirmed this very amount; what was typed stays."""
        question = slip_question(amount, others) if amount is not None else None
        if question is None:
            return
        widget = ConfirmInput()
        widget.amount = str(amount)
        self.fields["confirm_slip"].widget = widget
        if self.cleaned_data.get("confirm_slip") != widget.amount:
            self.add_error(
                name,
                ValidationError(f"{question} Nếu đúng, hãy đánh dấu ô xác nhận rồi lưu lại.", code="slip"),
            )

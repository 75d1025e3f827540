"""Form fields that read what officers type: days, money, quantities. Each refusal says how to write it instead."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from statistics import median

from django import forms
from django.core.exceptions import ValidationError

from accounts.text import fold
from printing.numbers import MINUS, format_money, format_quantity
from programs.models.ledgers import MAX_AMOUNT

# ------------------------------------------------------------------------------------------------------- days

DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{2}|\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
FIRST_YEAR, LAST_YEAR = 1900, 2200  # outside lie only slips of the keyboard


def read_day(text: str) -> date:
    """05/06/2023 or 5/6/2023 (5 June), 5-6-2023, 5.6.2023, 2023-06-05. ValidationError says what is wrong."""
    text = text.strip()
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    elif match := YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    else:
        raise ValidationError(
            f"Không hiểu ngày «{text[:30]}». Hãy viết ngày/tháng/năm, ví dụ 05/06/2023.", code="invalid"
        )
    if len(year) == 2:
        raise ValidationError("Hãy viết năm đủ bốn chữ số, ví dụ 05/06/2023.", code="short_year")
    return _existing(int(day), int(month), int(year))


def _existing(day: int, month: int, year: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(f"Năm {year} không hợp lệ. Hãy kiểm tra lại năm.", code="year")
    if not 1 <= month <= 12:
        raise ValidationError(
            f"Không có tháng {month}. Ngày viết theo thứ tự ngày/tháng/năm, ví dụ 05/06/2023.", code="month"
        )
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise ValidationError(
            f"Không có ngày {day:02d}/{month:02d}/{year}: tháng {month} năm {year} chỉ có {last} ngày.",
            code="day",
        )
    return date(year, month, day)


class VietnameseDateField(forms.DateField):
    """A day, written and read day first whatever the browser's language."""

    def __init__(self, **kwargs):
        attrs = {"data-date": "", "placeholder": "ngày/tháng/năm", "autocomplete": "off", "size": "12"}
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            return read_day(value)
        return super().to_python(value)


# ------------------------------------------------------------------------------------------------------ money

MONEY = re.compile(
    r"(?P<sign>-?)\s*(?P<number>[\d.,\s]+?)\s*(?P<unit>ty|ti|trieu|tr|nghin|ngan)?\s*(?:dong|d|vnd)?\.?"
)
ZEROS_OF_UNIT = {"ty": 9, "ti": 9, "trieu": 6, "tr": 6, "nghin": 3, "ngan": 3, None: 0}
WHOLE = re.compile(r"\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+")
HOW_TO_WRITE = "Hãy viết như 1.234.500.000 hoặc 1.234,5 triệu."


def read_number(text: str) -> tuple[int, int]:
    """ "1.234,5" -> (12345, 1): the digits and how many of them stand after the comma. ValueError if it is no number."""
    whole, comma, decimals = text.partition(",")
    if not WHOLE.fullmatch(whole) or (comma and not re.fullmatch(r"\d+", decimals)):
        raise ValueError(text)
    decimals = decimals.rstrip("0")
    return int(whole.replace(".", "").replace(" ", "") + decimals), len(decimals)


def read_money(text: str) -> int:
    """ "1.234,5 triệu", "1,2 tỷ", "1 234 500", "500 nghìn đồng" -> whole đồng. ValidationError says how to write it."""
    folded = fold(text).replace(MINUS, "-")
    match = MONEY.fullmatch(folded)
    if not match:
        raise ValidationError(f"Không hiểu số tiền «{text.strip()[:30]}». {HOW_TO_WRITE}", code="invalid")
    number = match["number"].strip()
    if number.count(",") > 1:
        raise ValidationError(
            f"Số «{number[:30]}» có nhiều dấu phẩy. Dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần lẻ. {HOW_TO_WRITE}",
            code="commas",
        )
    try:
        digits, decimals = read_number(number)
    except ValueError:
        raise ValidationError(
            f"Không rõ «{number[:30]}» là bao nhiêu: dấu chấm phải ngăn từng nhóm ba chữ số, phần lẻ viết sau dấu phẩy. "
            f"{HOW_TO_WRITE}",
            code="ambiguous",
        ) from None
    zeros = ZEROS_OF_UNIT[match["unit"]]
    if decimals > zeros:
        raise ValidationError(
            f"«{number[:30]}» không ra số đồng nguyên. Nếu đơn vị là triệu hay tỷ, hãy ghi cả đơn vị: 1.234,5 triệu.",
            code="not_whole",
        )
    return digits * 10 ** (zeros - decimals) * (-1 if match["sign"] else 1)


class MoneyField(forms.Field):
    """An amount in whole đồng; the page says under the field what was understood."""

    def __init__(self, *, allow_negative=False, min_value=None, max_value=None, **kwargs):
        attrs = {"data-money": "", "autocomplete": "off", "placeholder": "1.234,5 triệu"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        self.allow_negative = allow_negative
        super().__init__(**kwargs)

    def to_python(self, value):
        if value is None or isinstance(value, int):
            return value
        return read_money(value) if value.strip() else None

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value < 0 and not self.allow_negative:
            raise ValidationError("Số tiền không được âm.", code="negative")
        if abs(value) >= MAX_AMOUNT:
            raise ValidationError(
                "Số tiền phải dưới 10.000 tỷ đồng. Hãy kiểm tra lại đơn vị (đồng, triệu, tỷ).", code="too_big"
            )

    def prepare_value(self, value):
        return format_money(value).replace(MINUS, "-") if isinstance(value, int) else value


# ------------------------------------------------------------------------------------------------- quantities


def read_quantity(text: str) -> Decimal:
    """ "1.234,5" -> Decimal("1234.5"); a minus in front is read too."""
    folded = fold(text).replace(MINUS, "-")
    try:
        digits, decimals = read_number(folded.removeprefix("-").strip())
    except ValueError:
        raise ValidationError(
            f"Không hiểu số «{text.strip()[:30]}». Dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần lẻ, ví dụ 1.234,5.",
            code="invalid",
        ) from None
    return Decimal(-digits if folded.startswith("-") else digits).scaleb(-decimals)


def to_steps(quantity: Decimal, scale: int) -> int:
    """A quantity as whole steps of 10^-scale, as the ledger stores it; refuses what is finer."""
    steps = quantity.scaleb(scale)
    if steps != steps.to_integral_value():
        finest = "số nguyên" if scale == 0 else f"số có tối đa {scale} chữ số sau dấu phẩy"
        raise ValidationError(f"Số này ghi bằng {finest}.", code="too_fine")
    if abs(steps) >= MAX_AMOUNT:
        raise ValidationError("Số lượng quá lớn. Hãy kiểm tra lại.", code="too_big")
    return int(steps)


def from_steps(steps: int, scale: int) -> Decimal:
    return Decimal(steps).scaleb(-scale)


class QuantityField(forms.Field):
    """A quantity of an indicator, in whole steps of 10^-scale; with `scale=None` a Decimal, for to_steps() later."""

    def __init__(self, *, scale=None, allow_negative=False, min_value=None, max_value=None, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        self.scale = scale
        self.allow_negative = allow_negative
        super().__init__(**kwargs)

    def to_python(self, value):
        if value is None or isinstance(value, int | Decimal):
            return value
        if not value.strip():
            return None
        quantity = read_quantity(value)
        return quantity if self.scale is None else to_steps(quantity, self.scale)

    def validate(self, value):
        super().validate(value)
        if value is not None and value < 0 and not self.allow_negative:
            raise ValidationError("Số lượng không được âm.", code="negative")

    def prepare_value(self, value):
        if isinstance(value, int | Decimal):
            quantity = value if self.scale is None else from_steps(value, self.scale)
            return format_quantity(quantity).replace(MINUS, "-")
        return value


class CountField(QuantityField):
    """A whole number of people or things; 1.200 is twelve hundred."""

    LARGEST = 10_000_000

    def __init__(self, **kwargs):
        super().__init__(scale=0, **kwargs)

    def validate(self, value):
        super().validate(value)
        if value is not None and value > self.LARGEST:
            raise ValidationError("Số quá lớn. Hãy kiểm tra lại.", code="too_big")


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

    def add_slip_box(self):
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

"""From text to day, money and quantity, as officers write them; pure, refuses with the way out."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from accounts.text import fold
from printing.numbers import MINUS
from programs.periods import FIRST_YEAR, LAST_YEAR, WRONG_YEAR

MAX_AMOUNT = 10**13  # đồng an entry: 10.000 tỷ, so that printed totals stay below 2^53 and exact everywhere

# ------------------------------------------------------------------------------------------------------- days

DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{2}|\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


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
        raise ValidationError(f"Năm {year} không hợp lệ. {WRONG_YEAR}", code="year")
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
    amount: int = digits * 10 ** (zeros - decimals)
    return -amount if match["sign"] else amount


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

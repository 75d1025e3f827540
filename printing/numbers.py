"""Numbers, money, percentages and dates as Vietnamese officials write them: 1.234.567,89; −5; 05/06/2023.

Pure and exact: money is whole đồng and is divided as digits, never as a float.
"""

from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

NOTHING = "–"
MINUS = "−"

DONG = "đồng"
MILLION = "triệu đồng"
BILLION = "tỷ đồng"
ZEROS = {DONG: 0, MILLION: 6, BILLION: 9}  # how many digits of đồng stand behind the decimal comma


class Mark(Enum):
    """What a cell may hold instead of a value; None is "nothing" and prints as a dash."""

    NOT_REPORTED = "chưa báo cáo"
    EMPTY = ""  # the cell has no meaning here and stays blank


NOT_REPORTED = Mark.NOT_REPORTED
EMPTY = Mark.EMPTY


def format_count(value: int | None | Mark) -> str:
    """1234567 -> 1.234.567"""
    if value is None or isinstance(value, Mark):
        return _words(value)
    return _decimal(_whole(value), 0)


def format_money(amount: int | None | Mark, unit: str = DONG) -> str:
    """Whole đồng in the unit, to the last đồng: 1234500000, "triệu đồng" -> 1.234,5; zero is a bare 0"""
    zeros = ZEROS[unit]
    if amount is None or isinstance(amount, Mark):
        return _words(amount)
    return _decimal(_whole(amount), zeros, at_least=1 if zeros and amount else 0)


def format_quantity(value: Decimal | int | None | Mark) -> str:
    """Decimal("12.50") -> 12,5"""
    if value is None or isinstance(value, Mark):
        return _words(value)
    sign, digits, exponent = Decimal(value).as_tuple()
    if isinstance(value, float) or not isinstance(exponent, int):  # a float, NaN or infinity
        raise TypeError(f"Cần số thập phân chính xác, không phải {value!r}")
    number = int("".join(map(str, digits))) * (-1 if sign else 1)
    return _decimal(number, -exponent) if exponent < 0 else _decimal(number * 10**exponent, 0)


def format_percent(share: Fraction | None | Mark, places: int = 1, sign: bool = True) -> str:
    """Fraction(823, 1000) -> 82,3%; halves go away from zero, as Excel rounds."""
    if share is None or isinstance(share, Mark):
        return _words(share)
    scaled = abs(Fraction(share)) * 100 * 10**places
    number = int(scaled + Fraction(1, 2)) * (-1 if share < 0 else 1)
    return _decimal(number, places, at_least=places) + ("%" if sign else "")


def format_date(day: date | None | Mark) -> str:
    """dd/mm/yyyy"""
    if day is None or isinstance(day, Mark):
        return _words(day)
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _words(value: None | Mark) -> str:
    return NOTHING if value is None else value.value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"Cần số nguyên, không phải {value!r}")
    return value


def _decimal(number: int, places: int, at_least: int = 0) -> str:
    whole, rest = divmod(abs(number), 10**places)
    decimals = f"{rest:0{places}}".rstrip("0").ljust(at_least, "0") if places else ""
    text = f"{whole:,}".replace(",", ".") + (f",{decimals}" if decimals else "")
    return MINUS + text if number < 0 else text

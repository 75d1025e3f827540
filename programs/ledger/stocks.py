"""Stocks (collaborators in place, clusters in use …) are stated: the level that a unit has reached, as it is typed.

A statement stands for itself, nothing is derived from it: figures take the last one that stands, see
ResultEntryQuerySet.stated. Its budget year is that of its day.
"""

from collections.abc import Iterator
from datetime import date

from programs.models import Indicator, ResultEntry

WHERE_TO_STATE = (
    "Mức tại thời điểm (số cộng tác viên …) là của cả tỉnh: ghi ở «Kết quả chung của tỉnh», nút «Ghi mức»."
)


def statement(*, indicator: Indicator, on: date, level_stated: int, **values) -> ResultEntry:
    """An unsaved statement of a unit: the level at the end of the day `on`, in steps of 10^-scale."""
    return ResultEntry(
        indicator=indicator, on=on, level_stated=level_stated, budget_year=on.year, quantity=0, **values
    )


def against(entry: ResultEntry, is_stock: bool) -> Iterator[tuple[str, str, str]]:
    """(field, words, code) of what is wrong with how a line, not a reversal, states a level. Triggers refuse the same."""
    level = entry.level_stated
    if is_stock != (level is not None):
        words = WHERE_TO_STATE if is_stock else "Chỉ tiêu này ghi số lượng, không ghi mức."
        yield "level_stated" if is_stock else "quantity", words, "stock"
    if level is None:
        return
    if level < 0:
        yield "level_stated", "Mức không được âm.", "negative"
    if entry.quantity:
        yield "quantity", "Mức ghi vào ô mức; số lượng của dòng này là 0.", "stock"
    if entry.project_id or entry.beneficiary_id or entry.activity_id:
        words = "Mức là của cả tỉnh, không thuộc đề án, nội dung hay đơn vị thụ hưởng nào."
        yield "level_stated", words, "stock"
    if entry.budget_year != entry.on.year:
        words = f"Mức tính đến ngày {entry.on:%d/%m/%Y} là của năm ngân sách {entry.on.year}."
        yield "budget_year", words, "year"

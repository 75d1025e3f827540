"""The figure behind each indicator of the list: its row of the catalogue, else what people type of it.

An indicator that people type, or that adds such codes, is a row of the database and nothing else: it needs no code.
"""

import re
from decimal import Decimal

from printing.table import COUNT, QUANTITY
from programs.choices import IndicatorKind, Level, ResultKind
from programs.models import Indicator
from reports.figures.catalogue import CATALOGUE
from reports.figures.definitions import Definition, Rows
from reports.figures.figures import LineFigures

STOCK_WORDS = (
    "Mức tại thời điểm cuối kỳ: mức mỗi tỉnh báo cáo sau cùng tính đến ngày đó, cộng lại; "
    "tỉnh mới đã báo cáo thì không cộng mức của các tỉnh nhập vào nó."
)
INHERITED = "Tỉnh mới chưa có mức của mình: cộng mức mà các tỉnh nhập vào nó đã báo cáo."
FLOW_WORDS = "Cộng số phát sinh trong kỳ."
CODES_ADDED = re.compile(r"[\w.]+(\s*\+\s*[\w.]+)*")


def typed_codes(indicator: Indicator) -> tuple[str, ...]:
    """The codes whose typed quantities an indicator adds: its own, or those of its formula; () where nothing is typed."""
    if indicator.is_typed:
        return (indicator.code,)
    if indicator.code in CATALOGUE or not CODES_ADDED.fullmatch(indicator.formula):
        return ()
    return tuple(code.strip() for code in indicator.formula.split("+"))


def quantity(
    figures: LineFigures, indicator: Indicator, kind: str = ResultKind.ACTUAL, level: Level | None = None
) -> int | Decimal:
    """What was typed of an indicator, in its own unit."""
    steps = sum(figures.result(code, kind, level) for code in typed_codes(indicator))
    return Decimal(steps).scaleb(-indicator.scale) if indicator.scale else steps


def definition_of(indicator: Indicator) -> Definition:
    """The indicator's row of the catalogue, else what people type of it; unreadable where there is neither."""
    if indicator.code in CATALOGUE:
        return CATALOGUE[indicator.code]
    codes = typed_codes(indicator)
    if not codes:
        return Definition(indicator.code, "Chưa có cách tính.", Rows.RESULTS, None, COUNT)
    is_stock = indicator.kind == IndicatorKind.STOCK
    sentence = STOCK_WORDS if is_stock else FLOW_WORDS
    if codes != (indicator.code,):
        sentence = f"{sentence} Gồm các chỉ tiêu {' + '.join(codes)}."

    def read(figures, level):
        return quantity(figures, indicator, level=level)

    kind = QUANTITY if indicator.scale else COUNT
    return Definition(indicator.code, sentence, Rows.RESULTS, read, kind, adds=codes)

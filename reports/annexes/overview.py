"""Phụ lục I: what was planned and done, row by row, for both periods, by level and together."""

from collections.abc import Iterator
from fractions import Fraction

from printing.table import (
    BY_ROW,
    EMPTY,
    OWN,
    PERCENT,
    SERIAL,
    SUM,
    TEXT,
    Column,
    Plus,
    Ratio,
    Row,
    Table,
    heading,
)
from programs.measures import DONE_WORDS, PLAN_WORDS
from reports.annexes.country import Country
from reports.annexes.overview_rows import effect_rows, money_rows, project_rows, result_rows
from reports.figures.aggregates import figures_for
from reports.figures.figures import Figures, LineFigures
from reports.figures.indicators import INHERITED, typed_codes
from reports.review import Review


def overview_table(review: Review, country: Country, answers: list[Figures] | None = None) -> Table:
    """`answers` where the questions of the review and the country are answered already."""
    answers = answers or figures_for([*review.queries(), *country.queries()])
    answers, whole = answers[:4], answers[4:]
    totals = [answer.total for answer in answers]
    shares = country.shares([total.tally for total in totals], whole)
    rows = list(_rows(review, totals, shares))
    return Table(
        columns=_columns(review),
        rows=rows,
        label="name",
        notes=[*_notes(answers), *_inherited(review, totals[:2]), *country.notes],
        **review.head(
            "I",
            f"TỔNG HỢP KẾT QUẢ HOẠT ĐỘNG KHUYẾN CÔNG {review.area} {review.years}",
            any(total.illustrative for total in totals),
            unit_line=False,
        ),
    )


def _inherited(review: Review, totals: list[LineFigures]) -> list[str]:
    """Names the stocks whose level, or a part of it, is still that of units merged into another."""
    inherited = set().union(*(total.inherited for total in totals))
    names = [f"«{row.name}»" for row in review.indicators if inherited & set(typed_codes(row))]
    return [f"{', '.join(names)}: {INHERITED[0].lower()}{INHERITED[1:]}"] if names else []


def _notes(answers: list[Figures]) -> list[str]:
    notes = [
        f"Kế hoạch = {PLAN_WORDS}. Thực hiện = {DONE_WORDS}.",
        "So với cùng kỳ = thực hiện kỳ này / thực hiện kỳ tương ứng một năm trước x 100. «–»: không có số để so.",
    ]
    return notes if any(answer.lines for answer in answers) else ["Chưa có dữ liệu.", *notes]


def _columns(review: Review) -> list[Column]:
    columns = [
        Column("STT", kind=SERIAL, key="no", width=6),
        Column("Nội dung, chỉ tiêu", lambda item: EMPTY, TEXT, key="name", width=46),
        Column("ĐVT", lambda item: item.unit, TEXT, key="unit", width=11, total=OWN),
    ]
    for n, period in enumerate(review.periods):
        columns += _period_columns(n, period.title, period.stretch)
    return [*columns, Column("Ghi chú", lambda item: EMPTY, TEXT, key="note", width=12)]


def _period_columns(n: int, title: str, stretch: str) -> Iterator[Column]:
    def triple(name: str, head: str):
        yield Column(
            "KCQG", lambda item: getattr(item.sides[n], name)[0], BY_ROW, (title, head), f"{name}{n}0"
        )
        yield Column(
            "KCĐP", lambda item: getattr(item.sides[n], name)[1], BY_ROW, (title, head), f"{name}{n}1"
        )
        whole = Plus(f"{name}{n}0", f"{name}{n}1", own=lambda item: getattr(item.sides[n], name)[2])
        yield Column("Tổng", whole, BY_ROW, (title, head), f"{name}{n}2", total=SUM)

    yield from triple("plan", f"Kế hoạch {stretch}")
    yield from triple("done", "Thực hiện")
    for at, heading_text in enumerate(("KCQG", "KCĐP", "Tổng")):
        yield Column(
            heading_text,
            Ratio(f"done{n}{at}", f"plan{n}{at}"),
            PERCENT,
            (title, f"TH/KH {stretch} (%)"),
            f"rate{n}{at}",
        )
    yield Column(
        "So với cùng kỳ (%)",
        lambda item: item.sides[n].growth,
        PERCENT,
        (title,),
        f"growth{n}",
        width=9,
        total=OWN,
    )


def _rows(review: Review, totals: list[LineFigures], shares: list[Fraction | None]) -> Iterator[Row]:
    yield heading("SỐ ĐỀ ÁN", mark="A")
    yield from project_rows(review, totals)
    yield heading("KINH PHÍ", mark="B")
    yield from money_rows(review, totals, shares)
    yield heading("KẾT QUẢ THEO NỘI DUNG", mark="C")
    yield from result_rows(review, totals)
    yield heading("HIỆU QUẢ", mark="D")
    yield from effect_rows(review, totals)

"""The workbook that a conference is given: Phụ lục I to IV of one report, with the lines that check them."""

from collections.abc import Iterator

from printing.excel import Placed, Workbook
from printing.table import Table
from reports.annexes.by_activity import TOTAL as ACTIVITIES
from reports.annexes.by_activity import by_activity_table
from reports.annexes.by_province import TOTAL as PROVINCES
from reports.annexes.by_province import by_province_table
from reports.annexes.country import read_country
from reports.annexes.overview import overview_table
from reports.annexes.projects import block_key, projects_table
from reports.figures.aggregates import figures_for, holds_illustrative_money
from reports.question.asked import Asked
from reports.review import Review

# What must agree between PL II, PL III and PL IV: the words, and the column of each annex (n: the period).
CHECKS = (
    ("kế hoạch KCQG", "plan{n}0", "plan{n}kcqg", "kcqg"),
    ("kế hoạch KCĐP", "plan{n}1", "plan{n}kcdp", "kcdp"),
    ("thực hiện kinh phí khuyến công", "done{n}2", "done{n}kc", "done"),
)


ANNEXES = {
    "1": "I. Tổng hợp",
    "2": "II. Theo tỉnh",
    "3": "III. Theo nội dung",
    "4": "IV. Danh mục đề án",
}


def annex(review: Review, number: str) -> Table:
    """One of the annexes by itself."""
    if number == "1":
        return overview_table(review, read_country(review))
    if number == "2":
        return by_province_table(review, read_country(review))
    if number == "3":
        return by_activity_table(review, holds_illustrative_money(review.queries()[:2]))
    return projects_table(review)


def annexes(review: Review) -> Iterator[Table]:
    """The four tables, in order."""
    country = read_country(review)
    answers = figures_for([*review.queries(), *country.queries()])
    by_province = by_province_table(review, country, answers)
    yield overview_table(review, country, answers)
    yield by_province
    yield by_activity_table(review, illustrative=bool(by_province.stamp))
    yield projects_table(review)


def conference_workbook(asked: Asked) -> bytes:
    """The xlsx file. Totals are live formulas that also carry their value; money in triệu đồng, exact to the đồng."""
    review = Review(asked)
    title = f"Phụ lục báo cáo hội nghị khuyến công {asked.place}"
    book = Workbook(title, created=asked.recorded_at)  # the moment of its posting, not of its printing
    placed = [book.add(table) for table in annexes(review)]
    for sheet in placed[1:]:
        for n, period in enumerate(review.periods):
            add_checks(book, sheet, placed, n, period.title)
    return book.close()


def add_checks(book: Workbook, at: Placed, placed: list[Placed], n: int, title: str) -> None:
    """Under a sheet: the totals of PL II, III and IV of one period say the same."""
    _, by_province, by_activity, projects = placed
    for words, province, activity, project in CHECKS:
        cells = [
            by_province.cell(PROVINCES, province.format(n=n)),
            by_activity.cell(ACTIVITIES, activity.format(n=n)),
            projects.cell(block_key(n), project),
        ]
        book.check(at, f"{title}, {words}, PL II = PL III = PL IV", cells)


def file_name(asked: Asked) -> str:
    """ASCII, tells what it holds: PL-hoi-nghi_MTTN_2023_9T_then_so-1234.xlsx"""
    place = asked.place_in_file_name
    months = f"{asked.period.months}T" if asked.period.months else "NAM"
    first, last = asked.period.years[0], asked.period.year
    years = f"{first}-{last}" if first != last else last
    return f"PL-hoi-nghi_{place}_{years}_{months}_{asked.boundaries.code}_so-{asked.posting}.xlsx"

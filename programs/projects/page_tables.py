"""The tables on the page of a project: which businesses, the statement of its money, its results. Columns said once."""

from django.template.loader import render_to_string
from django.utils.html import format_html

from printing.numbers import DONG, format_date
from printing.table import DATE, MONEY, QUANTITY, printed
from programs.ledger.tables import amount_of, quantity_of, with_note
from programs.pages.lists import ListColumn, ShownTable


def part(template, **told) -> str:
    return render_to_string(template, told)


def day_and_year(line) -> str:
    entry = line.entry
    carried = getattr(entry, "carried_from", None)
    year = f"năm {entry.budget_year}" + (f", từ {carried}" if carried else "")
    return format_html("<span>{}</span>", with_note(format_date(entry.on), year))


def amount_and_running(line) -> str:
    return format_html(
        "<span>{}</span>", with_note(amount_of(line), f"lũy kế {printed(line.running, MONEY)}")
    )


DAY_COLUMN = ListColumn("Ngày", lambda line: line.entry.on, DATE, card="fact", nowrap=True, show=day_and_year)
RESULT_COLUMNS = (
    ListColumn("Chỉ tiêu", lambda r: f"{r.indicator.code}. {r.indicator.name}", card="title"),
    ListColumn("Đơn vị tính", lambda r: r.indicator.unit_of_measure, card="fact"),
    ListColumn("Kế hoạch", lambda r: r.plan, QUANTITY, card="fact"),
    ListColumn("Thực hiện", lambda r: r.actual, QUANTITY, card="fact"),
)
RESULT_LINE_COLUMNS = (
    DAY_COLUMN,
    ListColumn(
        "Chỉ tiêu, văn bản",
        lambda line: line.entry.indicator.code,
        card="title",
        long=True,
        show=lambda line: part("programs/result_line.html", line=line),
    ),
    ListColumn("Số lượng", lambda line: line.quantity, QUANTITY, card="fact", show=quantity_of),
)


def money_columns(project):
    return (
        DAY_COLUMN,
        ListColumn(
            "Giai đoạn, nguồn, chứng từ",
            lambda line: line.entry.get_stage_display(),
            card="title",
            long=True,
            show=lambda line: part("programs/money_line.html", line=line, project=project),
        ),
        ListColumn(
            "Số tiền, lũy kế",
            lambda line: line.entry.amount,
            MONEY,
            card="fact",
            money_unit=DONG,
            show=amount_and_running,
        ),
    )


def beneficiary_columns(story, may_edit):
    return (
        ListColumn(
            "Cơ sở",
            lambda row: row.business.name,
            card="title",
            long=True,
            show=lambda row: part(
                "programs/beneficiary_line.html",
                row=row,
                lines=story.beneficiary_lines[row.pk],
                may_edit=may_edit,
            ),
        ),
        ListColumn("Kinh phí hỗ trợ", lambda row: row.amount, MONEY, card="fact", money_unit=DONG),
        ListColumn("Nghiệm thu", lambda row: row.accepted_on, DATE, card="fact"),
    )


def tables_of(story, may_edit) -> dict[str, ShownTable]:
    """By the name of the section; a line offers to be put right where the person may."""
    result_lines = [line for result in story.results for line in result.lines]
    of_beneficiaries = [line for lines in story.beneficiary_lines.values() for line in lines]
    for line in (*story.money, *result_lines, *of_beneficiaries):
        line.may_correct = may_edit
    return {
        "money": ShownTable("Kinh phí", money_columns(story.project), story.money),
        "results": ShownTable("Kết quả", RESULT_COLUMNS, story.results),
        "result_lines": ShownTable("Từng dòng kết quả", RESULT_LINE_COLUMNS, result_lines),
        "beneficiaries": ShownTable(
            "Đơn vị thụ hưởng", beneficiary_columns(story, may_edit), story.beneficiaries
        ),
    }

"""The columns of ledger lines, said once; a line taken back is struck out and says where."""

from django.urls import reverse
from django.utils.html import format_html

from printing.numbers import DONG
from printing.table import DATE, MONEY, QUANTITY, printed
from programs.pages.lists import ListColumn


def with_note(text, note) -> str:
    """A second line, smaller, under the first."""
    return format_html('{}<span class="of">{}</span>', text, note)


def struck(line, text) -> str:
    return format_html("<del>{}</del>", text) if line.taken_back_by else text


def project_money(line) -> str:
    return reverse("project_detail", args=[line.entry.project.code]) + "#kinh-phi"


def amount_of(line) -> str:
    return struck(line, printed(line.entry.amount, MONEY))


def quantity_of(line) -> str:
    return struck(line, printed(line.quantity, QUANTITY))


def standing_of(line) -> str:
    if line.is_mirror:
        return "Dòng đảo"
    if line.taken_back_by:
        return f"Đã đảo ở bút toán {line.taken_back_by.number}"
    return "Không tính: số bù của cách ghi cũ" if line.is_change else "Đang tính"


def standing_with_links(line, address) -> str:
    """Where the line was taken back, or where it may be put right."""
    if line.taken_back_by and not line.is_mirror:
        number = line.taken_back_by.number
        link = reverse("posting_detail", args=[number])
        return format_html('<span>Đã đảo ở <a href="{}">bút toán {}</a></span>', link, number)
    if line.offers_correction:
        link = reverse(address, args=[line.entry.pk])
        return format_html('<span>{} · <a href="{}">Điều chỉnh</a></span>', standing_of(line), link)
    return standing_of(line)


def project_of_result(line) -> str:
    project = line.entry.project
    if project is None:
        return str(line.entry.unit)
    return format_html(
        '<a href="{}#ket-qua">{}</a>', reverse("project_detail", args=[project.code]), project.code
    )


MONEY_COLUMNS = (
    ListColumn("Đề án", lambda line: line.entry.project.name, card="title"),
    ListColumn("Ngày", lambda line: line.entry.on, DATE, card="fact"),
    ListColumn(
        "Giai đoạn, nguồn",
        lambda line: line.entry.get_stage_display(),
        card="fact",
        show=lambda line: with_note(line.entry.get_stage_display(), line.entry.get_source_display()),
    ),
    ListColumn("Năm ngân sách", lambda line: str(line.entry.budget_year), card="fact"),
    ListColumn(
        "Số tiền", lambda line: line.entry.amount, MONEY, card="fact", money_unit=DONG, show=amount_of
    ),
    ListColumn(
        "Trạng thái", standing_of, card="fact", show=lambda line: standing_with_links(line, "money_correct")
    ),
)

RESULT_COLUMNS = (
    ListColumn(
        "Chỉ tiêu",
        lambda line: str(line.entry.indicator),
        card="title",
        show=lambda line: with_note(line.entry.indicator, line.entry.get_kind_display()),
    ),
    ListColumn("Thuộc", lambda line: str(line.entry.unit), card="fact", show=project_of_result),
    ListColumn("Ngày", lambda line: line.entry.on, DATE, card="fact"),
    ListColumn("Năm ngân sách", lambda line: str(line.entry.budget_year), card="fact"),
    ListColumn("Số lượng, mức", lambda line: line.quantity, QUANTITY, card="fact", show=quantity_of),
    ListColumn(
        "Trạng thái", standing_of, card="fact", show=lambda line: standing_with_links(line, "result_correct")
    ),
)

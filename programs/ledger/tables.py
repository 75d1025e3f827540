"""The columns of ledger lines and of closings, said once; a line taken back is struck out and says where."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from accounts.wording import shown
from printing.numbers import DONG
from printing.table import DATE, MONEY, QUANTITY, printed
from programs.choices import ClosureState
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


def state_badge(closure) -> str:
    closed = closure.state == ClosureState.CLOSED
    told = {"icon": "lock"} if closed else {"kind": "warn"}
    return render_to_string("components/badge.html", {"text": closure.get_state_display(), **told})


def posting_link(closure) -> str:
    number = closure.posting_id
    return format_html('<a href="{}">{}</a>', reverse("posting_detail", args=[number]), number)


CLOSURE_COLUMNS = (
    ListColumn("Tỉnh, thành phố", lambda closure: str(closure.unit), card="title"),
    ListColumn("Năm ngân sách", lambda closure: str(closure.budget_year), card="fact"),
    ListColumn("Đến hết ngày", lambda closure: closure.cut_off, DATE, card="fact"),
    ListColumn("Việc", lambda closure: closure.get_state_display(), card="fact", show=state_badge),
    ListColumn(
        "Ai, lúc nào",
        lambda closure: f"{closure.posting.recorded_by.full_name}, {shown(closure.posting.recorded_at)}",
        card="fact",
    ),
    ListColumn("Lý do", lambda closure: shown(closure.posting.reason), card="fact"),
    ListColumn("Bút toán", lambda closure: str(closure.posting_id), card="fact", show=posting_link),
)

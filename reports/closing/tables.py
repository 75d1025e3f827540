"""The columns of the pages of closings, each said once for the screen and the file."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from accounts.wording import shown
from printing.numbers import DONG
from printing.table import DATE, QUANTITY, printed
from programs.choices import ClosureState
from programs.pages.lists import ListColumn
from reports.closing.comparison import Compared, printable


def state_in_words(closure) -> str:
    """«Đã chốt» alone would say that it still stands."""
    reopened_since = closure.state == ClosureState.CLOSED and not closure.stands
    return f"{closure.get_state_display()}, sau đó mở lại" if reopened_since else closure.get_state_display()


def state_badge(closure) -> str:
    told = {"icon": "lock"} if closure.stands else {"kind": "warn"}
    return render_to_string("components/badge.html", {"text": state_in_words(closure), **told})


def posting_link(posting) -> str:
    return format_html(
        '<a href="{}">{}</a>', reverse("posting_detail", args=[posting.number]), posting.number
    )


def who_and_when(posting) -> str:
    return f"{posting.recorded_by.full_name}, {shown(posting.recorded_at)}"


def comparison_link(closure) -> str:
    """What is closed can be compared with today; a reopening has no figures of its own."""
    if closure.state != ClosureState.CLOSED:
        return ""
    return format_html('<a href="{}">Đối chiếu</a>', reverse("closed_figures", args=[closure.pk]))


CLOSURE_COLUMNS = (
    ListColumn("Tỉnh, thành phố", lambda closure: str(closure.unit), card="title"),
    ListColumn("Năm ngân sách", lambda closure: str(closure.budget_year), card="fact"),
    ListColumn("Đến hết ngày", lambda closure: closure.cut_off, DATE, card="fact"),
    ListColumn("Việc", state_in_words, card="fact", show=state_badge, nowrap=True),
    ListColumn("Ai, lúc nào", lambda closure: who_and_when(closure.posting), card="fact"),
    ListColumn("Lý do", lambda closure: shown(closure.posting.reason), card="fact"),
    ListColumn(
        "Bút toán",
        lambda closure: str(closure.posting_id),
        card="fact",
        show=lambda closure: posting_link(closure.posting),
    ),
    ListColumn("Số đã chốt và hiện nay", lambda closure: "", card="fact", show=comparison_link),
)

POSTING_COLUMNS = (
    ListColumn("Bút toán", lambda posting: str(posting.number), card="title", show=posting_link, nowrap=True),
    ListColumn("Việc", lambda posting: posting.get_kind_display(), card="fact"),
    ListColumn("Ai, lúc nào", who_and_when, card="fact"),
    ListColumn("Lý do", lambda posting: shown(posting.reason), card="fact"),
)


def number_column(heading, name, address=lambda row, name: ""):
    """One of the numbers of a figure; `address` leads from it to the entries behind, where they can be asked."""

    def show(row: Compared):
        text = printed(printable(getattr(row, name), row.kind), row.kind, DONG)
        link = address(row, name)
        return format_html('<a href="{}">{}</a>', link, text) if link else text

    return ListColumn(
        heading, lambda row: printable(getattr(row, name), row.kind), QUANTITY, card="fact", show=show
    )


def figure_columns(address) -> tuple[ListColumn, ...]:
    return (
        ListColumn("Mã", lambda row: row.code, file_only=True),
        ListColumn("Số liệu", lambda row: row.name, card="title"),
        ListColumn("Cấp", lambda row: row.level, card="fact"),
        ListColumn("Đơn vị tính", lambda row: row.unit, card="fact"),
        number_column("Đã chốt", "closed"),
        number_column("Tính lại", "again", address),
        number_column("Hiện nay", "now", address),
        number_column("Chênh lệch", "by_entries"),
    )

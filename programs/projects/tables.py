"""The columns of the list of projects, said once for the screen and for the file."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html

from printing.table import DATE, MONEY
from programs.choices import Family, Phase
from programs.models import Project
from programs.pages.lists import ListColumn, batched

TONE_OF_PHASE = {
    Phase.RUNNING: "note",
    Phase.CONTRACTED: "note",
    Phase.APPROVED: "note",
    Phase.ACCEPTED: "good",
    Phase.SETTLED: "good",
    Phase.STOPPED: "bad",
}


def phase_badge(project) -> str:
    """The phase as a word with an icon, never a colour alone."""
    tag = {"text": project.get_phase_display(), "kind": TONE_OF_PHASE.get(project.phase, "")}
    return render_to_string("components/badge.html", tag)


def name_and_code(project) -> str:
    return format_html('{}<span class="d-block muted small">{}</span>', project.name, project.code)


@dataclass
class ProjectRow:
    """A project of the list with its money: of one budget year, or of all."""

    project: Project
    planned: int | None = None
    disbursed: int | None = None


def project_rows(projects, entries, year=None) -> list[ProjectRow]:
    """The projects with what `entries`, already narrowed to what the person sees, say about each.

    A page of a list takes two queries; a file of all rows one more each CHUNK rows.
    """
    projects = list(projects)
    sums = {}
    for some in batched(projects):
        sums |= entries.filter(project__in=some).planned_and_disbursed(year, by="project_id")
    return [ProjectRow(project, **sums.get(project.pk, {})) for project in projects]


PROJECT_COLUMNS = (
    ListColumn(
        "Tên đề án",
        lambda r: r.project.name,
        key="name",
        width=60,
        sort="name",
        card="title",
        show=lambda r: name_and_code(r.project),
    ),
    ListColumn("Mã", lambda r: r.project.code, key="code", width=22, file_only=True),
    ListColumn("Tỉnh, thành phố", lambda r: str(r.project.unit), key="unit", width=24, sort="unit"),
    ListColumn(
        "Cấp",
        lambda r: r.project.get_level_display(),
        key="level",
        width=22,
        sort="level",
        show=lambda r: Family(r.project.level).label,
    ),
    ListColumn("Loại", lambda r: r.project.get_kind_display(), key="kind", width=16, file_only=True),
    ListColumn("Nội dung", lambda r: str(r.project.activity), key="activity", width=30, file_only=True),
    ListColumn("Năm", lambda r: str(r.project.first_year), key="year", width=8, sort="year"),
    ListColumn(
        "Tình trạng",
        lambda r: r.project.get_phase_display(),
        key="phase",
        width=18,
        sort="phase",
        card="fact",
        nowrap=True,
        show=lambda r: phase_badge(r.project),
    ),
    ListColumn("Kế hoạch", lambda r: r.planned, MONEY, key="planned", sort="planned", card="fact"),
    ListColumn("Giải ngân", lambda r: r.disbursed, MONEY, key="disbursed", sort="disbursed", card="fact"),
    ListColumn("Bắt đầu", lambda r: r.project.starts_on, DATE, key="starts_on", file_only=True),
    ListColumn("Kết thúc", lambda r: r.project.ends_on, DATE, key="ends_on", sort="ends", nowrap=True),
    ListColumn("Đơn vị thực hiện", lambda r: r.project.who_runs, key="who", width=36, file_only=True),
    ListColumn(
        "Dữ liệu minh họa",
        lambda r: "Minh họa" if r.project.illustrative else "",
        key="illustrative",
        file_only=True,
    ),
)

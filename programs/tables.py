"""The columns of the lists, said once for the screen and for the file."""

from collections import defaultdict
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html

from printing.table import COUNT, DATE, MONEY
from programs.choices import Family, Phase
from programs.models import Beneficiary, Business, MoneyEntry, Project
from programs.pages import ListColumn

CHUNK = 1000

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


def batched(rows, size=CHUNK):
    """The keys of the rows, so many at a time as one query of any database takes."""
    for start in range(0, len(rows), size):
        yield [row.pk for row in rows[start : start + size]]


@dataclass
class BusinessRow:
    """A business of the list with how many projects it benefits from."""

    business: Business
    projects: int = 0


def business_rows(businesses, benefits) -> list[BusinessRow]:
    """The businesses with the number of projects among `benefits`, already narrowed to what the person sees."""
    businesses = list(businesses)
    projects = defaultdict(set)
    for some in batched(businesses):
        pairs = benefits.standing().filter(business__in=some)
        for business, project in pairs.values_list("business_id", "project_id"):
            projects[business].add(project)
    return [BusinessRow(business, len(projects[business.pk])) for business in businesses]


BUSINESS_COLUMNS = (
    ListColumn("Tên cơ sở", lambda r: r.business.name, key="name", width=44, sort="name", card="title"),
    ListColumn(
        "Loại hình",
        lambda r: r.business.get_legal_form_display(),
        key="form",
        width=22,
        sort="form",
        card="fact",
    ),
    ListColumn("Mã số thuế", lambda r: r.business.tax_code or None, key="tax", width=16),
    ListColumn("Tỉnh, thành phố", lambda r: str(r.business.unit), key="unit", width=24, sort="unit"),
    ListColumn("Địa bàn", lambda r: r.business.place or None, key="place", width=28, card="fact"),
    ListColumn(
        "Địa chỉ sản xuất", lambda r: r.business.production_address, key="address", width=40, file_only=True
    ),
    ListColumn(
        "Ngành nghề", lambda r: r.business.get_sector_display(), key="sector", width=30, file_only=True
    ),
    ListColumn("Sản phẩm chính", lambda r: r.business.products or None, key="products", width=36),
    ListColumn("Lao động", lambda r: r.business.workers, COUNT, key="workers", sort="workers"),
    ListColumn("Số đề án", lambda r: r.projects, COUNT, key="projects", card="fact"),
    ListColumn("Điện thoại", lambda r: r.business.phone, key="phone", width=16, file_only=True),
    ListColumn(
        "Dữ liệu minh họa",
        lambda r: "Minh họa" if r.business.illustrative else "",
        key="illustrative",
        file_only=True,
    ),
)


@dataclass
class Benefit:
    """One support that a business got: by which project, how much for it, how much of it paid."""

    beneficiary: Beneficiary
    amount: int | None
    disbursed: int | None


def benefits_of(business, user) -> list[Benefit]:
    """What the person may see of the support that a business got; newest projects first. Two queries."""
    rows = list(
        Beneficiary.objects.standing()
        .visible_to(user)
        .filter(business=business)
        .select_related("project__unit", "project__activity")
        .order_by("-project__first_year", "project__code")
    )
    entries = MoneyEntry.objects.visible_to(user).filter(beneficiary__in=rows)
    sums = entries.planned_and_disbursed(by="beneficiary_id")
    answer = []
    for row in rows:
        own = sums.get(row.pk, {})
        amount = row.amount if row.amount is not None else own.get("planned")
        answer.append(Benefit(row, amount, own.get("disbursed")))
    return answer

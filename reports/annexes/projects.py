"""Phụ lục IV: every project with money in the periods, by level, content and province; beneficiaries of groups below."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from printing.table import (
    EMPTY,
    MONEY,
    NONE,
    SERIAL,
    TEXT,
    Column,
    Mark,
    Plus,
    Row,
    Table,
    line,
    note,
    subtotal,
    total,
)
from programs.choices import Happening, Level, Phase, ProjectKind
from programs.ledger.words import at_posting, few_rows_at, reworded_since
from programs.models import Beneficiary, Business, Department, MoneyEntry, Project, ProjectEvent
from reports.figures.aggregates import money_by_project
from reports.figures.facts import step_stands
from reports.figures.figures import LineKey, Tally
from reports.figures.query import Query
from reports.review import Review

SECTIONS = ((Level.KCQG, "KHUYẾN CÔNG QUỐC GIA"), (Level.KCDP, "KHUYẾN CÔNG ĐỊA PHƯƠNG"))
OFF_PROJECT = "NGOÀI ĐỀ ÁN"


@dataclass(frozen=True)
class ProjectItem:
    """One project in one period, with what the as-of knew of it."""

    project: Project
    tally: Tally
    beneficiaries: tuple[Beneficiary, ...]
    decision: str | Mark
    phase: str

    @property
    def who_benefits(self) -> str:
        """A group's beneficiaries stand on lines of their own below it."""
        if self.project.kind == ProjectKind.GROUP and self.beneficiaries:
            return f"{len(self.beneficiaries)} đơn vị, nêu bên dưới"
        return "; ".join(row.business.name for row in self.beneficiaries)

    @property
    def time(self) -> str:
        days = [f"{day:%m/%Y}" for day in (self.project.starts_on, self.project.ends_on) if day]
        return " - ".join(days) or str(self.project.first_year)


def projects_table(review: Review) -> Table:
    queries = review.queries()[:2]
    marked: set[int] = set()
    found = money_by_project(queries, marked)
    items = _items(review, queries, found)
    rows = [row for n in range(2) for row in _block(review, n, items[n])]
    illustrative = bool(marked) or any(item.project.illustrative for block in items for item in block)
    return Table(
        columns=_columns(f"Kế hoạch {review.main.stretch}"),
        rows=[*rows, total("TỔNG CỘNG HAI KỲ", key="total")],
        label="name",
        **review.head("IV", f"DANH MỤC ĐỀ ÁN KHUYẾN CÔNG {review.area} {review.years}", illustrative),
    )


def block_key(n: int) -> tuple:
    """The key of the subtotal of one period: where the check lines find its sums."""
    return ("block", n)


def _columns(planned: str) -> list[Column]:
    def money(heading: str, key: str, read, group=()) -> Column:
        return Column(heading, lambda item: read(item.tally), MONEY, group, key, width=11)

    return [
        Column("STT", kind=SERIAL, key="no", width=6),
        Column("Mã", lambda item: item.project.code, TEXT, key="code", width=16),
        Column("Tên đề án", lambda item: item.project.name, TEXT, key="name", width=38),
        Column("Đơn vị thực hiện", lambda item: item.project.who_runs, TEXT, key="runs", width=20),
        Column("Đơn vị thụ hưởng", lambda item: item.who_benefits, TEXT, key="benefits", width=24),
        Column("Địa điểm", lambda item: item.project.place, TEXT, key="place", width=16),
        Column("Thời gian thực hiện", lambda item: item.time, TEXT, key="time", width=11),
        Column("Số, ngày QĐ phê duyệt", lambda item: item.decision, TEXT, key="decision", width=15),
        Column("Tổng kinh phí", Plus("kcqg", "kcdp", "own", "other"), MONEY, key="all", width=11),
        money("KCQG", "kcqg", lambda tally: tally.kcqg.plan, (planned,)),
        money("KCĐP", "kcdp", lambda tally: tally.kcdp.plan, (planned,)),
        money("Đối ứng", "own", lambda tally: tally.own.plan, (planned,)),
        money("Khác", "other", lambda tally: tally.other.plan, (planned,)),
        money("Giải ngân", "disbursed", lambda tally: tally.promotion.disbursed),
        money("Thực hiện", "done", lambda tally: tally.promotion.done),
        Column("Kết quả chính", lambda item: item.project.outcome, TEXT, key="outcome", width=24),
        Column("Tình trạng", lambda item: item.phase, TEXT, key="phase", width=13),
        Column("Ghi chú", lambda item: item.project.note, TEXT, key="note", width=16, total=NONE),
    ]


def _block(review: Review, n: int, items: list[ProjectItem]) -> Iterator[Row]:
    period = review.periods[n]
    yield subtotal(period.title.upper(), level=1, mark="AB"[n], key=block_key(n))
    for mark, (heading, held) in enumerate(_sections(items), start=1):
        if not held:
            continue
        yield subtotal(heading, level=2, mark=f"{'AB'[n]}.{mark}")
        by_group: dict[int, list[ProjectItem]] = defaultdict(list)
        for item in held:
            by_group[review.group_of[item.project.activity_id]].append(item)
        for group in review.groups:
            if group.pk in by_group:
                yield subtotal(group.name, level=3, mark=group.code)
                yield from _provinces(review, by_group[group.pk])


def _sections(items: list[ProjectItem]):
    for level, heading in SECTIONS:
        yield heading, [i for i in items if i.project.level == level and not i.project.off_project]
    yield OFF_PROJECT, [i for i in items if i.project.off_project]


def _provinces(review: Review, items: list[ProjectItem]) -> Iterator[Row]:
    territory, query = review.asked.territory, review.asked.query()
    by_line: dict[LineKey, list[ProjectItem]] = defaultdict(list)
    for item in items:
        unit = item.project.unit_id
        drawn = item.project.origin_id_or_unit if query.boundaries.by_origin else unit
        by_line[query.key(unit, drawn)].append(item)
    for key in sorted(by_line, key=territory.sort_key):
        yield subtotal(territory.label(key, review.main.end), level=4)
        for item in sorted(by_line[key], key=lambda item: item.project.code):
            yield line(item)
            if item.project.kind == ProjectKind.GROUP:
                yield from (note(label=f"– {_beneficiary_line(row)}") for row in item.beneficiaries)


def _beneficiary_line(row: Beneficiary) -> str:
    return ", ".join(part for part in (row.business.name, row.place or row.business.place) if part)


def _items(review: Review, queries: list[Query], found: list[dict[int, Tally]]) -> list[list[ProjectItem]]:
    """The items of both periods, all as of the same posting; the same few queries whatever the rows."""
    posting = queries[0].posting
    held = MoneyEntry.objects.none()
    for query in queries:
        held = held | query.rows(MoneyEntry)
    ids = held.values("project_id")
    joined = Beneficiary.objects.known_at(posting).filter(project_id__in=ids)
    named = Project.objects.filter(pk__in=ids)
    projects, joined = at_posting(
        posting, lambda: _as_they_are(named, joined), lambda: _as_they_were(posting, named, joined)
    )
    beneficiaries = defaultdict(list)
    for row in joined:
        beneficiaries[row.project_id].append(row)
    steps = _steps(posting, ids)
    blocks: list[list[ProjectItem]] = [[], []]
    for project in projects:
        reached = steps.get(project.pk, Reached())
        for n in range(2):
            tally = found[n].get(project.pk)
            if tally is not None:
                item = ProjectItem(
                    project,
                    tally,
                    tuple(beneficiaries[project.pk]),
                    reached.decision,
                    reached.phase,
                )
                blocks[n].append(item)
    return blocks


# What is printed of each, or says where it is printed.
OF_PROJECT = (
    "code", "name", "unit", "origin_unit", "level", "kind", "counted", "activity", "first_year", "starts_on", "ends_on",
    "implementer", "implementer_name", "place", "outcome", "note", "illustrative",
)  # fmt: skip
OF_BUSINESS = ("name", "district", "commune")
Told = tuple[list[Project], list[Beneficiary]]


def _as_they_are(projects: QuerySet, joined: QuerySet) -> Told:
    """Projects with their implementers, beneficiaries with their businesses. Two queries."""
    found = projects.select_related("implementer").only(*OF_PROJECT, "implementer__name")
    words = [f"business__{name}" for name in OF_BUSINESS]
    rows = joined.select_related("business").only("project_id", "place", *words)
    return list(found), list(rows)


def _as_they_were(posting: int, projects: QuerySet, joined: QuerySet) -> Told:
    """The same in the words of a posting: live rows, and states of those saved since. Two to five queries."""
    marked = projects.annotate(
        reworded=reworded_since(Project, posting),
        runs_reworded=reworded_since(Department, posting, "implementer_id"),
    )
    firms = joined.annotate(reworded=reworded_since(Business, posting, "business_id"))
    live, rows = _as_they_are(marked, firms)
    then = few_rows_at(Project, posting, [project.pk for project in live if project.reworded], *OF_PROJECT)
    told = [then.get(project.pk, project) for project in live]
    runs = {project.implementer_id for project in then.values()}
    runs |= {project.implementer_id for project in live if project.runs_reworded}
    implementers = few_rows_at(Department, posting, runs - {None}, "name")
    for project in told:
        if project.implementer_id in implementers:
            project.implementer = implementers[project.implementer_id]
    businesses = few_rows_at(
        Business, posting, {row.business_id for row in rows if row.reworded}, *OF_BUSINESS
    )
    for row in rows:
        row.business = businesses.get(row.business_id, row.business)
    return told, rows


@dataclass
class Reached:
    """How far a project had come: its approval decision, its phase."""

    decision: str | Mark = EMPTY
    phase: str = Phase.REGISTERED.label


def _steps(posting: int, project_ids) -> dict[int, Reached]:
    """Project id -> how far it had come by the events known at the posting and not taken back by then."""
    events = ProjectEvent.objects.known_at(posting).filter(step_stands(posting), project_id__in=project_ids)
    steps: dict[int, Reached] = defaultdict(Reached)
    phases = {phase.value: phase.label for phase in Phase}
    for project, happening, document, document_on in events.order_by("posting_id", "pk").values_list(
        "project_id", "happening", "document", "document_on"
    ):
        if happening in phases:
            steps[project].phase = phases[happening]
        if happening == Happening.APPROVED:
            day = f" ngày {document_on:%d/%m/%Y}" if document_on else ""
            steps[project].decision = f"{document}{day}"
    return steps

"""From the ledgers to figures: the only file that asks them, by a fixed number of queries.

Which rows count is said with the ledgers' own querysets (units, period, as-of); one outer statement of plain SQL adds
them up, because "thực hiện" is decided per project, source and budget year before it is added.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, Sum, When

from programs.choices import (
    FAMILY_OF_SOURCE,
    PROMOTION_SOURCES,
    Family,
    IndicatorKind,
    Outcome,
    Stage,
)
from programs.models import Beneficiary, Boundaries, MoneyEntry, ProjectEvent, ResultEntry
from programs.periods import BudgetPeriod, Period
from reports.figures import Figures, LineFigures, Money, Tally


@dataclass(frozen=True)
class Question:
    """Which rows (units, period, as-of), decided without regard to boundaries, and on which lines they are shown."""

    period: Period
    unit_ids: frozenset[int]
    boundaries: Boundaries
    posting: int

    def rows(self, model):
        return model.objects.of(self.period).known_at(self.posting).in_units(self.unit_ids)

    @property
    def line_path(self) -> str:
        return "origin__lines" if self.boundaries.by_origin else "unit__lines"

    def on_lines(self, rows):
        """Join each row to its line in this drawing of boundaries: one inner join, so totals cannot differ."""
        path = self.line_path
        return rows.filter(**{f"{path}__boundaries": self.boundaries}).annotate(line=F(f"{path}__line"))

    def a_year_before(self) -> "Question":
        return replace(self, period=self.period.a_year_before)

    @property
    def spans_years(self) -> bool:
        return isinstance(self.period, BudgetPeriod) and self.period.first_year not in (
            None,
            self.period.year,
        )


def figures(question: Question) -> Figures:
    """Everything a report line shows, by line: money, projects, events, results, stocks, businesses. Six queries."""
    answer = Figures()
    add_money(answer, question)
    add_projects(answer, question)
    add_events(answer, question)
    add_results(answer, question)
    add_businesses(answer, question)
    return answer


def money_figures(question: Question) -> Figures:
    """Money and planned projects alone, by line. Two queries."""
    answer = Figures()
    add_money(answer, question)
    add_projects(answer, question)
    return answer


# --- money -----------------------------------------------------------------------------------------------------------


def _stage(stage):
    return Sum("amount", filter=Q(stage=stage), default=0)


STAGES = {
    "assigned": _stage(Stage.ASSIGNED),
    "carried": _stage(Stage.CARRIED),
    "contracted": _stage(Stage.CONTRACTED),
    "advanced": _stage(Stage.ADVANCED),
    "paid": _stage(Stage.PAID),
    "accepted": _stage(Stage.ACCEPTED),
    "settled": _stage(Stage.SETTLED),
    "recovered": _stage(Stage.RECOVERED),
    "settlements": Sum(
        Case(When(reverses__isnull=True, then=1), default=-1, output_field=IntegerField()),
        filter=Q(stage=Stage.SETTLED),
        default=0,
    ),
    "shown": Count("amount", filter=Q(illustrative=True)),
}
# What decides "thực hiện" is judged over the project, its source and its budget year; the sums are of one group.
DONE = """CASE WHEN settlements_all > 0 THEN settled
               WHEN accepted_all >= disbursed_all THEN accepted
               ELSE advanced + paid END"""
SUMS = ("assigned", "carried", "contracted", "advanced", "paid", "accepted", "settled", "recovered")


def _money_rows(question: Question, by: str, key_is_line: bool) -> list[tuple]:
    """(key, source, off_project, sums …, done, illustrative rows) added over projects; `by` names the key's column."""
    rows = question.rows(MoneyEntry)
    rows = question.on_lines(rows) if key_is_line else rows.annotate(line=F(by))
    grouped = (
        rows.values("line", "project_id", "source", "budget_year", "off_project")
        .annotate(**STAGES)
        .order_by()
    )
    inner, params = grouped.query.sql_with_params()
    if key_is_line:  # one group is one project, source and year: what decides is in the group itself
        judged = (
            "SELECT g.*, settlements AS settlements_all, accepted AS accepted_all, "  # noqa: S608 no value enters
            f"advanced + paid AS disbursed_all FROM ({inner}) g"
        )
    else:
        over = "OVER (PARTITION BY project_id, source, budget_year)"
        judged = (
            f"SELECT g.*, SUM(settlements) {over} AS settlements_all, SUM(accepted) {over} AS accepted_all, "  # noqa: S608
            f"SUM(advanced + paid) {over} AS disbursed_all FROM ({inner}) g"
        )
    sums = ", ".join(f"SUM({name})" for name in SUMS)
    statement = (
        f"SELECT line, source, off_project, {sums}, SUM({DONE}), SUM(shown) "  # noqa: S608 names of our own only
        f"FROM ({judged}) j GROUP BY line, source, off_project"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def _tally(question: Question, row) -> Tally:
    _, source, off_project, *sums, done, _ = row
    assigned, carried, contracted, advanced, paid, accepted, settled, recovered = map(int, sums)
    money = Money(
        plan=(assigned if question.spans_years else assigned + carried) if question.period.knows_plan else 0,
        carried=carried,
        contracted=contracted,
        advanced=advanced,
        paid=paid,
        accepted=accepted,
        settled=settled,
        recovered=recovered,
        done=int(done),
    )
    family = FAMILY_OF_SOURCE[source]
    parts = {family.value: money}
    if off_project and family in (Family.KCQG, Family.KCDP):
        parts["off_project"] = money
    return Tally(**parts)


def add_money(answer: Figures, question: Question) -> None:
    for row in _money_rows(question, by="", key_is_line=True):
        line = answer.line(row[0])
        line.tally = line.tally + _tally(question, row)
        line.has_entries = True
        line.illustrative = line.illustrative or row[-1] > 0


def money_by_activity(question: Question) -> dict[tuple[int, bool], Tally]:
    """(activity id, off project?) -> money. What is outside any project is kept apart. One query."""
    answer: dict[tuple[int, bool], Tally] = {}
    for row in _money_rows(question, by="activity_id", key_is_line=False):
        key = (row[0], bool(row[2]))
        answer[key] = answer.get(key, Tally()) + _tally(question, row)
    return answer


def money_by_project(question: Question) -> dict[int, Tally]:
    """Project id -> money. One query."""
    answer: dict[int, Tally] = {}
    for row in _money_rows(question, by="project_id", key_is_line=False):
        answer[row[0]] = answer.get(row[0], Tally()) + _tally(question, row)
    return answer


# --- counts ----------------------------------------------------------------------------------------------------------


def planned_projects(question: Question):
    """One row a project whose net giao + chuyển nguồn of promotion money is above zero in the period."""
    planned = [Stage.ASSIGNED] if question.spans_years else [Stage.ASSIGNED, Stage.CARRIED]
    return (
        question.rows(MoneyEntry)
        .filter(stage__in=planned, source__in=PROMOTION_SOURCES, off_project=False)
        .values("project_id")
        .annotate(net=Sum("amount"))
        .filter(net__gt=0)
        .order_by()
    )


def add_projects(answer: Figures, question: Question) -> None:
    if not question.period.knows_plan:
        return
    rows = question.on_lines(planned_projects(question)).values("line", "level", "project_id", "net")
    for line, level, n in _counted(rows, "line", "level"):
        answer.line(line).projects[level] += n


def projects_by_activity(question: Question) -> dict[tuple[int, str], int]:
    """(main activity id, level) -> planned projects; a project of several contents counts once. One query."""
    rows = planned_projects(question).values("main_activity_id", "level", "project_id", "net")
    return {(activity, level): n for activity, level, n in _counted(rows, "main_activity_id", "level")}


def add_events(answer: Figures, question: Question) -> None:
    rows = (
        question.on_lines(question.rows(ProjectEvent))
        .filter(off_project=False)
        .values("line", "happening", "level", "project_id")
        .annotate(
            stands=Count("on", filter=Q(outcome=Outcome.DONE))
            - Count("on", filter=Q(outcome=Outcome.UNDONE)),
            shown=Count("on", filter=Q(illustrative=True)),
        )
        .filter(stands__gt=0)
        .order_by()
    )
    for line, happening, level, n in _counted(rows, "line", "happening", "level"):
        answer.line(line).events[happening, level] += n


def _counted(rows, *keys) -> list[tuple]:
    """How many rows of a grouped queryset there are for each value of `keys`."""
    inner, params = rows.query.sql_with_params()
    names = ", ".join(keys)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names}, COUNT(*) FROM ({inner}) g GROUP BY {names}", params)  # noqa: S608
        return cursor.fetchall()


# --- results ---------------------------------------------------------------------------------------------------------


def add_results(answer: Figures, question: Question) -> None:
    """Flows of the period, and stocks as the sum of all their changes up to its end. Two queries."""
    flows = question.rows(ResultEntry).exclude(indicator__kind=IndicatorKind.STOCK)
    stocks = ResultEntry.objects.known_at(question.posting).in_units(question.unit_ids)
    stocks = stocks.filter(indicator__kind=IndicatorKind.STOCK, on__lte=question.period.end)
    for rows in (flows, stocks):
        grouped = (
            question.on_lines(rows)
            .values_list("line", "indicator__code", "level", "kind")
            .annotate(quantity=Sum("quantity"), shown=Count("on", filter=Q(illustrative=True)))
            .order_by()
        )
        for line, code, level, kind, quantity, shown in grouped:
            figures_of_line = answer.line(line)
            figures_of_line.results[code, level, kind] += quantity
            figures_of_line.has_entries = True
            figures_of_line.illustrative = figures_of_line.illustrative or shown > 0


def add_businesses(answer: Figures, question: Question) -> None:
    """Businesses of projects with promotion money: planned where the plan is above zero, served where any is done."""
    money = (
        question.rows(MoneyEntry)
        .filter(source__in=PROMOTION_SOURCES)
        .values("project_id")
        .annotate(
            planned=Sum("amount", filter=Q(stage__in=[Stage.ASSIGNED, Stage.CARRIED]), default=0),
            served=Sum("amount", filter=Q(stage__in=[Stage.ADVANCED, Stage.PAID]), default=0),
            accepted=Sum("amount", filter=Q(stage=Stage.ACCEPTED), default=0),
            settled=Sum("amount", filter=Q(stage=Stage.SETTLED), default=0),
        )
        .order_by()
    )
    standing = question.on_lines(
        Beneficiary.objects.known_at(question.posting).filter(unit_id__in=question.unit_ids)
    )
    rows = standing.values("line", "level", "business_id", "project_id").order_by()
    money_sql, money_params = money.query.sql_with_params()
    rows_sql, rows_params = rows.query.sql_with_params()
    statement = (
        "SELECT b.line, b.level, b.business_id, MAX(m.planned), MAX(m.served), MAX(m.accepted), MAX(m.settled) "  # noqa: S608
        f"FROM ({rows_sql}) b JOIN ({money_sql}) m ON m.project_id = b.project_id "
        "GROUP BY b.line, b.level, b.business_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, (*rows_params, *money_params))
        found: Iterable[tuple] = cursor.fetchall()
    for line, level, business, planned, *served in found:
        figures_of_line: LineFigures = answer.line(line)
        if planned > 0 and question.period.knows_plan:
            figures_of_line.planned_businesses.setdefault(level, set()).add(business)
        if max(served) > 0:
            figures_of_line.served_businesses.setdefault(level, set()).add(business)

"""From the ledgers to figures: the only file that asks them, by a fixed number of queries.

Which rows count is said with the ledgers' own querysets (units, period, as-of); one outer statement of plain SQL adds
them up, because "thực hiện" is decided per project, source and budget year before it is added.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When

from programs.choices import (
    FAMILY_OF_SOURCE,
    PROMOTION_SOURCES,
    Family,
    IndicatorKind,
    Outcome,
    Stage,
)
from programs.models import Beneficiary, Boundaries, Indicator, MoneyEntry, ProjectEvent, ResultEntry
from programs.periods import BudgetPeriod, Period
from reports.figures.figures import Figures, Money, Tally


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
    """Everything a report line shows, by line: money, projects, events, results, stocks, businesses. Three queries."""
    return figures_for([question])[0]


def figures_for(questions: Sequence[Question]) -> list[Figures]:
    """The answers to several questions (a period and those it is compared with) by the same three queries."""
    answers = [Figures() for _ in questions]
    _add_money(answers, questions)
    _add_facts(answers, questions, results=True)
    _add_businesses(answers, questions)
    return answers


def money_figures(question: Question) -> Figures:
    """Money and planned projects alone, by line. Two queries."""
    return money_figures_for([question])[0]


def money_figures_for(questions: Sequence[Question]) -> list[Figures]:
    answers = [Figures() for _ in questions]
    _add_money(answers, questions)
    _add_facts(answers, questions, results=False)
    return answers


def _sql(rows) -> tuple[str, tuple]:
    """Whole even where no unit is left: such a branch finds no row, it does not end the question."""
    return rows.query.get_compiler(connection=connection, elide_empty=False).as_sql()


def _union(branches: Sequence[tuple[str, tuple]], select="*") -> tuple[str, list]:
    """The branches one under the other, each row with the position `q` of its branch."""
    parts = [f"SELECT {n} AS q, {select} FROM ({sql}) t{n}" for n, (sql, _) in enumerate(branches)]  # noqa: S608
    return " UNION ALL ".join(parts), [value for _, params in branches for value in params]


def _fetch(statement: str, params) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


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


def _money_rows(questions: Sequence[Question], by: str | None) -> list[tuple]:
    """(question, key, source, off_project, sums …, done, illustrative rows), added over projects.

    `by` names the key's column; None is the line. One query.
    """
    branches = []
    for question in questions:
        rows = question.rows(MoneyEntry)
        rows = rows.annotate(line=F(by)) if by else question.on_lines(rows)
        columns = ("line", "project_id", "source", "budget_year", "off_project")
        branches.append(_sql(rows.values(*columns).annotate(**STAGES).order_by()))
    over = "OVER (PARTITION BY project_id, source, budget_year)"
    if by == "activity_id":  # a group is a part of what is judged
        judged = (
            f"*, SUM(settlements) {over} AS settlements_all, SUM(accepted) {over} AS accepted_all, "
            f"SUM(advanced + paid) {over} AS disbursed_all"
        )
    else:  # a group is one project, source and year: what is judged is in the group itself
        judged = (
            "*, settlements AS settlements_all, accepted AS accepted_all, advanced + paid AS disbursed_all"
        )
    inner, params = _union(branches, judged)
    sums = ", ".join(f"SUM({name})" for name in SUMS)
    statement = (
        f"SELECT q, line, source, off_project, {sums}, SUM({DONE}), SUM(shown) "  # noqa: S608 names of our own only
        f"FROM ({inner}) j GROUP BY q, line, source, off_project"
    )
    return _fetch(statement, params)


def _tally(question: Question, row) -> Tally:
    _, _, source, off_project, *sums, done, _ = row
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


def _add_money(answers: list[Figures], questions: Sequence[Question]) -> None:
    for row in _money_rows(questions, by=None):
        line = answers[row[0]].line(row[1])
        line.tally = line.tally + _tally(questions[row[0]], row)
        line.has_entries = line.has_money = True
        line.illustrative = line.illustrative or row[-1] > 0


def holds_illustrative_money(questions: Sequence[Question]) -> bool:
    """Whether any row of money of these questions is illustrative: the report then carries the mark. One query."""
    held = MoneyEntry.objects.none()
    for question in questions:
        held = held | question.rows(MoneyEntry).filter(illustrative=True)
    return held.exists()


def money_by_activity(questions: Sequence[Question]) -> list[dict[tuple[int, bool], Tally]]:
    """For each question: (activity id, off project?) -> money. One query."""
    answers: list[dict[tuple[int, bool], Tally]] = [{} for _ in questions]
    for row in _money_rows(questions, by="activity_id"):
        found, key = answers[row[0]], (row[1], bool(row[3]))
        found[key] = found.get(key, Tally()) + _tally(questions[row[0]], row)
    return answers


def money_by_project(
    questions: Sequence[Question], illustrative: set[int] | None = None
) -> list[dict[int, Tally]]:
    """For each question: project id -> money. `illustrative` takes the ids that hold such rows. One query."""
    answers: list[dict[int, Tally]] = [{} for _ in questions]
    for row in _money_rows(questions, by="project_id"):
        found = answers[row[0]]
        found[row[1]] = found.get(row[1], Tally()) + _tally(questions[row[0]], row)
        if illustrative is not None and row[-1] > 0:
            illustrative.add(row[1])
    return answers


# --- counts and quantities -------------------------------------------------------------------------------------------

PROJECT = "project"  # the kind of fact that counts planned projects


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


def _add_facts(answers: list[Figures], questions: Sequence[Question], results: bool) -> None:
    """Planned projects, and with `results` events, flows and stocks: counted or summed by line. One query."""
    branches, asked = [], []
    for position, question in enumerate(questions):
        for rows in _facts(question, results):
            branches.append(_sql(rows.order_by()))
            asked.append(position)
    if not branches:
        return
    inner, params = _union(branches, "line, level, what, kind, n, shown, reported")
    statement = (
        "SELECT q, line, level, what, kind, SUM(n), SUM(shown), SUM(reported) "  # noqa: S608
        f"FROM ({inner}) f GROUP BY q, line, level, what, kind"
    )
    for branch, line, level, what, kind, n, shown, reported in _fetch(statement, params):
        found = answers[asked[branch]].line(line)
        if what == PROJECT:
            found.projects[level] += int(n)
        elif kind:
            found.results[what, level, kind] += int(n)
            found.has_entries = found.has_entries or reported > 0
            found.illustrative = found.illustrative or shown > 0
        else:
            found.events[what, level] += int(n)


def _facts(question: Question, results: bool):
    """Querysets of alike columns: line, level, what, kind, n, and whether n is illustrative and reported by people."""
    each = {"n": Value(1), "kind": Value(""), "shown": Value(0), "reported": Value(0)}
    if question.period.knows_plan:
        planned = question.on_lines(planned_projects(question)).values("line", "level", "project_id", "net")
        yield planned.annotate(what=Value(PROJECT), **each)
    if not results:
        return
    stands = Count("on", filter=Q(outcome=Outcome.DONE)) - Count("on", filter=Q(outcome=Outcome.UNDONE))
    events = question.on_lines(question.rows(ProjectEvent).filter(off_project=False))
    events = events.values("line", "level", "happening", "project_id").annotate(stands=stands)
    yield events.filter(stands__gt=0).annotate(what=F("happening"), **each)
    yield _quantities(question, question.rows(ResultEntry).exclude(indicator__kind=IndicatorKind.STOCK), 1)
    # A stock is the sum of all its changes; a level of years ago still stands, but nobody has reported it now.
    stocks = ResultEntry.objects.known_at(question.posting).in_units(question.unit_ids)
    # As a list of indicators: the few changes of stocks are found by their index, among all results of all years.
    of_stocks = Indicator.objects.filter(kind=IndicatorKind.STOCK).order_by()
    stocks = stocks.filter(indicator__in=of_stocks, on__lte=question.period.end)
    yield _quantities(question, stocks, 0)


def _quantities(question: Question, rows, reported: int):
    rows = question.on_lines(rows).annotate(what=F("indicator__code"))
    shown = Count("on", filter=Q(illustrative=True))
    rows = rows.values("line", "level", "what", "kind").annotate(n=Sum("quantity"), shown=shown)
    return rows.annotate(reported=Value(reported))


def projects_by_activity(questions: Sequence[Question]) -> list[dict[tuple[int, str], int]]:
    """For each question: (main activity id, level) -> planned projects, each counted once. One query."""
    answers: list[dict[tuple[int, str], int]] = [{} for _ in questions]
    branches = [
        _sql(planned_projects(question).values("main_activity_id", "level", "project_id", "net"))
        for question in questions
    ]
    inner, params = _union(branches)
    statement = (
        f"SELECT q, main_activity_id, level, COUNT(*) FROM ({inner}) g GROUP BY q, main_activity_id, level"  # noqa: S608
    )
    for position, activity, level, n in _fetch(statement, params):
        answers[position][activity, level] = n
    return answers


def _add_businesses(answers: list[Figures], questions: Sequence[Question]) -> None:
    """Businesses of projects with promotion money: planned where the plan is above zero, served where any is done."""
    branches = []
    for question in questions:
        money = (
            question.rows(MoneyEntry)
            .filter(source__in=PROMOTION_SOURCES)
            .values(
                "unit_id", "project_id"
            )  # with the province: by project alone SQLite reads all years in its order
            .annotate(
                planned=Sum("amount", filter=Q(stage__in=[Stage.ASSIGNED, Stage.CARRIED]), default=0),
                disbursed=Sum("amount", filter=Q(stage__in=[Stage.ADVANCED, Stage.PAID]), default=0),
                accepted=Sum("amount", filter=Q(stage=Stage.ACCEPTED), default=0),
                settled=Sum("amount", filter=Q(stage=Stage.SETTLED), default=0),
            )
            .order_by()
        )
        standing = Beneficiary.objects.known_at(question.posting).filter(unit_id__in=question.unit_ids)
        rows = question.on_lines(standing).values("line", "level", "business_id", "project_id").order_by()
        rows_sql, rows_params = _sql(rows)
        money_sql, money_params = _sql(money)
        statement = (
            "SELECT b.line, b.level, b.business_id, MAX(m.planned) AS planned, MAX(m.disbursed) AS disbursed, "  # noqa: S608
            "MAX(m.accepted) AS accepted, MAX(m.settled) AS settled "
            f"FROM ({rows_sql}) b JOIN ({money_sql}) m ON m.project_id = b.project_id "
            "GROUP BY b.line, b.level, b.business_id"
        )
        branches.append((statement, (*rows_params, *money_params)))
    for position, line, level, business, planned, *served in _fetch(*_union(branches)):
        found = answers[position].line(line)
        if planned > 0 and questions[position].period.knows_plan:
            found.planned_businesses.setdefault(level, set()).add(business)
        if max(served) > 0:
            found.served_businesses.setdefault(level, set()).add(business)

"""Counts of businesses: who stands as a beneficiary, and whom the money of the period serves. One statement for both
the figure and what stands behind it."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from programs.measures import SERVED, plan_sum, served_sql, served_sums
from programs.models import BeneficiaryEntry, MoneyEntry, SameBusiness
from reports.figures.figures import Figures
from reports.figures.query import Query
from reports.figures.statements import Branch, fetch, sql_of, union

STANDING = ("unit_id", "project_id", "business_id", "level", "beneficiary_id")
PLANNED = "planned > 0"


def standing_beneficiaries(query: Query) -> QuerySet:
    """One row a beneficiary that stands at the end of the period: lines of later years, and later days, bear on none."""
    lines = BeneficiaryEntry.objects.known_at(query.posting).in_units(query.unit_ids)
    return lines.by_end_of(query.period).standing()


def money_in_names(query: Query) -> QuerySet:
    """One row a project and beneficiary named, or none: the plan (`planned`), and what each ground of thực hiện is."""
    # With the province: by project alone SQLite reads all years in its order.
    rows = query.rows(MoneyEntry).of_promotion().values("unit_id", "project_id", "beneficiary_id")
    return rows.annotate(planned=plan_sum(query.one_year), **served_sums()).order_by()


def beneficiaries_sql(query: Query) -> Branch:
    """(unit_id, line, level, business, beneficiary_id, planned, a sum each of SERVED): one row a beneficiary.

    `planned` is the plan of the whole project. A sum of SERVED is that of the money that names nobody or that of the
    money in the beneficiary's own name, whichever is more. `business` is the one that it counts as.
    """
    # Those of projects with money alone: all other years cost nothing.
    standing = standing_beneficiaries(query).filter(project_id__in=RawSQL("SELECT project_id FROM money", ()))  # noqa: S611
    rows, rows_params = sql_of(query.on_lines(standing).values("line", *STANDING))
    money, money_params = sql_of(money_in_names(query))
    same, same_params = sql_of(SameBusiness.objects.known_at(query.posting).order_by())
    own = "m.beneficiary_id IS NULL OR m.beneficiary_id = b.beneficiary_id"
    sums = ", ".join(f"MAX(CASE WHEN {own} THEN m.{name} ELSE 0 END) AS {name}" for name in SERVED)
    business = "COALESCE(s.same_as_id, b.business_id)"
    statement = (
        f"WITH money AS ({money}) "  # noqa: S608 our own names
        f"SELECT b.unit_id, b.line, b.level, {business} AS business, b.beneficiary_id, "
        f"SUM(m.planned) AS planned, {sums} FROM ({rows}) b JOIN money m ON m.project_id = b.project_id "
        f"LEFT JOIN ({same}) s ON s.business_id = b.business_id "
        f"GROUP BY b.unit_id, b.line, b.level, {business}, b.beneficiary_id"
    )
    return statement, (*money_params, *rows_params, *same_params)


def counted_beneficiaries(query: Query, of_plan: bool) -> Branch:
    """The ids of the beneficiaries that are planned, or served."""
    statement, params = beneficiaries_sql(query)
    counted = PLANNED if of_plan else served_sql()
    return f"SELECT beneficiary_id FROM ({statement}) c WHERE {counted}", params  # noqa: S608 our own names


def add_businesses(answers: list[Figures], queries: Sequence[Query]) -> None:
    """Businesses of projects with promotion money, planned and served, each once a line and level. One query."""
    inner, params = union([beneficiaries_sql(query) for query in queries])
    statement = (
        f"SELECT q, line, level, business, MAX(CASE WHEN {PLANNED} THEN 1 ELSE 0 END), "  # noqa: S608 our own names
        f"MAX(CASE WHEN {served_sql()} THEN 1 ELSE 0 END) FROM ({inner}) c GROUP BY q, line, level, business"
    )
    for position, line, level, business, planned, served in fetch(statement, params):
        found = answers[position].line(line)
        if planned and queries[position].period.knows_plan:
            found.planned_businesses.setdefault(level, set()).add(business)
        if served:
            found.served_businesses.setdefault(level, set()).add(business)

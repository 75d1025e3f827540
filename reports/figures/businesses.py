"""Counts of businesses: who stands as a beneficiary, and whom the money of the period serves. One statement for both
the figure and what stands behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from programs.measures import JUDGED, plan_sum, stage_sum
from programs.models import BeneficiaryEntry, MoneyEntry, SameBusiness
from programs.periods import BudgetPeriod
from reports.figures.figures import Figures
from reports.figures.query import LINE, Query
from reports.figures.statements import Branch, fetch, sql_of, union

STANDING = (*LINE, "project_id", "business_id", "level", "beneficiary_id")


def standing_beneficiaries(query: Query) -> QuerySet:
    """One row a beneficiary that stands at the end of the period: lines of later years, and later days, bear on none."""
    lines = BeneficiaryEntry.objects.known_at(query.posting).in_units(query.unit_ids)
    return lines.by_end_of(query.period).left_standing()


def money_in_names(query: Query) -> QuerySet:
    """One row a project and beneficiary named, or none: its plan (`planned`), and what serves (`served`), in đồng."""
    # With the province: by project alone SQLite reads all years in its order.
    rows = query.rows(MoneyEntry).of_promotion().filter(off_project=False)
    rows = rows.values("unit_id", "project_id", "beneficiary_id").order_by()
    return rows.annotate(planned=plan_sum(query.first_year), served=stage_sum(JUDGED))


def beneficiaries_sql(query: Query) -> Branch:
    """(unit_id, drawn, level, business, beneficiary_id, planned, served): one row a beneficiary of a project with money.

    `planned` is the plan of the whole project; `served` is the money that names nobody or that in the beneficiary's
    own name, whichever is more; `business` is the one that it counts as.
    """
    # Those of projects with money alone: all other years cost nothing.
    standing = standing_beneficiaries(query).filter(project_id__in=RawSQL("SELECT project_id FROM money", ()))  # noqa: S611
    rows, rows_params = sql_of(query.drawn(standing).values(*STANDING))
    money, money_params = sql_of(money_in_names(query))
    same, same_params = sql_of(SameBusiness.objects.known_at(query.posting).order_by())
    own = "m.beneficiary_id IS NULL OR m.beneficiary_id = b.beneficiary_id"
    business = "COALESCE(s.same_as_id, b.business_id)"
    statement = (
        f"WITH money AS ({money}) "  # noqa: S608 our own names
        f"SELECT b.unit_id, b.drawn, b.level, {business} AS business, b.beneficiary_id, SUM(m.planned) AS planned, "
        f"MAX(CASE WHEN {own} THEN m.served ELSE 0 END) AS served "
        f"FROM ({rows}) b JOIN money m ON m.project_id = b.project_id "
        f"LEFT JOIN ({same}) s ON s.business_id = b.business_id "
        f"GROUP BY b.unit_id, b.drawn, b.level, {business}, b.beneficiary_id"
    )
    return statement, (*money_params, *rows_params, *same_params)


@dataclass(frozen=True)
class Part:
    """A question and what its answer tells: who is planned, who is served."""

    query: Query
    planned: bool
    served: bool


def parts_of(query: Query) -> list[Part]:
    """Served is judged year by year: whoever was served in one of several years was served. Between two days once."""
    period = query.period
    if not isinstance(period, BudgetPeriod) or len(period.years) == 1:
        return [Part(query, period.knows_plan, True)]
    of_years = [replace(query, period=BudgetPeriod(year, period.until)) for year in period.years]
    return [Part(query, True, False), *(Part(one, False, True) for one in of_years)]


def counted_beneficiaries(query: Query, of_plan: bool) -> Branch:
    """The ids of the beneficiaries that are planned, or served."""
    counted = "planned > 0" if of_plan else "served > 0"
    asked = [part.query for part in parts_of(query) if (part.planned if of_plan else part.served)]
    inner, params = union([beneficiaries_sql(one) for one in asked])
    return f"SELECT beneficiary_id FROM ({inner}) c WHERE {counted}", tuple(params)  # noqa: S608 our own names


def add_businesses(answers: list[Figures], queries: Sequence[Query]) -> None:
    """Businesses of projects with promotion money, planned and served, each once a line and level. One query."""
    asked = [(position, part) for position, query in enumerate(queries) for part in parts_of(query)]
    inner, params = union([beneficiaries_sql(part.query) for _, part in asked])
    statement = (
        "SELECT q, unit_id, drawn, level, business, MAX(planned), MAX(served) "  # noqa: S608 our own names
        f"FROM ({inner}) c GROUP BY q, unit_id, drawn, level, business"
    )
    for branch, unit, drawn, level, business, planned, served in fetch(statement, params):
        position, part = asked[branch]
        found = answers[position].line(part.query.key(unit, drawn))
        if part.planned and planned > 0:
            found.planned_businesses.setdefault(level, set()).add(business)
        if part.served and served > 0:
            found.served_businesses.setdefault(level, set()).add(business)

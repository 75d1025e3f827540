"""The querys of the reports in plain SQL, as one would write them by hand for one region and one budget year."""

from dataclasses import dataclass

from django.db import connection

from reports.figures.query import Query

MONEY = """
WITH per_beneficiary AS (
    SELECT unit_id, project_id, source, off_project, activity_id, beneficiary_id,
           SUM(CASE WHEN stage = 'assigned' THEN amount ELSE 0 END) AS assigned,
           SUM(CASE WHEN stage = 'carried' THEN amount ELSE 0 END) AS carried,
           SUM(CASE WHEN stage = 'contracted' THEN amount ELSE 0 END) AS contracted,
           SUM(CASE WHEN stage = 'advanced' THEN amount ELSE 0 END) AS advanced,
           SUM(CASE WHEN stage = 'paid' THEN amount ELSE 0 END) AS paid,
           SUM(CASE WHEN stage = 'accepted' THEN amount ELSE 0 END) AS accepted,
           SUM(CASE WHEN stage = 'part_settled' THEN amount ELSE 0 END) AS part_settled,
           SUM(CASE WHEN stage = 'settled' THEN amount ELSE 0 END) AS settled,
           SUM(CASE WHEN stage = 'recovered' THEN amount ELSE 0 END) AS recovered,
           SUM(CASE WHEN stage <> 'settled' THEN 0 WHEN reverses_id IS NULL THEN 1 ELSE -1 END) AS settlements,
           SUM(CASE WHEN beneficiary_id IS NOT NULL
                      OR stage NOT IN ('advanced', 'paid', 'accepted', 'part_settled', 'settled') THEN 0
                    WHEN reverses_id IS NULL THEN 1 ELSE -1 END) AS nameless,
           MAX(CASE WHEN illustrative THEN 1 ELSE 0 END) AS shown
    FROM programs_moneyentry
    WHERE budget_year = {year} AND unit_id IN ({units}) AND posting_id <= {posting}
    GROUP BY unit_id, project_id, source, off_project, activity_id, beneficiary_id),
per_project AS (
    SELECT unit_id, source, off_project, SUM(assigned) AS assigned, SUM(carried) AS carried,
           SUM(contracted) AS contracted, SUM(advanced) AS advanced, SUM(paid) AS paid, SUM(accepted) AS accepted,
           SUM(part_settled) AS part_settled, SUM(settled) AS settled, SUM(recovered) AS recovered,
           SUM(shown) AS shown,
           CASE WHEN SUM(nameless) = 0 THEN SUM(CASE
                     WHEN settlements > 0 THEN part_settled + settled
                     WHEN accepted >= advanced + paid AND accepted >= part_settled + settled THEN accepted
                     WHEN advanced + paid >= part_settled + settled THEN advanced + paid
                     ELSE part_settled + settled END)
                WHEN SUM(settlements) > 0 THEN SUM(part_settled + settled)
                WHEN SUM(accepted) >= SUM(advanced + paid) AND SUM(accepted) >= SUM(part_settled + settled)
                     THEN SUM(accepted)
                WHEN SUM(advanced + paid) >= SUM(part_settled + settled) THEN SUM(advanced + paid)
                ELSE SUM(part_settled + settled) END AS done
    FROM per_beneficiary GROUP BY unit_id, project_id, source, off_project, activity_id)
SELECT l.line_id, source, off_project, SUM(assigned), SUM(carried), SUM(contracted), SUM(advanced), SUM(paid),
       SUM(accepted), SUM(part_settled), SUM(settled), SUM(recovered), SUM(done), SUM(shown)
FROM per_project p JOIN programs_unitline l ON l.unit_id = p.unit_id AND l.boundaries_id = {boundaries}
GROUP BY l.line_id, source, off_project
"""

PLANNED = """
SELECT l.line_id, level, COUNT(*) FROM (
    SELECT unit_id, level, project_id FROM programs_moneyentry
    WHERE budget_year = {year} AND unit_id IN ({units}) AND posting_id <= {posting}
      AND stage IN ('assigned', 'carried') AND source NOT IN ('own', 'other') AND NOT off_project
    GROUP BY unit_id, level, project_id HAVING SUM(amount) > 0) p
JOIN programs_unitline l ON l.unit_id = p.unit_id AND l.boundaries_id = {boundaries}
GROUP BY l.line_id, level
"""

EVENTS = """
SELECT l.line_id, level, happening, COUNT(*) FROM (
    SELECT DISTINCT unit_id, level, happening, project_id FROM programs_projectevent d
    WHERE budget_year = {year} AND unit_id IN ({units}) AND posting_id <= {posting} AND NOT off_project
      AND outcome = 'done' AND reverses_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM programs_projectevent m WHERE m.reverses_id = d.id AND m.posting_id <= {posting})
    ) e
JOIN programs_unitline l ON l.unit_id = e.unit_id AND l.boundaries_id = {boundaries}
GROUP BY l.line_id, level, happening
"""

FLOWS = """
SELECT l.line_id, i.code, r.level, r.kind, SUM(r.quantity) FROM programs_resultentry r
JOIN programs_indicator i ON i.id = r.indicator_id
JOIN programs_unitline l ON l.unit_id = r.unit_id AND l.boundaries_id = {boundaries}
WHERE r.budget_year = {year} AND r.unit_id IN ({units}) AND r.posting_id <= {posting} AND i.kind <> 'stock'
GROUP BY l.line_id, i.code, r.level, r.kind
"""

STOCKS = """
WITH last AS (
    SELECT r.unit_id, r.indicator_id, r.level, r.kind, r.level_stated, ROW_NUMBER() OVER (
        PARTITION BY r.unit_id, r.indicator_id, r.level, r.kind
        ORDER BY r."on" DESC, r.posting_id DESC, r.id DESC) AS nth
    FROM programs_resultentry r
    LEFT JOIN programs_resultentry m ON m.reverses_id = r.id AND m.posting_id <= {posting}
    WHERE r.level_stated IS NOT NULL AND r."on" <= '{year}-12-31' AND r.posting_id <= {posting} AND m.id IS NULL)
SELECT l.line_id, i.code, s.level, s.kind, SUM(s.level_stated) FROM last s
JOIN programs_indicator i ON i.id = s.indicator_id
JOIN programs_province p ON p.id = s.unit_id
JOIN programs_unitline l ON l.unit_id = s.unit_id AND l.boundaries_id = {boundaries}
LEFT JOIN last h ON h.nth = 1 AND h.unit_id = p.successor_id AND h.indicator_id = s.indicator_id
    AND h.level = s.level AND h.kind = s.kind
WHERE s.nth = 1 AND s.unit_id IN ({units}) AND h.unit_id IS NULL
GROUP BY l.line_id, i.code, s.level, s.kind
"""

BUSINESSES = """
WITH money AS (
    SELECT project_id, beneficiary_id,
           SUM(CASE WHEN stage IN ('assigned', 'carried') THEN amount ELSE 0 END) AS planned,
           SUM(CASE WHEN stage IN ('advanced', 'paid', 'accepted', 'part_settled', 'settled')
                    THEN amount ELSE 0 END) AS served
    FROM programs_moneyentry
    WHERE budget_year = {year} AND unit_id IN ({units}) AND posting_id <= {posting}
      AND source NOT IN ('own', 'other') AND NOT off_project
    GROUP BY project_id, beneficiary_id),
standing AS (
    SELECT unit_id, project_id, business_id, level, beneficiary_id
    FROM programs_beneficiaryentry
    WHERE unit_id IN ({units}) AND budget_year <= {year} AND posting_id <= {posting}
    GROUP BY unit_id, project_id, business_id, level, beneficiary_id HAVING SUM(step) > 0),
counted AS (
    SELECT b.unit_id, b.level, b.business_id, b.beneficiary_id, SUM(planned) AS planned,
           MAX(CASE WHEN m.beneficiary_id IS NULL OR m.beneficiary_id = b.beneficiary_id THEN served ELSE 0 END) AS served
    FROM money m JOIN standing b ON b.project_id = m.project_id
    GROUP BY b.unit_id, b.level, b.business_id, b.beneficiary_id)
SELECT l.line_id, c.level, COALESCE(s.same_as_id, c.business_id), MAX(planned), MAX(served)
FROM counted c JOIN programs_unitline l ON l.unit_id = c.unit_id AND l.boundaries_id = {boundaries}
LEFT JOIN programs_samebusiness s ON s.business_id = c.business_id AND s.posting_id <= {posting}
    AND (s.undone_posting_id IS NULL OR s.undone_posting_id > {posting})
GROUP BY l.line_id, c.level, COALESCE(s.same_as_id, c.business_id)
"""


@dataclass(frozen=True)
class Totals:
    """What both ways of asking must say alike."""

    planned: int
    done: int
    own: int
    projects: int


def ask_money(query: Query) -> Totals:
    money, planned = _run(MONEY, query), _run(PLANNED, query)
    promotion = [row for row in money if row[1] not in ("own", "other")]
    return Totals(
        sum(row[3] + row[4] for row in promotion),
        sum(row[12] for row in promotion),
        sum(row[12] for row in money if row[1] == "own"),
        sum(row[2] for row in planned),
    )


def ask_everything(query: Query) -> Totals:
    for statement in (EVENTS, FLOWS, STOCKS, BUSINESSES):
        _run(statement, query)
    return ask_money(query)


def _run(statement: str, query: Query) -> list[tuple]:
    filled = statement.format(
        year=query.period.year,
        units=", ".join(map(str, sorted(query.unit_ids))),
        posting=query.posting,
        boundaries=query.boundaries.pk,
    )
    with connection.cursor() as cursor:
        cursor.execute(filled)
        return cursor.fetchall()

"""The questions one may ask of the ledgers and their postings; dates are arguments, never "today"."""

from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.db.models.expressions import RawSQL

from programs.access import Scope, ScopedQuerySet
from programs.choices import IndicatorKind, PostingKind
from programs.measures import DISBURSED, PROMOTION_SOURCES, planned, stage_sum
from programs.querysets import state_within


class EntryQuerySet(ScopedQuerySet):
    """The vocabulary of the four ledgers."""

    def of(self, period):
        return period.limit(self)

    def known_at(self, number):
        """What was known when posting `number` was the last one."""
        return self.filter(posting_id__lte=number)

    def in_units(self, unit_ids):
        return self.filter(unit_id__in=unit_ids)

    def bound_by(self, closure):
        """The rows that the closing binds, on whatever side of it they were written; the triggers hold the same."""
        return self.filter(
            self.of_its_year(closure.budget_year), unit=closure.unit_id, on__lte=closure.cut_off
        )

    def of_its_year(self, budget_year):
        return Q(budget_year=budget_year)

    def standing(self):
        """Neither a mirror nor taken back by one."""
        return self.filter(_stands(self.model.objects.all()))

    def stood_at(self, number):
        """The condition that an entry stood when posting `number` was the last one, if it was written by then."""
        return _stands(self.model.objects.known_at(number))


def _stands(mirrors):
    return Q(reverses__isnull=True) & ~Exists(mirrors.filter(reverses=OuterRef("pk")))


class MoneyEntryQuerySet(EntryQuerySet):
    def of_promotion(self):
        """KCQG and KCĐP money; own and other capital left out."""
        return self.filter(source__in=PROMOTION_SOURCES)

    def planned(self, year=None):
        """What makes the plan of one budget year, or (None) of all."""
        return self.filter(self._of_plan(year))

    def _of_plan(self, year):
        """All years of a project begin with the first in which money of it stands."""
        of_project = self.model.objects.standing().filter(project=OuterRef("project")).order_by("budget_year")
        return planned(year or Subquery(of_project.values("budget_year")[:1]))

    def planned_and_disbursed(self, year=None, by=None):
        """Promotion money of a year, or of all: {"planned", "disbursed"}; or (`by` a field) {its value: {…}}.

        None where there is no entry. One query.
        """
        rows = self.of_promotion().filter(**({"budget_year": year} if year else {}))
        sums = {
            "planned": Sum("amount", filter=self._of_plan(year)),
            "disbursed": stage_sum(DISBURSED, default=None),
        }
        if by is None:
            return rows.aggregate(**sums)
        return {row.pop(by): row for row in rows.order_by().values(by).annotate(**sums)}

    def with_plan(self):
        """One row a project whose plan of promotion money, of all its years, is above zero."""
        rows = self.of_promotion().planned().order_by().values("project")
        return rows.annotate(plan=Sum("amount")).filter(plan__gt=0)


# The last statement of each unit, level, indicator and kind, unless a successor has stated its own since the unit ended.
LAST_STATEMENTS = """
WITH RECURSIVE heirs(unit_id, heir_id) AS (
    SELECT id, successor_id FROM programs_province WHERE successor_id IS NOT NULL
    UNION ALL
    SELECT h.unit_id, p.successor_id FROM heirs h JOIN programs_province p ON p.id = h.heir_id
    WHERE p.successor_id IS NOT NULL
), standing AS (
    SELECT s.id, s.unit_id, s.level, s.indicator_id, s.kind, s."on", ROW_NUMBER() OVER (
        PARTITION BY s.unit_id, s.indicator_id, s.level, s.kind
        ORDER BY s."on" DESC, s.posting_id DESC, s.id DESC) AS nth
    FROM programs_resultentry s
    WHERE s.level_stated IS NOT NULL AND s."on" <= %s AND s.posting_id <= %s
      AND NOT EXISTS (
        SELECT 1 FROM programs_resultentry m WHERE m.reverses_id = s.id AND m.posting_id <= %s)
), latest AS (SELECT * FROM standing WHERE nth = 1)
SELECT s.id FROM latest s WHERE NOT EXISTS (
    SELECT 1 FROM heirs h JOIN latest l ON l.unit_id = h.heir_id JOIN programs_province p ON p.id = h.unit_id
    WHERE h.unit_id = s.unit_id AND l."on" > p.valid_to
      AND l.indicator_id = s.indicator_id AND l.level = s.level AND l.kind = s.kind)
"""


class ResultEntryQuerySet(EntryQuerySet):
    def stated(self, day, number):
        """The statements of stocks that hold at the end of a day, as was known when posting `number` was the last.

        Which one holds is asked of all units, whichever are chosen here: a successor ends what is left out with it.
        """
        return self.filter(pk__in=RawSQL(LAST_STATEMENTS, (day, number, number)))  # noqa: S611 nobody's words in it

    def of_its_year(self, budget_year):
        """A level stands in every figure from its day on, whatever its year."""
        return super().of_its_year(budget_year) | Q(indicator__kind=IndicatorKind.STOCK)

    def off_project(self):
        return self.filter(project__isnull=True)


class BeneficiaryEntryQuerySet(EntryQuerySet):
    def of_its_year(self, budget_year):
        """Who benefits does so in the years after, too, and between days of any year."""
        return Q()

    def by_end_of(self, period):
        """All that bears on what stands at the end of a period: rows of earlier years too, of later ones none."""
        return period.up_to_end(self)

    def left_standing(self):
        """One row a beneficiary that these lines, added up, leave standing."""
        rows = self.order_by().values(
            "unit_id", "project_id", "business_id", "level", "origin_id", "beneficiary_id"
        )
        return rows.annotate(steps=Sum("step")).filter(steps__gt=0)


class SameBusinessQuerySet(ScopedQuerySet):
    unit_path = "business__unit"

    def known_at(self, number):
        """What is counted as what when posting `number` is the last one."""
        undone_later = Q(undone_posting__isnull=True) | Q(undone_posting__gt=number)
        return self.filter(undone_later, posting_id__lte=number)


class ClosureQuerySet(ScopedQuerySet):
    def known_at(self, number):
        return self.filter(posting_id__lte=number)


class PostingQuerySet(ScopedQuerySet):
    """A posting has no province of its own: it is seen, with its reason, by whoever sees one of its lines.

    Reference data are everybody's to read, and so are the postings that change them.
    """

    LINES = (
        "money_entries",
        "result_entries",
        "events",
        "beneficiary_entries",
        "closures",
        "same_businesses",
        "same_businesses_undone",
    )
    STATES = ("historicalproject", "historicalbusiness", "historicaldepartment")

    def acts(self):
        """What was written by an act; posting 0 is what stood before the first one."""
        return self.filter(number__gt=0)

    def visible_to(self, user):
        scope = Scope.of(user)
        if scope.nationwide or not scope.unit_ids:
            return self if scope.nationwide else self.none()
        seen = Q()
        for name in (*self.LINES, *self.STATES):
            relation = self.model._meta.get_field(name)
            rows = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})
            is_state = name in self.STATES
            seen |= Q(
                Exists(rows.filter(state_within(scope)) if is_state else scope.limit(rows, rows.unit_path))
            )
        return self.filter(seen | Q(kind=PostingKind.REFERENCE))

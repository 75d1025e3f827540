"""The questions one may ask of each table; dates are arguments, never "today"."""

from django.db.models import Case, Count, Exists, OuterRef, Q, When

from accounts.fields import KeyField
from accounts.text import fold
from programs.access import OpenQuerySet, Scope, ScopedQuerySet
from programs.choices import UNDER_WAY
from programs.measures import DISBURSED, PROMOTION, PROMOTION_SOURCES, plan_sum, sources_of, stage_sum


def valid_on(day):
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def holds_words(words, *paths):
    """Every word of the search, in any order, without accents and case; `paths` lead to further search keys."""
    condition = Q()
    for word in fold(words).split():
        found = Q(search_key__contains=word)
        for path in paths:
            found |= Q(**{f"{path}__search_key__contains": word})
        condition &= found
    return condition


def state_within(scope: Scope) -> Q:
    """Which states of nouns a scope reads; a body of the ministry or of a region has no province and is public."""
    return Q() if scope.nationwide else Q(unit__in=scope.unit_ids) | Q(unit__isnull=True)


class Unposted(RuntimeError):
    """A noun was to be written without a posting."""

    def __init__(self, what):
        super().__init__(
            f"{str(what).capitalize()} chỉ được ghi bằng một bút toán, để báo cáo cũ in lại đúng như đã in: "
            "hãy ghi qua programs.ledger.posting (Act.nouns); không xóa, không ghi thẳng vào bảng."
        )


class NounQuerySet(ScopedQuerySet):
    """Rows whose every state carries its posting: in bulk only caches and keys are written, and nothing is removed."""

    def update(self, **values):
        fields = [self.model._meta.get_field(name) for name in values]
        if all(field.name in self.model.caches or isinstance(field, KeyField) for field in fields):
            return super().update(**values)
        raise Unposted(self.model._meta.verbose_name)

    def bulk_create(self, *args, **kwargs):
        raise Unposted(self.model._meta.verbose_name)

    def delete(self):
        raise Unposted(self.model._meta.verbose_name)


class ReferenceQuerySet(OpenQuerySet):
    def search(self, words):
        return self.filter(holds_words(words))


class DatedQuerySet(OpenQuerySet):
    def in_force(self, day):
        return self.filter(valid_on(day))


class ProvinceQuerySet(DatedQuerySet):
    def search(self, words):
        return self.filter(holds_words(words))

    def reached_by(self, scope):
        """The provinces whose rows this scope may read."""
        return self if scope.nationwide else self.filter(pk__in=scope.unit_ids)


class DepartmentQuerySet(NounQuerySet):
    """A person sees the departments of the provinces that he reaches; the ministry's and the regions' are public."""

    def visible_to(self, user):
        return super().visible_to(user) | self.filter(unit__isnull=True)

    def in_force(self, day):
        return self.filter(valid_on(day))

    def search(self, words):
        return self.filter(holds_words(words))


class MembershipQuerySet(ScopedQuerySet):
    unit_path = "department__unit"

    def in_force(self, day):
        ends = Q(department__valid_to__isnull=True) | Q(department__valid_to__gte=day)
        return self.filter(valid_on(day), ends, department__valid_from__lte=day)


class BusinessQuerySet(NounQuerySet):
    def search(self, words):
        return self.filter(holds_words(words, "unit"))


class ProjectQuerySet(NounQuerySet):
    def search(self, words):
        return self.filter(holds_words(words, "unit"))

    def of_year(self, year):
        """Begun in the year, or with money of that budget year (carried over, paid later)."""
        moneyed = self.model._meta.get_field("money_entries").related_model.objects.filter(budget_year=year)
        return self.filter(Q(first_year=year) | Q(pk__in=moneyed.values("project")))

    def under_way(self):
        return self.filter(phase__in=UNDER_WAY)

    def overdue(self, day):
        """Under way although the planned end has passed."""
        return self.under_way().filter(ends_on__lt=day)

    def due_between(self, first, last):
        return self.under_way().filter(ends_on__range=(first, last))

    def without_plan(self):
        """Approved, but without a plan of promotion money above zero, as the project's page says it."""
        entries = self.model._meta.get_field("money_entries").related_model.objects
        return self.under_way().filter(~Exists(entries.filter(project=OuterRef("pk")).with_plan()))


class BeneficiaryQuerySet(ScopedQuerySet):
    def standing(self):
        return self.filter(withdrawn__isnull=True)

    def named_or_standing(self, pks, projects):
        """These rows, and those that stand in these projects."""
        return self.filter(Q(pk__in=pks) | Q(project__in=projects, withdrawn__isnull=True))

    def known_at(self, number):
        return self.filter(added_id__lte=number).filter(
            Q(withdrawn__isnull=True) | Q(withdrawn_id__gt=number)
        )


class EntryQuerySet(ScopedQuerySet):
    """The vocabulary of the three ledgers."""

    def of(self, period):
        return period.limit(self)

    def known_at(self, number):
        """What was known when posting `number` was the last one."""
        return self.filter(posting_id__lte=number)

    def in_units(self, unit_ids):
        return self.filter(unit_id__in=unit_ids)


class MoneyEntryQuerySet(EntryQuerySet):
    def of_promotion(self):
        """KCQG and KCĐP money; own and other capital left out."""
        return self.filter(source__in=PROMOTION_SOURCES)

    def planned_and_disbursed(self, year=None, by=None):
        """Promotion money of a year, or of all: {"planned", "disbursed"}; or (`by` a field) {its value: {…}}.

        None where there is no entry. One query.
        """
        rows = self.of_promotion().filter(**({"budget_year": year} if year else {}))
        sums = {
            "planned": plan_sum(one_year=year is not None, default=None),
            "disbursed": stage_sum(DISBURSED, default=None),
        }
        if by is None:
            return rows.aggregate(**sums)
        return {row.pop(by): row for row in rows.order_by().values(by).annotate(**sums)}

    def with_plan(self):
        """One row a project whose plan is above zero: that of its promotion money, each family by itself.

        A family whose standing entries are of one budget year counts what was carried into it.
        """
        rows, plan = self.of_promotion().order_by().values("project"), 0
        for family in PROMOTION:
            of_family = Q(source__in=sources_of(family))
            stands = of_family & Q(reverses__isnull=True, reversed_by__isnull=True)
            years = f"{family.value}_years"
            rows = rows.annotate(**{years: Count("budget_year", distinct=True, filter=stands)})
            several = When(**{f"{years}__gt": 1}, then=plan_sum(one_year=False, of=of_family))
            plan += Case(several, default=plan_sum(one_year=True, of=of_family))
        return rows.annotate(plan=plan).filter(plan__gt=0)


class ResultEntryQuerySet(EntryQuerySet):
    def off_project(self):
        return self.filter(project__isnull=True)


class ClosureQuerySet(ScopedQuerySet):
    def known_at(self, number):
        return self.filter(posting_id__lte=number)


class PostingQuerySet(ScopedQuerySet):
    """A posting has no province of its own: it is seen, with its reason, by whoever sees one of its lines."""

    LINES = (
        "money_entries",
        "result_entries",
        "events",
        "closures",
        "beneficiaries_added",
        "beneficiaries_withdrawn",
    )
    STATES = ("historicalproject", "historicalbusiness", "historicaldepartment")

    def acts(self):
        """What was written by an act; posting 0 is what stood before the first one."""
        return self.filter(number__gt=0)

    def visible_to(self, user):
        scope = Scope.of(user)
        if scope.nationwide or not scope.unit_ids:
            return self if scope.nationwide else self.none()
        seen, own = Q(), Q(unit__in=scope.unit_ids)
        for name in (*self.LINES, *self.STATES):
            relation = self.model._meta.get_field(name)
            lines = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})
            seen |= Q(Exists(lines.filter(state_within(scope) if name in self.STATES else own)))
        return self.filter(seen)

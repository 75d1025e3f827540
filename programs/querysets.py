"""The questions one may ask of each table; dates are arguments, never "today"."""

from django.db.models import Exists, Max, OuterRef, Q, Subquery, Sum

from accounts.fields import KeyField
from accounts.text import fold
from programs.access import OpenQuerySet, Scope, ScopedQuerySet
from programs.choices import UNDER_WAY, BeneficiaryChange


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


class PostedQuerySet(OpenQuerySet):
    """Reference rows that postings add and end."""

    def standing(self):
        return self.filter(ended__isnull=True)

    def known_at(self, number):
        """The rows that stood when posting `number` was the last one."""
        return self.filter(
            Q(added__isnull=True) | Q(added_id__lte=number), Q(ended__isnull=True) | Q(ended_id__gt=number)
        )


class PostedDatedQuerySet(PostedQuerySet):
    def in_force(self, day):
        """What stands today and holds on `day`."""
        return self.standing().filter(valid_on(day))


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

    def with_balance_and_beginning(self):
        """Each with the money in its name (`balance`, đồng) and the line that began it (`began_on`, `began_year`)."""
        names_it = {"beneficiary": OuterRef("pk")}
        money = self.model._meta.get_field("money_entries").related_model.objects.filter(**names_it)
        entries = self.model._meta.get_field("entries").related_model.objects.filter(**names_it)
        began = entries.filter(
            change=BeneficiaryChange.JOINED, reverses__isnull=True, reversed_by__isnull=True
        ).order_by()
        sums = money.order_by().values("beneficiary").annotate(n=Sum("amount"))
        return self.annotate(
            balance=Subquery(sums.values("n")),
            began_on=Subquery(began.values("on")[:1]),
            began_year=Subquery(began.values("budget_year")[:1]),
        )

    def known_at(self, number):
        """Those that stood when posting `number` was the last one."""
        lines = self._lines_at(number).values("beneficiary")
        return self.alias(steps=Subquery(lines.annotate(n=Sum("step")).values("n"))).filter(steps__gt=0)

    def told_at(self, number):
        """Each with what the ledger said of it when posting `number` was the last one.

        `stood` (its steps added up), `left_by` (the last posting that took one away), `promised` (đồng), `accepted`
        (a day); None where it said nothing.
        """
        lines = self._lines_at(number)
        of_one = lines.values("beneficiary")
        standing = lines.filter(reverses__isnull=True).filter(
            Q(reversed_by__isnull=True) | Q(reversed_by__posting__gt=number)
        )
        # A support stated by itself (step 0) comes before the one that a business joined with.
        told = standing.order_by("step", "-posting_id", "-pk")
        promises = (BeneficiaryChange.JOINED, BeneficiaryChange.SUPPORT)
        return self.annotate(
            stood=Subquery(of_one.annotate(n=Sum("step")).values("n")),
            left_by=Subquery(of_one.annotate(n=Max("posting", filter=Q(step__lt=0))).values("n")),
            promised=Subquery(told.filter(change__in=promises).values("support")[:1]),
            accepted=Subquery(told.filter(change=BeneficiaryChange.ACCEPTED).values("on")[:1]),
        )

    def _lines_at(self, number):
        entries = self.model._meta.get_field("entries").related_model.objects
        return entries.known_at(number).filter(beneficiary=OuterRef("pk")).order_by()

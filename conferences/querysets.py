"""The questions one may ask of conferences, delegations and delegates; dates are arguments, never "today"."""

from django.db.models import BooleanField, Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from programs.access import OpenQuerySet, ScopedQuerySet
from programs.querysets import holds_words


class ConferenceQuerySet(OpenQuerySet):
    """Which conferences were held is public to everybody who signs in."""

    def search(self, words):
        return self.filter(holds_words(words))

    def upcoming(self, day):
        """Not over on `day`; one of which only the year is known is upcoming until its year is over."""
        return self.filter(self._ends_on_or_after(day))

    def past(self, day):
        return self.exclude(self._ends_on_or_after(day))

    def with_counts(self):
        """How many delegations and people are on the list: public numbers, whoever asks."""
        return self.annotate(
            delegation_total=_counted(self.model._meta.get_field("delegations").related_model),
            delegate_total=_counted(self.model._meta.get_field("delegates").related_model),
            illustrative_total=_counted(
                self.model._meta.get_field("delegates").related_model, illustrative=True
            ),
        )

    def latest_first(self):
        return self.order_by(*latest_first())

    @staticmethod
    def _ends_on_or_after(day):
        ends_late = Q(starts_on__isnull=False) & (Q(ends_on__gte=day) | Q(ends_on=None, starts_on__gte=day))
        same_month = Q(date_precision="month", starts_on__year=day.year, starts_on__month=day.month)
        return ends_late | same_month | Q(starts_on__isnull=True, year__gte=day.year)


def latest_first():
    """The same on every database: of one year, those without a date come last."""
    return [F("year").desc(), F("starts_on").desc(nulls_last=True), F("code").asc()]


def _counted(model, **only):
    """How many rows of `model` each conference has, within the same query."""
    rows = model.objects.filter(conference=OuterRef("pk"), **only).order_by().values("conference")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def host_first(path=""):
    """An expression: is the delegation at `path` the host's? True sorts before False when descending."""
    return Case(
        When(**{f"{path}unit": F(f"{path}conference__host")}, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


class DelegationQuerySet(ScopedQuerySet):
    """Who comes from a province is that province's matter; that it comes, and how many, is public."""

    def in_order(self):
        """The host, then the provinces in the order of the conference's list."""
        return self.order_by(*delegation_order())

    def search(self, words):
        return self.filter(holds_words(words))


class PlacesQuerySet(ScopedQuerySet):
    unit_path = "delegation__unit"


class DelegateQuerySet(ScopedQuerySet):
    """Delegates of a province are seen by that province and the ministry; those of the centre by the ministry."""

    unit_path = "delegation__unit"

    def search(self, words):
        return self.filter(holds_words(words))

    def in_protocol_order(self):
        """One order for lists, letters and badges: see protocol_order."""
        return self.order_by(*protocol_order())


def delegation_order():
    """The latest conference first; in it the host, then the order of the list."""
    return [
        F("conference__year").desc(),
        F("conference__code").asc(),
        host_first().desc(),
        F("order").asc(),
        F("name").asc(),
        F("pk").asc(),
    ]


def protocol_order():
    """Centre, host, provinces in the order of the list; in a delegation: pinned, then group, position, name."""
    return [
        F("conference__year").desc(),
        F("conference__code").asc(),
        Case(When(delegation__isnull=True, then=Value(0)), default=Value(1)).asc(),
        host_first("delegation__").desc(),
        Coalesce(F("delegation__order"), Value(0)).asc(),
        F("delegation").asc(),
        F("pin").asc(nulls_last=True),
        F("group__order").asc(),
        F("position_rank").asc(),
        F("sort_key").asc(),
        F("pk").asc(),
    ]

"""A filter by province: itself and what was merged into it."""

import django_filters
from django.db.models import F

from programs.access import Scope
from programs.models import Province


def provinces_in_reach(request):
    """The provinces of the person's scope, those of today first."""
    if request is None:
        return Province.objects.none()
    return Province.objects.reached_by(Scope.of(request.user)).order_by(
        F("valid_to").desc(nulls_first=True), "sort_key"
    )


class UnitFilter(django_filters.ModelChoiceFilter):
    """A province means itself and what was merged into it."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=provinces_in_reach,
            label="Tỉnh, thành phố",
            empty_label="Mọi tỉnh trong phạm vi",
            **kwargs,
        )

    def filter(self, qs, value):
        return qs.filter(unit__in=value.lineage_ids()) if value else qs

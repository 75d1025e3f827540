"""The province that a form is about."""

from django.db.models import F

from programs.access import Scope
from programs.models import Province


def provinces_to_edit(user):
    """The provinces that the person writes for, those of today first, then what was merged into them."""
    mine = Province.objects.filter(pk__in=Scope.of(user).edit_ids)
    return mine.order_by(F("valid_to").desc(nulls_first=True), "sort_key")


def choose_province(form, field="unit"):
    """Offer the person's own provinces; a single one of today is chosen beforehand."""
    rows = provinces_to_edit(form.user)
    form.fields[field].queryset = rows
    alive = [province for province in rows if province.valid_to is None]
    if len(alive) == 1 and form.instance.pk is None:
        form.initial.setdefault(field, alive[0].pk)
